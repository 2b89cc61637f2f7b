// Requests to the API server of a function's cluster, for commands: objects as JSON, and responses that stream.
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import type { Client } from "./clusterAccess";
import { CommandFailure } from "./commandErrors";
import type { ApiObject } from "./liveObject";

export type KubeConfig = InstanceType<Client["k8s"]["KubeConfig"]>;

/** What a request needs of a kubeconfig. */
export type ApiServer = Pick<KubeConfig, "getCurrentCluster" | "applyToHTTPSOptions">;

export const noCluster = "the kubeconfig has no current cluster; set KUBECONFIG or its context";

/** The API server did not answer. */
export class Unreachable extends CommandFailure {}

/** The API server answered with an error. */
export class RefusedRequest extends CommandFailure {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const limitMilliseconds = 20_000;
const keepAliveMilliseconds = 30_000;

/** The objects of a list; none if the cluster does not have the kind. */
export async function listAt(config: ApiServer, path: string, query: Query = {}): Promise<ApiObject[]> {
  return (await objectAt(config, path, query))?.items ?? [];
}

/** Undefined if it does not exist. */
export async function objectAt(config: ApiServer, path: string, query: Query = {}): Promise<ApiObject | undefined> {
  try {
    return JSON.parse(await textAt(config, path, query));
  } catch (error) {
    if (error instanceof RefusedRequest && error.status === 404) return undefined;
    throw error;
  }
}

export type Query = Record<string, string>;

async function textAt(config: ApiServer, path: string, query: Query): Promise<string> {
  const signal = AbortSignal.timeout(limitMilliseconds);
  const response = await responseAt(config, path, query, signal);
  return textOf(response).catch((error) => {
    throw new Unreachable(`${serverOf(config)}${path} broke off: ${reasonOf(error, signal)}`);
  });
}

/** A response whose body is read as it arrives. Fails unless its status is 200. */
export async function responseAt(
  config: ApiServer,
  path: string,
  query: Query,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL(`${serverOf(config)}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const response = await sent(url, options, signal);
  if (response.statusCode === 200) return response;
  throw new RefusedRequest(response.statusCode ?? 0, messageIn(await textOf(response)));
}

function serverOf(config: ApiServer): string {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Unreachable(noCluster);
  return cluster.server.replace(/\/$/, "");
}

function sent(url: URL, options: RequestOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === "http:" ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const call = request(url, options, (response) => {
      // One that nobody reads any more may break off; a reader has the error from its own loop.
      response.on("error", () => undefined);
      resolve(response);
    });
    // A connection that was cut off silently would be followed forever.
    call.on("socket", (socket) => socket.setKeepAlive(true, keepAliveMilliseconds));
    // With the option `signal`, the socket would report the error once more, when nobody listens.
    const stop = () => call.destroy();
    signal.addEventListener("abort", stop);
    call.on("close", () => signal.removeEventListener("abort", stop));
    call.on("error", (error) => reject(new Unreachable(`${url.origin} does not answer: ${reasonOf(error, signal)}`)));
    call.end();
  });
}

/** An error over several addresses has no message of its own. */
function reasonOf(error: Error & { code?: string }, signal: AbortSignal): string {
  if (signal.aborted) return `nothing within ${limitMilliseconds / 1000} seconds`;
  return error.message || error.code || "unknown error";
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** The message of a Status object, or the unchanged body. */
function messageIn(body: string): string {
  try {
    return JSON.parse(body).message ?? body;
  } catch {
    return body;
  }
}
