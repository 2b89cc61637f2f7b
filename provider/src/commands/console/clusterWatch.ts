// Follows the objects of a stack's namespaces in their clusters, also after a connection has failed.
import { setTimeout as pause } from "node:timers/promises";
import { client, clusterAt } from "../clusterAccess";
import { objectAt } from "../clusterRequest";
import type { ApiObject } from "../liveObject";
import type { Connection } from "../stackState";

/** A kind of objects in one namespace. */
export interface Followed {
  connection: Connection;
  apiVersion: string;
  kind: string;
  namespace: string;
}

/** Before a watch that failed begins again. */
const pauseMilliseconds = 1_000;

export class ClusterWatch {
  private readonly objects = new Map<string, Map<string, ApiObject>>();
  private readonly failures = new Map<string, string>();
  private readonly first: Promise<void>[] = [];

  constructor(
    private readonly changed: () => void,
    private readonly signal: AbortSignal,
  ) {}

  /** Begins to follow those that are not followed yet. */
  follow(all: Followed[]): void {
    for (const one of all) {
      const key = JSON.stringify(one);
      if (this.objects.has(key)) continue;
      this.objects.set(key, new Map());
      this.watch(key, one);
    }
  }

  all(kinds: (kind: string) => boolean): ApiObject[] {
    return [...this.objects].flatMap(([key, objects]) => (kinds(JSON.parse(key).kind) ? [...objects.values()] : []));
  }

  /** Resolves once each kind was read, or could not be. */
  async settled(): Promise<void> {
    await Promise.all(this.first);
  }

  /** Why objects can't be read now; empty if all can. */
  problems(): string[] {
    return [...new Set(this.failures.values())];
  }

  private watch(key: string, { connection, apiVersion, kind, namespace }: Followed): void {
    const config = clusterAt(connection);
    const path = `${apiVersion.includes("/") ? "/apis" : "/api"}/${apiVersion}/namespaces/${namespace}/${kind.toLowerCase()}s`;
    const list = async () => (await objectAt(config, path)) ?? { metadata: {}, items: [] };
    const informer = client().k8s.makeInformer(config, path, list);
    const objects = this.objects.get(key) as Map<string, ApiObject>;
    const keep = (object: ApiObject) => {
      objects.set(object.metadata.uid, { ...bare(object), apiVersion, kind });
      this.recovered(key);
    };
    const start = async () => {
      if (!this.signal.aborted) await informer.start().then(() => this.recovered(key), again);
    };
    const again = (error: Error) => {
      this.failures.set(key, error.message);
      this.changed();
      void pause(pauseMilliseconds, undefined, { signal: this.signal }).then(start, () => undefined);
    };
    informer.on("add", keep);
    informer.on("update", keep);
    informer.on("delete", (object: ApiObject) => {
      objects.delete(object.metadata.uid);
      this.changed();
    });
    informer.on("error", again);
    this.signal.addEventListener("abort", () => void informer.stop());
    this.first.push(start());
  }

  private recovered(key: string): void {
    this.failures.delete(key);
    this.changed();
  }
}

/** Without what only appliers read: it is often the largest part. */
function bare({ metadata: { managedFields, ...metadata }, ...object }: ApiObject): ApiObject {
  return { ...object, metadata };
}
