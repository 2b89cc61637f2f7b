// Passes clients' connections on to a local function: HTTP/1 by request, so that no client sees a process being replaced.
import type { Duplex } from "node:stream";
import { httpPassage, type Newest } from "./httpPassage";

/** The first bytes of an HTTP/2 connection without TLS. */
const preface = "PRI * HTTP/2";

export function passage(newest: Newest): (client: Duplex) => void {
  const http = httpPassage(newest);
  return (client) => {
    client.on("error", () => client.destroy());
    client.once("readable", () => {
      const first: Buffer | null = client.read();
      if (first === null) return;
      client.unshift(first);
      if (first.toString("latin1", 0, preface.length) !== preface) http.emit("connection", client);
      else void passOn(client, newest);
    });
  };
}

/** As a whole: an HTTP/2 server tells its clients itself that it ends. */
async function passOn(client: Duplex, newest: Newest): Promise<void> {
  try {
    const socket = (await newest()).connect();
    socket.on("error", () => client.destroy());
    client.on("close", () => socket.destroy());
    client.pipe(socket).pipe(client);
  } catch {
    client.destroy();
  }
}
