// The connection to the API server: the target's kubeconfig context, and requests over kept-alive connections.
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Agent, type AgentOptions, request } from "node:https";
import { dirname, resolve } from "node:path";
import { load } from "js-yaml";
import type { StackTarget } from "../environment/stack";
import { pause } from "./ingress";

/** A refusal by the API server. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** The log of a Pod may be silent for a while when it is followed. */
const silenceSeconds = 120;

interface Call {
  method?: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
  contentType?: string;
}

export class Connection {
  private opened: Promise<{ server: string; agent: Agent; headers: Record<string, string> }> | undefined;

  constructor(private readonly target: Pick<StackTarget, "kubeconfig" | "context">) {}

  /** The response, as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: objects of any kind
  async json(path: string, call: Call = {}): Promise<any> {
    return JSON.parse(await this.text(path, call));
  }

  async text(path: string, call: Call = {}): Promise<string> {
    const response = await this.response(path, call);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  private async response(path: string, call: Call, again = 10): Promise<IncomingMessage> {
    const response = await this.send(path, call);
    if ((response.statusCode ?? 0) < 300) return response;
    // Also the response for a kind that is just being defined.
    if (response.statusCode === 429 && again > 0) {
      response.resume();
      await pause(1000 * Number(response.headers["retry-after"] ?? 1));
      return this.response(path, call, again - 1);
    }
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    throw problem(response.statusCode ?? 0, Buffer.concat(chunks).toString());
  }

  private async send(path: string, given: Call): Promise<IncomingMessage> {
    const { method = "GET", query = {}, body, contentType } = given;
    const { server, agent, headers } = await this.open();
    const url = new URL(server + path);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const text = body === undefined ? undefined : JSON.stringify(body);
    const typed = text === undefined ? {} : { "Content-Type": contentType ?? "application/json" };
    return new Promise((resolve, reject) => {
      const call = request(url, { method, agent, headers: { Accept: "application/json", ...headers, ...typed } });
      // The server may close an idle connection at the moment when it is reused.
      const failed = (error: NodeJS.ErrnoException) =>
        call.reusedSocket && error.code === "ECONNRESET" ? resolve(this.send(path, given)) : reject(error);
      call.setTimeout(silenceSeconds * 1000, () => call.destroy(new Error(`${method} ${path}: no answer`)));
      call.on("response", resolve).on("error", failed).end(text);
    });
  }

  // The two methods of KubeConfig that the package's Watch uses.

  getCurrentCluster() {
    return { server: this.server };
  }

  async applyToFetchOptions() {
    const { agent, headers } = await this.open();
    return { agent, headers };
  }

  private server = "";

  open() {
    this.opened ??= access(this.target).then((opened) => {
      this.server = opened.server;
      return opened;
    });
    return this.opened;
  }
}

/** The message of a Status object, or the unchanged body. */
function problem(status: number, body: string): ApiError {
  try {
    const { reason, message } = JSON.parse(body);
    return new ApiError(status, reason, message);
  } catch {
    return new ApiError(status, "", `${status} ${body}`);
  }
}

/**
 * Only these parts of the package: all of it, which KubeConfig requires, takes 1.2 seconds of CPU and 130 MiB in each process under tsx,
 * for types that no test uses.
 */
const configTypes = () => import("@kubernetes/client-node/dist/config_types.js");
type ConfigTypes = Awaited<ReturnType<typeof configTypes>>;
type Cluster = ReturnType<ConfigTypes["newClusters"]>[number];
type User = ReturnType<ConfigTypes["newUsers"]>[number];
const execAuth = () => import("@kubernetes/client-node/dist/exec_auth.js");

/** The named context's server, and the user: by certificate, token, password or a program. */
async function access({ kubeconfig, context: name }: Pick<StackTarget, "kubeconfig" | "context">) {
  const { newClusters, newContexts, newUsers } = await configTypes();
  // biome-ignore lint/suspicious/noExplicitAny: a kubeconfig, which the package checks
  const config = load(readFileSync(kubeconfig, "utf8")) as any;
  const context = newContexts(config.contexts).find((one) => one.name === name);
  const cluster = newClusters(config.clusters).find((one) => one.name === context?.cluster);
  const user = newUsers(config.users).find((one) => one.name === context?.user);
  if (cluster === undefined || user === undefined) throw new Error(`${kubeconfig} has no context ${name}`);
  const options: AgentOptions & { headers: Record<string, string> } = {
    ...identity(user, dirname(kubeconfig)),
    ...trust(cluster, dirname(kubeconfig)),
  };
  const { ExecAuth } = await execAuth();
  const program = new ExecAuth();
  if (program.isAuthProvider(user)) await program.applyAuthentication(user, options);
  const { headers, ...agent } = options;
  return { server: cluster.server, headers, agent: new Agent({ ...agent, keepAlive: true }) };
}

function trust({ caData, caFile, skipTLSVerify, tlsServerName }: Cluster, directory: string): AgentOptions {
  return {
    ca: bytes(caData, caFile, directory),
    ...(skipTLSVerify ? { rejectUnauthorized: false } : {}),
    ...(tlsServerName === undefined ? {} : { servername: tlsServerName }),
  };
}

function identity(user: User, directory: string) {
  const basic = Buffer.from(`${user.username}:${user.password}`).toString("base64");
  const authorization = user.token ? `Bearer ${user.token}` : user.username ? `Basic ${basic}` : undefined;
  return {
    cert: bytes(user.certData, user.certFile, directory),
    key: bytes(user.keyData, user.keyFile, directory),
    headers: (authorization === undefined ? {} : { Authorization: authorization }) as Record<string, string>,
  };
}

/** A value in the kubeconfig itself, or in a file that it names relative to its own directory. */
function bytes(data: string | undefined, file: string | undefined, directory: string): Buffer | undefined {
  if (data) return Buffer.from(data, "base64");
  return file ? readFileSync(resolve(directory, file)) : undefined;
}
