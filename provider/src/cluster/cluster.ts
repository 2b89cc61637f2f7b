// Queries the API server of a component's cluster directly, to see what exists before anything is applied.
import * as http from "node:http";
import * as https from "node:https";
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { Failure } from "../input/problems";
import { memoized } from "../pulumi/kept";
import { log } from "../pulumi/log";
import { engineAddress, oncePerDeployment } from "../pulumi/previous";
import { type ProviderSettings, providerSettings, type Way } from "./provider";

/** An object as the cluster stores it. */
export interface LiveObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    generation?: number;
    creationTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    deletionTimestamp?: string;
    ownerReferences?: { kind: string; name: string; uid?: string; controller?: boolean }[];
    // biome-ignore lint/suspicious/noExplicitAny: the fields as a tree
    managedFields?: { manager?: string; fieldsV1?: any }[];
  };
  // biome-ignore lint/suspicious/noExplicitAny: an object of any kind
  [field: string]: any;
}

export interface Identity {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string | undefined;
}

/** All objects of a kind, in one namespace or in all. */
export type Kind = Omit<Identity, "name">;

/** `Broker shop/orders`. */
export function displayName({ kind, name, namespace }: Omit<Identity, "apiVersion">): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

const seconds = 10;

/** Temporary errors: too many requests, or a part of the server that is starting or unavailable. */
const passing = [429, 500, 502, 503, 504];

/** Pauses before each retry. */
const pausesMilliseconds = [200, 1_000];

const opened = oncePerDeployment(() => new Map<string, Promise<Cluster>>());

/** Undefined if the cluster is not known yet. */
async function clusterOf(component: pulumi.ComponentResource): Promise<Cluster | undefined> {
  const settings = await providerSettings(component);
  if (settings === undefined) return undefined;
  const key = JSON.stringify(settings);
  const known = opened().get(key) ?? Cluster.open(settings);
  opened().set(key, known);
  return known;
}

/** An error response of the API server. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The answer of the component's cluster. Undefined if the cluster is not known yet, does not answer, or refuses the query: a
 * lack of rights is reported when the object is applied.
 */
export async function tryQuery<Answer>(
  component: pulumi.Resource,
  question: (cluster: Cluster) => Promise<Answer>,
): Promise<{ answer: Answer } | undefined> {
  try {
    const cluster = await clusterOf(component as pulumi.ComponentResource);
    return cluster === undefined ? undefined : { answer: await question(cluster) };
  } catch (error) {
    if (!(error instanceof Refused)) warnUnreachable(component, error as Error);
    void log.debug(`the cluster could not be queried: ${(error as Error).message}`, component);
    return undefined;
  }
}

const unreachable = oncePerDeployment(() => new Set<string>());

/** Without a cluster a preview looks as if everything were fine. Unit tests have no cluster. */
function warnUnreachable(component: pulumi.Resource, { message }: Error): void {
  if (!pulumi.runtime.isDryRun() || engineAddress() === undefined || unreachable().has(message)) return;
  unreachable().add(message);
  const ways = "set KUBECONFIG, or the configuration kubernetes:kubeconfig and kubernetes:context";
  void log.warn(
    `the cluster could not be reached: ${message}. So this preview is based only on the last update: it can't show what exists in the cluster, and an update will fail; ${ways}`,
    component,
  );
}

/**
 * Like tryQuery, but fails on a temporary error of the server: an update that does not know an object's owner could take it away.
 */
export async function query<Answer>(
  component: pulumi.Resource,
  question: (cluster: Cluster) => Promise<Answer>,
): Promise<{ answer: Answer } | undefined> {
  let failure: Refused | undefined;
  const found = await tryQuery(component, (cluster) =>
    question(cluster).catch((error) => {
      if (error instanceof Refused && passing.includes(error.status)) failure = error;
      throw error;
    }),
  );
  if (failure === undefined) return found;
  const notApplied = "the cluster did not report who owns the objects with these names, so none is applied";
  throw new Failure(`${notApplied}: ${failure.message}; run the update again`);
}

/** True if this user may not read the object, so that its existence is unknown. */
export async function isForbidden(component: pulumi.Resource, identity: Identity): Promise<boolean> {
  const forbidden = await tryQuery(component, (cluster) =>
    cluster.get(identity).then(
      () => false,
      (error) => error instanceof Refused && error.status === 403,
    ),
  );
  return forbidden?.answer === true;
}

interface Question {
  method?: "GET" | "PATCH";
  accept?: string;
  /** Of the body. */
  type?: string;
  body?: string;
  /** Ends the request. */
  signal?: AbortSignal;
}

/** How much of each listed object is returned: existence checks need not transfer the contents of Secrets. */
type Part = "whole" | "metadata";

const accepted: Record<Part, string> = {
  whole: "application/json",
  metadata: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1, application/json",
};

export class Cluster {
  /** The paths of all kinds, by group and version. */
  private readonly discovered = new Map<string, Promise<Map<string, { plural: string; namespaced: boolean }>>>();
  private readonly listed = new Map<string, Promise<LiveObject[]>>();

  private constructor(private readonly way: Way) {}

  static async open(settings: ProviderSettings): Promise<Cluster> {
    // Loaded on demand, because the client is slow to load.
    const { connectionTo } = require("./kubeconfig") as typeof import("./kubeconfig");
    const way = await connectionTo(settings);
    return new Cluster(way);
  }

  /** The address of the API server. */
  get address(): string {
    return this.way.server;
  }

  /** Undefined if the object does not exist. */
  async get(identity: Identity): Promise<LiveObject | undefined> {
    const path = await this.pathOf(identity);
    return path === undefined ? undefined : ((await this.json(`${path}/${identity.name}`)) as LiveObject | undefined);
  }

