// Objects of the cluster by kind and name: read, changed, deleted and waited for, over kept-alive connections.
import type { StackTarget } from "../environment/stack";
import { ApiError, Connection } from "./connection";
import { Ingress } from "./ingress";
import { Discovery, type Kind, type Typed, typeOf } from "./kinds";
import { type Question, watchUntil } from "./watch";

/** An object of any kind. */
// biome-ignore lint/suspicious/noExplicitAny: objects of any kind
export type Item = any;

export interface Selection {
  labelSelector?: string;
  fieldSelector?: string;
}

/** An object as it is sent to the API server. */
export interface Given extends Typed {
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
}

export interface Writing {
  /** Everything that the API server does, except storing it. */
  dryRun?: boolean;
}

type Namespace = string | undefined;

const query = ({ dryRun = false }: Writing, more: object = {}) => ({
  ...more,
  fieldValidation: "Strict",
  dryRun: dryRun ? "All" : undefined,
});

export class ClusterObjects extends Ingress {
  private readonly connection: Connection;
  private readonly discovery: Discovery;

  constructor(target: StackTarget) {
    super(target);
    this.connection = new Connection(target);
    this.discovery = new Discovery((path) => this.connection.json(path));
  }

  /** An existing object; without a namespace if its kind has none. */
  async get(kind: Kind, namespace: Namespace, name: string): Promise<Item> {
    return this.connection.json(`${await this.pathOf(kind, namespace)}/${name}`);
  }

  /** An object, or undefined if none has the name. */
  find(kind: Kind, namespace: Namespace, name: string): Promise<Item | undefined> {
    return orNothing(this.get(kind, namespace, name));
  }

  /** The object of that type and name. */
  async findGiven(object: Typed & { metadata: { name: string; namespace?: string } }): Promise<Item | undefined> {
    const path = await this.discovery.pathOf(object, object.metadata.namespace);
    return orNothing(this.connection.json(`${path}/${object.metadata.name}`));
  }

  /** The objects of a namespace, or of all namespaces. */
  async list(kind: Kind, namespace?: string, selection: Selection = {}): Promise<Item[]> {
    const { items } = await this.connection.json(await this.pathOf(kind, namespace), { query: { ...selection } });
    // The items of a list have no kind of their own.
    return items.map((item: Item) => ({ ...typeOf(kind), ...item }));
  }

  async create(object: Given, writing: Writing = {}): Promise<Item> {
    const path = await this.discovery.pathOf(object, object.metadata.namespace ?? "default");
    return this.connection.json(path, { method: "POST", query: query(writing), body: object });
  }

  /** Server-side apply, with the field manager of the tests. */
  async apply(object: Given, writing: Writing = {}): Promise<Item> {
    const path = await this.discovery.pathOf(object, object.metadata.namespace ?? "default");
    return this.connection.json(`${path}/${object.metadata.name}`, {
      method: "PATCH",
      query: query(writing, { fieldManager: "tests", force: "true" }),
      body: object,
      contentType: "application/apply-patch+yaml",
    });
  }

  /** A merge patch like another user's `kubectl patch`; `subresource` is a part such as `status`. */
  async patch(kind: Kind, namespace: Namespace, name: string, change: object, subresource?: string): Promise<Item> {
    const path = [await this.pathOf(kind, namespace), name, ...(subresource === undefined ? [] : [subresource])];
    const contentType = "application/merge-patch+json";
    const query = { fieldManager: "kubectl-patch" };
    return this.connection.json(path.join("/"), { method: "PATCH", query, body: change, contentType });
  }

  label(kind: Kind, namespace: Namespace, name: string, labels: Record<string, string>): Promise<Item> {
    return this.patch(kind, namespace, name, { metadata: { labels } });
  }

  /**
   * Returns when the API server has accepted it: an object with finalizers or Pods still exists for a while. It is no error if there is
   * none.
   */
  async delete(kind: Kind, namespace: Namespace, name: string): Promise<void> {
    const path = `${await this.pathOf(kind, namespace)}/${name}`;
    await orNothing(this.connection.json(path, { method: "DELETE", query: { propagationPolicy: "Background" } }));
  }

