// The port on which a command serves a function to clients of this machine.
import { createServer, type Server, type Socket } from "node:net";
import { CommandFailure, UsageMistake } from "../commandErrors";

const defaultPort = "8080";
const largestPort = 65_535;

export interface ClientPort {
  url: string;
  /** Accepts no more connections; those that are open stay. */
  refuse(): void;
  /** Also ends those that are open. */
  close(): void;
}

export function portOf(given = defaultPort): number {
  const port = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (port <= largestPort) return port;
  throw new UsageMistake(
    `expected a port from 1 to ${largestPort}, or 0 for one that is free, in --port, got ${JSON.stringify(given)}`,
  );
}

/** Only this machine can reach it. */
export async function clientPort(port: number, serve: (client: Socket) => void): Promise<ClientPort> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    open.add(client);
    client.on("close", () => open.delete(client));
    serve(client);
  });
  await listening(server, port);
  const { port: used } = server.address() as { port: number };
  const refuse = () => void server.close();
  const close = () => {
    refuse();
    for (const client of open) client.destroy();
  };
  return { url: `http://localhost:${used}`, refuse, close };
}

/** Rejects with a failure in words if the port is in use or may not be used. */
export function listening(server: Server, port: number, host = "localhost"): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(new CommandFailure(explained(error, port))));
    server.listen(port, host, resolve);
  });
}

function explained({ code, message }: NodeJS.ErrnoException, port: number): string {
  if (code === "EADDRINUSE") return `port ${port} is in use; choose another one with --port, or 0 for one that is free`;
  if (code === "EACCES") return `this user may not listen on port ${port}; choose one from 1024 on with --port`;
  return message;
}
