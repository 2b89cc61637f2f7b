// A proxy on the loopback interface through which the local program reaches addresses of the cluster, and ports that lead to one.
import * as http from "node:http";
import * as net from "node:net";
import { type Duplex, pipeline } from "node:stream";

/** Opens a connection in the cluster to `host:port`. */
export type Connect = (authority: string) => Promise<Duplex>;

/** An HTTP proxy, for CONNECT and for plain requests. It listens on a free port. */
export async function proxyTo(connect: Connect): Promise<http.Server> {
  const server = http.createServer((request, response) => void pass(request, response, connect));
  server.on(
    "connect",
    (request, socket: Duplex, head: Buffer) => void tunnel(request.url ?? "", socket, head, connect),
  );
  return listening(server, 0);
}

async function tunnel(authority: string, socket: Duplex, head: Buffer, connect: Connect): Promise<void> {
  socket.on("error", () => undefined);
  try {
    const far = await connect(authority);
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    far.write(head);
    joined(socket, far);
  } catch (error) {
    socket.end(`HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\n\r\n${(error as Error).message}`);
  }
}

async function pass(request: http.IncomingMessage, response: http.ServerResponse, connect: Connect): Promise<void> {
  try {
    const { hostname, port, pathname, search } = new URL(request.url ?? "");
    const far = await connect(`${hostname}:${port || 80}`);
    const { method, headers } = request;
    const path = `${pathname}${search}`;
    const passed = http.request({ method, path, headers, createConnection: () => far as net.Socket });
    passed.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      pipeline(answer, response, () => undefined);
    });
    passed.on("error", (error) => refuse(response, error));
    pipeline(request, passed, () => undefined);
  } catch (error) {
    refuse(response, error as Error);
  }
}

function refuse(response: http.ServerResponse, { message }: Error): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(502, { "Content-Type": "text/plain" }).end(message);
}

/** A port of this machine that leads to an address of the cluster. */
export function portTo(connect: Connect, port: number, authority: string, failed: (error: Error) => void) {
  const server = net.createServer((socket) => {
    socket.on("error", () => undefined);
    connect(authority).then(
      (far) => joined(socket, far),
      (error) => {
        failed(error);
        socket.destroy();
      },
    );
  });
  return listening(server, port);
}

function joined(one: Duplex, other: Duplex): void {
  pipeline(one, other, () => undefined);
  pipeline(other, one, () => undefined);
}

function listening<Server extends net.Server>(server: Server, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
