// Passes HTTP/1 requests on to the newest process of a local function, as Knative's queue-proxy does in a Pod.
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { LocalProcess } from "./localProcess";

/** The newest process that is ready; rejects with the reason if there is none. */
export type Newest = () => Promise<LocalProcess>;

/** A server that is given connections; it listens on no port itself. */
export function httpPassage(newest: Newest): Server {
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 });
  const pass = (asked: IncomingMessage, answer: ServerResponse) => void passed(asked, answer, newest);
  server.on("request", pass).on("checkContinue", pass);
  server.on("upgrade", (asked: IncomingMessage, socket: Duplex, head: Buffer) =>
    newest().then(
      (process) => upgraded(asked, socket, head, process),
      () => socket.destroy(),
    ),
  );
  return server;
}

async function passed(asked: IncomingMessage, answer: ServerResponse, newest: Newest): Promise<void> {
  try {
    const process = await newest();
    process.waiting.add(answer);
    answer.on("close", () => process.waiting.delete(answer));
    forward(asked, answer, process);
  } catch (error) {
    refuse(answer, 503, (error as Error).message);
  }
}

function forward(asked: IncomingMessage, answer: ServerResponse, process: LocalProcess): void {
  const onward = request(optionsOf(asked, process, isOfConnection));
  onward.on("continue", () => answer.writeContinue());
  onward.on("response", (given) => {
    // It lasts as long as both want; a client connects to the next process by itself.
    if (given.headers["content-type"]?.startsWith("text/event-stream")) process.waiting.delete(answer);
    answer.writeHead(given.statusCode ?? 0, given.statusMessage, without(given.rawHeaders, isOfConnection));
    given.on("end", () => answer.addTrailers(pairs(given.rawTrailers)));
    given.on("error", () => answer.destroy());
    given.pipe(answer);
  });
  onward.on("error", (error) => {
    if (answer.headersSent) answer.destroy();
    else refuse(answer, 502, `the function closed the connection without an answer: ${error.message}`);
  });
  answer.on("close", () => onward.destroy());
  asked.pipe(onward);
}

function optionsOf(
  { method, url, rawHeaders }: IncomingMessage,
  process: LocalProcess,
  left: (name: string) => boolean,
) {
  const { port, agent } = process;
  return { host: "127.0.0.1", port, agent, method, path: url, headers: without(rawHeaders, left), setHost: false };
}

/** These are about one connection, not about the request. */
const isOfConnection = (name: string) => ["connection", "keep-alive", "proxy-connection"].includes(name);

function without(rawHeaders: string[], left: (name: string) => boolean): string[] {
  return pairs(rawHeaders)
    .filter(([name]) => !left(name.toLowerCase()))
    .flat();
}

function pairs(raw: string[]): [string, string][] {
  return raw.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""]] : []));
}

function upgraded(asked: IncomingMessage, client: Duplex, head: Buffer, process: LocalProcess): void {
  const onward = request({ ...optionsOf(asked, process, () => false), agent: false });
  onward.on("upgrade", (given, socket, first) => {
    client.write(`${headOf(given)}\r\n\r\n`);
    client.write(first);
    socket.on("error", () => client.destroy()).on("close", () => client.destroy());
    client.on("error", () => socket.destroy()).on("close", () => socket.destroy());
    socket.write(head);
    socket.pipe(client).pipe(socket);
  });
  onward.on("response", (given) => {
    client.write(`${headOf(given)}\r\n\r\n`);
    given.pipe(client);
  });
  onward.on("error", () => client.destroy());
  onward.end();
}

function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = pairs(rawHeaders).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${statusCode} ${statusMessage}`, ...lines].join("\r\n");
}

function refuse(answer: ServerResponse, status: number, reason: string): void {
  answer.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(`${reason}\n`);
}
