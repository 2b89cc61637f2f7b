// Requests to one registry: adds credentials on demand, turns refusals into messages, retries temporary failures.
import { STATUS_CODES } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { Failure } from "../input/problems";
import type { Say } from "../pulumi/log";
import { Away } from "./away";
import { authorize } from "./registryToken";
import { type Login, savedLogin } from "./savedLogin";
import { registryFetch } from "./transport";
import { unreachable } from "./unanswered";
import { warned } from "./warned";

export interface Request {
  method: "HEAD" | "GET" | "POST" | "PUT";
  url: URL;
  /** The requested action, for messages, e.g. `serve acme/hello:1.0`. */
  purpose: string;
  accepts: (status: number) => boolean;
  headers?: Record<string, string>;
  /** Created for each attempt, because a stream can't be sent twice. */
  body?: () => Buffer | AsyncIterable<Uint8Array>;
  redirect?: "manual";
  /** Blobs have no timeout. */
  isBlob?: boolean;
}

export interface Answer {
  url: string;
  status: number;
  headers: Headers;
  content: Buffer;
}

const timeoutMilliseconds = 30_000;
const pausesMilliseconds = [400, 1200, 3600];

/** Up to three retries of temporary failures. */
export async function withRetries<T>(work: () => Promise<T>, say: Say): Promise<T> {
  for (const milliseconds of pausesMilliseconds) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      say(`${error.message}; trying again in ${milliseconds / 1000} s`);
      await pause(milliseconds);
    }
  }
  return await work();
}

export class Connection {
  /** Reused until the registry refuses it, because a token may expire while layers are copied. */
  private authorization: Promise<string | undefined> = Promise.resolve(undefined);

  /** `scopes` are requested for a token in addition to those that the registry's challenge names. */
  constructor(
    private readonly host: string,
    private readonly origin: string,
    private readonly repository: string,
    private readonly login: Login | undefined,
    private readonly scopes: string[],
  ) {}

  async request(request: Request): Promise<Answer> {
    const answer = await this.authorized(request);
    const content = Buffer.from(await answer.arrayBuffer().catch((error) => this.fail(error)));
    const { url, status, headers } = answer;
    if (!request.accepts(status)) throw this.refusal(status, request.purpose, content);
    return { url, status, headers, content };
  }

  /** Streams the content. */
  async *open(request: Request): AsyncGenerator<Uint8Array> {
    const answer = await this.authorized(request);
    if (!request.accepts(answer.status)) {
      const content = Buffer.from(await answer.arrayBuffer().catch((error) => this.fail(error)));
      throw this.refusal(answer.status, request.purpose, content);
    }
    try {
      for await (const piece of answer.body ?? []) yield piece;
    } catch (error) {
      this.fail(error);
    }
  }

  /** Authenticates once after a refusal. An address on another host is presigned and gets no credentials. */
  private async authorized(request: Request): Promise<Response> {
    if (request.url.origin !== this.origin) return await this.send(request, undefined);
    const used = this.authorization;
    const first = await this.send(request, await used);
    if (first.status !== 401) return first;
    // Requests are concurrent: another one may have authenticated in the meantime.
    if (this.authorization === used) this.authorization = this.authorizationFor(first);
    const header = await this.authorization;
    if (header === undefined) return first;
    await first.arrayBuffer().catch((error) => this.fail(error));
    return await this.send(request, header);
  }

  private async authorizationFor(refused: Response): Promise<string | undefined> {
    try {
      const header = await authorize(refused, this.login ?? (await savedLogin(this.repository, warned)), this.scopes);
      // fetch would quote other characters in its error, including the token.
      return /^[ -~]*$/.test(header ?? "") ? header : undefined;
    } catch (error) {
      this.authorization = Promise.resolve(undefined);
      return this.fail(error);
    }
  }

  private async send(request: Request, authorization: string | undefined) {
    const { method, url, headers, body, redirect, isBlob } = request;
    try {
      return await registryFetch(url, {
        method,
        // Another encoding might be decompressed on the way, but digests are those of the stored bytes.
        headers: { "Accept-Encoding": "identity", ...headers, ...(authorization && { Authorization: authorization }) },
        ...(body && { body: body(), duplex: "half" as const }),
        redirect: redirect ?? "follow",
        signal: isBlob ? null : AbortSignal.timeout(timeoutMilliseconds),
      });
    } catch (error) {
      return this.fail(error);
    }
  }

  /** An error of the content being sent is reported unchanged. */
  private fail(error: unknown): never {
    for (const own of [error, (error as Error).cause]) if (own instanceof Failure) throw own;
    throw unreachable(this.host, error);
  }

  private refusal(status: number, purpose: string, content: Buffer): Failure {
    const answer = [status, STATUS_CODES[status], codeIn(content)].filter(Boolean).join(" ");
    if ([401, 403].includes(status)) {
      const remedy = "check registryLogin or docker login";
      return new Failure(`registry ${this.host} refuses to ${purpose}: ${answer}; ${remedy}`);
    }
    const isPassing = status === 429 || status >= 500;
    return new (isPassing ? Away : Failure)(`registry ${this.host} can't ${purpose}: ${answer}`);
  }
}

/** The registry's error code, e.g. `MANIFEST_INVALID`. Its message is omitted: it may contain what was sent. */
function codeIn(content: Buffer): string | undefined {
  return /"code"\s*:\s*"([A-Z_]+)"/.exec(content.toString("utf8", 0, 4096))?.[1];
}