  /** Deletes an object without finalizers. */
  async deleteGiven(object: Given): Promise<void> {
    const path = await this.discovery.pathOf(object, object.metadata.namespace);
    const query = { propagationPolicy: "Background" };
    await orNothing(this.connection.json(`${path}/${object.metadata.name}`, { method: "DELETE", query }));
  }

  /** All objects of a kind in a namespace; with `now`, Pods get no time to finish. */
  async deleteAll(kind: Kind, namespace: string, { now = false, ...selection }: Selection & { now?: boolean } = {}) {
    const query = { ...selection, propagationPolicy: "Background", gracePeriodSeconds: now ? "0" : undefined };
    const path = await this.pathOf(kind, namespace);
    const once = () => orNothing(this.connection.json(path, { method: "DELETE", query }));
    // A busy server ends a request after a minute, and has deleted some by then.
    await once().catch((error) => (error instanceof ApiError && error.status === 504 ? once() : Promise.reject(error)));
  }

  /** The logs of the containers with this name, of the Pods that a selector or a name selects, one after another. */
  async logs(namespace: string, of: Selection | string, container?: string, tailLines?: number): Promise<string> {
    const named = (pod: Item) => pod.metadata.name as string;
    const pods = typeof of === "string" ? [of] : (await this.list("Pod", namespace, of)).map(named);
    const query = { container, tailLines: tailLines?.toString() };
    const log = (pod: string) => this.connection.text(`/api/v1/namespaces/${namespace}/pods/${pod}/log`, { query });
    return (await Promise.all(pods.map(log))).join("");
  }

  /** The log of a container until it ends. */
  followedLogs(namespace: string, pod: string, container: string): Promise<string> {
    return this.connection.text(`/api/v1/namespaces/${namespace}/pods/${pod}/log`, {
      query: { container, follow: "true" },
    });
  }

  /** Waits until the predicate holds for an object, which is undefined if it does not exist; returns the seconds that this took. */
  waitFor(
    kind: Kind,
    namespace: Namespace,
    name: string,
    what: string,
    seconds: number,
    predicate: (object: Item | undefined) => boolean,
  ): Promise<number> {
    const selection = { fieldSelector: `metadata.name=${name}` };
    return this.waitForAll(kind, namespace, selection, what, seconds, ([object]) => predicate(object));
  }

  /** The same for all objects that are selected. */
  async waitForAll(
    kind: Kind,
    namespace: Namespace,
    selection: Selection,
    what: string,
    seconds: number,
    question: Question,
  ): Promise<number> {
    const began = Date.now();
    const path = await this.pathOf(kind, namespace);
    if (await watchUntil(this.connection, path, { ...selection }, seconds * 1000, question))
      return (Date.now() - began) / 1000;
    throw new Error(`not within ${seconds} s: ${what}`);
  }

  /** Waits until a condition of an object is True, by default Ready. */
  ready(kind: Kind, namespace: Namespace, name: string, seconds = 60, condition = "Ready"): Promise<number> {
    const isReady = (object?: Item) => hasCondition(object, condition);
    return this.waitFor(kind, namespace, name, `${kind} ${name} is ${condition}`, seconds, isReady);
  }

  private pathOf(kind: Kind, namespace: Namespace): Promise<string> {
    return this.discovery.pathOf(typeOf(kind), namespace);
  }
}

/** True if the object's own controller reports it for the current generation. */
export function hasCondition(object: Item | undefined, type: string): boolean {
  const { observedGeneration, conditions } = object?.status ?? {};
  const isSeen = observedGeneration === undefined || observedGeneration === object.metadata.generation;
  // A new object may have null.
  return isSeen && (conditions ?? []).some((one: Item) => one.type === type && one.status === "True");
}

/** The promise's value, or undefined if the API server has no such object. */
function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error) => {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  });
}