  /** Whether the cluster has the kind. */
  async has(kind: Kind): Promise<boolean> {
    return (await this.pathOf(kind)) !== undefined;
  }

  /** Server-side apply: the manager owns the fields of the object from now on, shared with managers that set the same values. */
  async apply(object: Identity, fields: object, manager: string, force = false): Promise<void> {
    const { apiVersion, kind, name, namespace } = object;
    const path = `${await this.pathOf(object)}/${name}?${new URLSearchParams({ fieldManager: manager, force: String(force) })}`;
    const body = JSON.stringify({ apiVersion, kind, metadata: { name, namespace }, ...fields });
    await this.json(path, { method: "PATCH", type: "application/apply-patch+yaml", body });
  }

  /** All objects of one kind, in one namespace or in all; listed once per deployment, before it changes anything there. */
  list(kind: Kind, part: Part = "whole"): Promise<LiveObject[]> {
    const key = JSON.stringify([kind, part]);
    return memoized(this.listed, key, () => this.listNow(kind, {}, part));
  }

  /** Like `list`, but not cached; `query` contains the selectors. */
  async listNow(kind: Kind, query: Record<string, string> = {}, part: Part = "whole"): Promise<LiveObject[]> {
    const path = await this.pathOf(kind);
    if (path === undefined) return [];
    const search = Object.keys(query).length === 0 ? "" : `?${new URLSearchParams(query)}`;
    const list = (await this.json(path + search, { accept: accepted[part] })) as { items: LiveObject[] } | undefined;
    return list?.items ?? [];
  }

  /** The last lines that a container of a Pod logged; empty if it has not started or this user may not read the log. */
  async log(pod: Omit<Identity, "apiVersion" | "kind">, container: string, lines = 1): Promise<string> {
    const path = `${await this.pathOf({ apiVersion: "v1", kind: "Pod", ...pod })}/${pod.name}/log`;
    const query = new URLSearchParams({ container, tailLines: String(lines) });
    const { status, text } = await this.answer(`${path}?${query}`, { accept: "*/*" });
    return status < 300 ? text : "";
  }

  /** What a Pod responds over HTTP, as JSON; fails without a response of 2xx within the time. */
  async askPod(
    { name, namespace }: Omit<Identity, "apiVersion" | "kind">,
    port: number,
    path: string,
    milliseconds: number,
  ): Promise<unknown> {
    const proxied = `/api/v1/namespaces/${namespace}/pods/${name}:${port}/proxy/${path}`;
    const accept = "application/json";
    const { status, text } = await this.answer(proxied, { accept, signal: AbortSignal.timeout(milliseconds) });
    if (status >= 300) throw new Refused(status, `${this.way.server}${proxied}: ${status}`);
    return JSON.parse(text);
  }

  /** The groups that the cluster serves, each in its preferred version. */
  async groups(): Promise<string[]> {
    const answer = (await this.json("/apis")) as
      | { groups: { preferredVersion: { groupVersion: string } }[] }
      | undefined;
    return (answer?.groups ?? []).map(({ preferredVersion }) => preferredVersion.groupVersion);
  }

  /** The namespaced kinds of a group. */
  async kindsIn(apiVersion: string): Promise<string[]> {
    const kinds = await this.discover(`/apis/${apiVersion}`);
    return [...kinds].filter(([, { namespaced }]) => namespaced).map(([kind]) => kind);
  }

  private async pathOf({ apiVersion, kind, namespace }: Kind): Promise<string | undefined> {
    const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const found = (await memoized(this.discovered, base, () => this.discover(base))).get(kind);
    if (found === undefined) return undefined;
    return found.namespaced && namespace !== undefined
      ? `${base}/namespaces/${namespace}/${found.plural}`
      : `${base}/${found.plural}`;
  }

  private async discover(base: string): Promise<Map<string, { plural: string; namespaced: boolean }>> {
    type Kinds = { resources: { name: string; kind: string; namespaced: boolean }[] };
    const { resources } = ((await this.json(base)) as Kinds | undefined) ?? { resources: [] };
    const own = resources.filter(({ name }) => !name.includes("/"));
    return new Map(own.map(({ name, kind, namespaced }) => [kind, { plural: name, namespaced }]));
  }

  /** Undefined for a path that does not exist. */
  private async json(path: string, question: Question = {}): Promise<unknown> {
    const { status, text } = await this.lasting(path, question);
    if (status === 404) return undefined;
    if (status >= 300) throw new Refused(status, `${this.way.server}${path}: ${status} ${text.slice(0, 200)}`);
    return JSON.parse(text);
  }

  /** The answer after retrying temporary errors. */
  private async lasting(path: string, question: Question) {
    for (const milliseconds of pausesMilliseconds) {
      const answer = await this.answer(path, question);
      if (!passing.includes(answer.status)) return answer;
      await setTimeout(milliseconds);
    }
    return this.answer(path, question);
  }

  private answer(path: string, { method = "GET", accept = accepted.whole, type, body, signal }: Question) {
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const url = new URL(this.way.server + path);
      const { request } = url.protocol === "http:" ? http : https;
      const headers = { ...this.way.options.headers, Accept: accept, ...(type && { "Content-Type": type }) };
      const options = { ...this.way.options, method, headers, timeout: seconds * 1000, ...(signal && { signal }) };
      const call = request(url, options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk)).on("error", reject);
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      });
      call.on("timeout", () => call.destroy(new Error(`${this.way.server} does not answer`)));
      call.on("error", reject).end(body);
    });
  }
}
