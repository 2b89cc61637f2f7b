// Requests to one registry: credentials when it wants them, its refusals in words, another try for what fails in passing.
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
  /** What the registry is to do, for messages, e.g. `give acme/hello:1.0`. */
  purpose: string;
  accepts: (status: number) => boolean;
  headers?: Record<string, string>;
  /** Made anew for each attempt, as a stream can't be sent twice. */
  body?: () => Buffer | AsyncIterable<Uint8Array>;
  redirect?: "manual";
  /** Blobs take as long as they take. */
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

/** Three more tries for what fails in passing. */
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
  /** Kept until the registry refuses it, as a token may end while layers are copied. */
  private authorization: Promise<string | undefined> = Promise.resolve(undefined);

  /** `scopes` are wanted of a token in addition to what the registry says that a request needs. */
  constructor(
    private readonly host: string,
    private readonly origin: string,
    private readonly repository: string,
    private readonly login: Login | undefined,
    private readonly scopes: string[],
  ) {}

  async ask(request: Request): Promise<Answer> {
    const answer = await this.authorized(request);
    const content = Buffer.from(await answer.arrayBuffer().catch((error) => this.fail(error)));
    const { url, status, headers } = answer;
    if (!request.accepts(status)) throw this.refusal(status, request.purpose, content);
    return { url, status, headers, content };
  }

  /** The content piece by piece. */
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

  /** A refusal is answered once. An address elsewhere is signed by itself and gets no credentials. */
  private async authorized(request: Request): Promise<Response> {
    if (request.url.origin !== this.origin) return await this.send(request, undefined);
    const used = this.authorization;
    const first = await this.send(request, await used);
    if (first.status !== 401) return first;
    // Requests run side by side: another one may have been answered in the meantime.
    if (this.authorization === used) this.authorization = this.answered(first);
    const header = await this.authorization;
    if (header === undefined) return first;
    await first.arrayBuffer().catch((error) => this.fail(error));
    return await this.send(request, header);
  }

  private async answered(refused: Response): Promise<string | undefined> {
    try {
      const header = await authorize(refused, this.login ?? (await savedLogin(this.repository, warned)), this.scopes);
      // fetch would quote any other in its error, with the token in it.
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
        // Anything but identity could be unpacked on the way, and digests are those of the bytes as stored.
        headers: { "Accept-Encoding": "identity", ...headers, ...(authorization && { Authorization: authorization }) },
        // The types know no iterables, which fetch sends piece by piece.
        ...(body && { body: body() as unknown as BodyInit, duplex: "half" as const }),
        redirect: redirect ?? "follow",
        signal: isBlob ? null : AbortSignal.timeout(timeoutMilliseconds),
      });
    } catch (error) {
      return this.fail(error);
    }
  }

  /** What the content that is sent failed with is told as it is. */
  private fail(error: unknown): never {
    for (const told of [error, (error as Error).cause]) if (told instanceof Failure) throw told;
    throw unreachable(this.host, error);
  }

  private refusal(status: number, purpose: string, content: Buffer): Failure {
    const said = [status, STATUS_CODES[status], codeIn(content)].filter(Boolean).join(" ");
    if ([401, 403].includes(status)) {
      const remedy = "check registryLogin or docker login";
      return new Failure(`registry ${this.host} refuses to ${purpose}: ${said}; ${remedy}`);
    }
    const isPassing = status === 429 || status >= 500;
    return new (isPassing ? Away : Failure)(`registry ${this.host} can't ${purpose}: ${said}`);
  }
}

/** The registry's code for an error, e.g. `MANIFEST_INVALID`. Its words are left out: they may hold what was sent to it. */
function codeIn(content: Buffer): string | undefined {
  return /"code"\s*:\s*"([A-Z_]+)"/.exec(content.toString("utf8", 0, 4096))?.[1];
}
