// The relay's connections to the local program: each CONNECT request on the stream is one.
import * as http2 from "node:http2";
import { Duplex } from "node:stream";
import { windowBytes, windowOfConnection } from "./windows";

/** The local program. */
export interface Local {
  hasProgram: boolean;
  serve(client: Duplex): void;
}

/** Serves until the stream ends. The relay falls back to the deployed revision as long as there is no program. */
export function serveInward(stream: Duplex, local: Local): void {
  const server = http2.createServer({ settings: { initialWindowSize: windowBytes } });
  server.on("session", (session) => {
    session.setLocalWindowSize(windowOfConnection);
    stream.on("close", () => session.destroy());
  });
  server.on("sessionError", () => stream.destroy());
  server.on("stream", (request, headers) => {
    request.on("error", () => undefined);
    const isServed = headers[":method"] === "CONNECT" && local.hasProgram;
    request.respond({ ":status": isServed ? 200 : 503 }, { endStream: !isServed });
    // Node's HTTP server would read frames from the handle of an HTTP/2 stream.
    if (isServed) local.serve(Duplex.from({ readable: request, writable: request }));
  });
  server.emit("connection", stream);
}
