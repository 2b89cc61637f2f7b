// Serves the console to a browser of this machine: the page, and what it is told as server-sent events.
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { listening } from "../run/clientPort";
import { cookieName, verdict } from "./consoleGuard";
import type { ConsoleState } from "./consoleState";

/** A connection that says nothing is closed by some proxies and browsers. */
const beatMilliseconds = 15_000;

const headers = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "content-security-policy":
    "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
};

export class ConsoleServer {
  private readonly token = randomBytes(24).toString("base64url");
  private readonly server: Server;
  private readonly pages = new Set<ServerResponse>();
  private port = 0;

  constructor(
    private readonly state: ConsoleState,
    private readonly page: string,
  ) {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  /** Only this machine can reach it. Returns the URL with the token. */
  async listen(port: number): Promise<string> {
    await listening(this.server, port, "127.0.0.1");
    this.port = (this.server.address() as { port: number }).port;
    return `http://127.0.0.1:${this.port}/?token=${this.token}`;
  }

  close(): void {
    for (const page of this.pages) page.end();
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { host, origin, cookie } = request.headers;
    const url = request.url ?? "/";
    const found = verdict({ url, host, origin, cookie }, this.token, this.port);
    const path = url.split("?")[0];
    if (!found.allowed) end(response, 403, found.reason);
    else if (path === "/preview" && request.method === "POST") this.preview(response, origin);
    else if (request.method !== "GET") end(response, 405, "this page can only be read");
    else if (found.isFirst) remember(response, this.token);
    else if (path === "/") end(response, 200, this.page, "text/html");
    else if (path === "/events") this.stream(response);
    else end(response, 404, "there is no such page");
  }

  /** Only a page of the console itself may ask for it, which browsers prove by `Origin`. */
  private preview(response: ServerResponse, origin: string | undefined): void {
    const isOwn = origin !== undefined;
    if (isOwn) void this.state.preview();
    end(response, isOwn ? 202 : 403, isOwn ? "a preview runs" : "only the page of the console may ask for a preview");
  }

  private stream(response: ServerResponse): void {
    response.writeHead(200, { ...headers, "content-type": "text/event-stream" });
    const forget = this.state.subscribe((message) => response.write(`data: ${JSON.stringify(message)}\n\n`));
    const beat = setInterval(() => response.write(": beat\n\n"), beatMilliseconds);
    this.pages.add(response);
    response.on("close", () => {
      this.pages.delete(response);
      clearInterval(beat);
      forget();
    });
  }
}

/** From then on the token is not in the URL, which is shown, copied and kept in the history. */
function remember(response: ServerResponse, token: string): void {
  const cookie = `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/`;
  response.writeHead(303, { ...headers, location: "/", "set-cookie": cookie }).end();
}

function end(response: ServerResponse, status: number, text: string, type = "text/plain"): void {
  response.writeHead(status, { ...headers, "content-type": `${type}; charset=utf-8` }).end(text);
}
