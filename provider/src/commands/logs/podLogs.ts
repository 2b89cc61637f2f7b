// The logs of all Pods of a selection: those that are there, and, when they are followed, those that come later.
import { setTimeout as pause } from "node:timers/promises";
import { client, clusterAt } from "../clusterAccess";
import { type KubeConfig, listAt, objectAt } from "../clusterRequest";
import type { ApiObject } from "../liveObject";
import { FollowedContainer } from "./followedContainer";
import { containerOf, statusOf } from "./logReads";
import { type LogSelection, selectorOf } from "./logSelections";
import type { LogLine } from "./podLogLine";
import { ownerOfPod } from "./podOwners";

export interface Wanted {
  revision: string | undefined;
  container: string | undefined;
  /** Undefined for everything that the Pods have. */
  sinceSeconds: number | undefined;
}

type Emit = (line: LogLine) => Promise<void>;
type Own = Omit<LogLine, "time" | "line">;

/** Before a watch that failed begins again. */
const pauseMilliseconds = 1_000;

export class PodLogs {
  private readonly config: KubeConfig;
  private readonly path: string;
  private readonly logs = new Map<string, Promise<{ log: FollowedContainer; own: Own } | undefined>>();

  constructor(
    private readonly selection: LogSelection,
    private readonly wanted: Wanted,
  ) {
    this.config = clusterAt(selection.connection);
    this.path = `/api/v1/namespaces/${selection.namespace}/pods`;
  }

  /** The logs of the Pods that are there, up to now. */
  async histories(signal: AbortSignal): Promise<AsyncGenerator<LogLine>[]> {
    const pods = await listAt(this.config, this.path, { labelSelector: selectorOf(this.selection) });
    const found = await Promise.all(pods.map((pod) => this.open(pod, this.wanted.sinceSeconds)));
    return found.flatMap((one) => (one === undefined ? [] : [historyOf(one.log, one.own, signal)]));
  }

  /** Goes on where `histories` ended, until the signal is aborted; rejects if a log can't be read. */
  follow(emit: Emit, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => resolve());
      for (const opened of this.logs.values()) this.start(opened, emit, signal).catch(reject);
      this.watch(
        (pod) => this.changed(pod, emit, signal).catch(reject),
        (pod) => this.removed(pod).catch(reject),
        signal,
      );
    });
  }

  private watch(changed: (pod: ApiObject) => void, removed: (pod: ApiObject) => void, signal: AbortSignal): void {
    const labelSelector = selectorOf(this.selection);
    const list = () => objectAt(this.config, this.path, { labelSelector });
    const informer = client().k8s.makeInformer(this.config, this.path, list, labelSelector);
    const start = () => {
      if (!signal.aborted) void informer.start().catch(again);
    };
    const again = () => void pause(pauseMilliseconds, undefined, { signal }).then(start, () => undefined);
    informer.on("add", changed);
    informer.on("update", changed);
    informer.on("delete", removed);
    informer.on("error", again);
    signal.addEventListener("abort", () => void informer.stop());
    start();
  }

  /** Of a Pod that comes later everything is read: it is not older than the command. */
  private async changed(pod: ApiObject, emit: Emit, signal: AbortSignal): Promise<void> {
    const known = this.logs.get(pod.metadata.uid);
    if (known === undefined) return this.start(this.open(pod, undefined), emit, signal);
    const opened = await known;
    opened?.log.update(statusOf(pod, opened.own.container));
  }

  private async removed({ metadata }: ApiObject): Promise<void> {
    (await this.logs.get(metadata.uid))?.log.remove();
    this.logs.delete(metadata.uid);
  }

  private async start(opening: ReturnType<PodLogs["open"]>, emit: Emit, signal: AbortSignal): Promise<void> {
    const opened = await opening;
    await opened?.log.follow((line) => emit({ ...opened.own, ...line }), signal);
  }

  private open(pod: ApiObject, sinceSeconds: number | undefined) {
    const opened = this.opened(pod, sinceSeconds);
    this.logs.set(pod.metadata.uid, opened);
    return opened;
  }

  /** Undefined for a Pod of others, of another revision, or without the container. */
  private async opened(pod: ApiObject, sinceSeconds: number | undefined) {
    const { name, namespace, labels } = pod.metadata;
    const revision = labels?.["serving.knative.dev/revision"];
    const container = containerOf(pod, this.wanted.container);
    const isOther = this.wanted.revision !== undefined && this.wanted.revision !== revision;
    const owner = isOther ? undefined : await ownerOfPod(this.config, this.selection, pod);
    if (owner === undefined || container === undefined) return undefined;
    const of = { config: this.config, namespace, pod: name, container };
    const own = { owner, revision, pod: name, container };
    return { log: new FollowedContainer(of, statusOf(pod, container), sinceSeconds), own };
  }
}

async function* historyOf(log: FollowedContainer, own: Own, signal: AbortSignal): AsyncGenerator<LogLine> {
  for await (const line of log.history(signal)) yield { ...own, ...line };
}
