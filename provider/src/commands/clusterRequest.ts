// Requests to the API server of a function's cluster, for commands: objects as JSON, and responses that stream.
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import type { Client } from "./clusterAccess";
import { CommandFailure } from "./commandErrors";

export type KubeConfig = InstanceType<Client["k8s"]["KubeConfig"]>;

// biome-ignore lint/suspicious/noExplicitAny: an object of any kind
export type ApiObject = any;

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

const limitMilliseconds = 10_000;

/** The objects of a list; none if the cluster does not have the kind. */
export async function listAt(config: KubeConfig, path: string, query: Query = {}): Promise<ApiObject[]> {
  return (await objectAt(config, path, query))?.items ?? [];
}

/** Undefined if it does not exist. */
export async function objectAt(config: KubeConfig, path: string, query: Query = {}): Promise<ApiObject | undefined> {
  try {
    return JSON.parse(await textAt(config, path, query));
  } catch (error) {
    if (error instanceof RefusedRequest && error.status === 404) return undefined;
    throw error;
  }
}

export type Query = Record<string, string>;

async function textAt(config: KubeConfig, path: string, query: Query): Promise<string> {
  return textOf(await responseAt(config, path, query, AbortSignal.timeout(limitMilliseconds)));
}

/** A response whose body is read as it arrives. Fails unless its status is 200. */
export async function responseAt(
  config: KubeConfig,
  path: string,
  query: Query,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL(`${serverOf(config)}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const options: RequestOptions = { signal };
  await config.applyToHTTPSOptions(options);
  const response = await sent(url, options);
  if (response.statusCode === 200) return response;
  throw new RefusedRequest(response.statusCode ?? 0, messageIn(await textOf(response)));
}

function serverOf(config: KubeConfig): string {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Unreachable("the kubeconfig has no current cluster; set KUBECONFIG or its context");
  return cluster.server.replace(/\/$/, "");
}

function sent(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  const request = url.protocol === "http:" ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const call = request(url, options, resolve);
    call.on("error", (error) => reject(new Unreachable(`${url.origin} does not answer: ${reasonOf(error)}`)));
    call.end();
  });
}

/** An error over several addresses has no message of its own. */
function reasonOf(error: Error & { code?: string }): string {
  if (error.name === "AbortError") return `nothing within ${limitMilliseconds / 1000} seconds`;
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
