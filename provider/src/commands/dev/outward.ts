// Requests to the relay, and connections to addresses that it reaches in the cluster.

import { once } from "node:events";
import * as http2 from "node:http2";
import type { Duplex } from "node:stream";
import { windowBytes, windowOfConnection } from "./windows";

/** A cut that nobody reports is noticed within three seconds. */
const pingEveryMilliseconds = 1_000;
const silentPings = 2;

export class Outward {
  private readonly session: http2.ClientHttp2Session;
  private unanswered = 0;

  constructor(stream: Duplex) {
    this.session = http2.connect("http://relay", {
      createConnection: () => stream,
      settings: { initialWindowSize: windowBytes },
    });
    this.session.on("error", () => undefined);
    this.session.on("connect", () => this.session.setLocalWindowSize(windowOfConnection));
    const timer = setInterval(() => this.ping(), pingEveryMilliseconds);
    this.session.on("close", () => clearInterval(timer));
    stream.on("close", () => this.close());
  }

  onClose(listener: () => void): void {
    if (this.session.destroyed) listener();
    else this.session.on("close", listener);
  }

  close(): void {
    this.session.destroy();
  }

  /** A connection to `host:port`, whose name the relay resolves. Rejects with the relay's reason. */
  async connect(authority: string): Promise<Duplex> {
    const request = this.session.request({ ":method": "CONNECT", ":authority": authority });
    const [headers] = await once(request, "response");
    if (headers[":status"] !== 200) throw new Error((await textOf(request)) || `${authority} can't be reached`);
    request.on("error", () => undefined);
    return request;
  }

  async ask(method: string, path: string): Promise<string> {
    const request = this.session.request({ ":method": method, ":path": path, ":authority": "relay" }).end();
    const [headers] = await once(request, "response");
    const text = await textOf(request);
    if (headers[":status"] !== 200) throw new Error(text.trim());
    return text;
  }

  private ping(): void {
    if (this.session.destroyed) return;
    if (this.unanswered >= silentPings) this.close();
    else
      this.session.ping((error) => {
        if (error === null) this.unanswered = 0;
      });
    this.unanswered++;
  }
}

async function textOf(stream: Duplex): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
