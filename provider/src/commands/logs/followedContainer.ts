// Follows the log of a container through restarts and interrupted responses, until its Pod is gone.
import { setTimeout as pause } from "node:timers/promises";
import { type ApiServer, objectAt, RefusedRequest, Unreachable } from "../clusterRequest";
import { CommandFailure } from "../commandErrors";
import { BrokenLog, linesOf, type PodContainer } from "./containerLog";
import { LogCursor } from "./logCursor";
import { type ContainerStatus, type LogRead, readsOf } from "./logReads";

type Emit = (line: { time: string; line: string }) => Promise<void>;

/** Before a response is requested again that ended although the container runs. */
const pauseMilliseconds = 500;

export class FollowedContainer {
  private readonly cursor = new LogCursor();
  /** Runs that have ended and were read to their end. */
  private readonly done = new Set<string>();
  private readonly began = Date.now();
  private version = 0;
  private wake = () => {};
  private isGone = false;

  /** `sinceSeconds` is how far back the log is read, from now; undefined for all of it. */
  constructor(
    private readonly of: PodContainer,
    private status: ContainerStatus | undefined,
    private readonly sinceSeconds: number | undefined,
  ) {}

  update(status: ContainerStatus | undefined): void {
    this.status = status;
    this.version++;
    this.wake();
  }

  remove(): void {
    this.isGone = true;
    this.version++;
    this.wake();
  }

  /** What the log has up to now. */
  async *history(signal: AbortSignal): AsyncGenerator<{ time: string; line: string }> {
    for (const read of readsOf(this.status)) yield* this.attempt(read, false, signal);
  }

  /** Returns when the Pod is gone, or the signal is aborted. */
  async follow(emit: Emit, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { version } = this;
      const reads = readsOf(this.status).filter(({ id }) => !this.done.has(id));
      for (const read of reads) for await (const line of this.attempt(read, read.isRunning, signal)) await emit(line);
      if (this.isGone) return;
      if (version === this.version) await this.change(reads.length > 0 && !this.isDone(reads), signal);
    }
  }

  private isDone(reads: LogRead[]): boolean {
    return reads.every(({ id }) => this.done.has(id));
  }

  /** One read, to the end of its response. What it lacks is left to the next one. */
  private async *attempt(read: LogRead, isFollowed: boolean, signal: AbortSignal) {
    const elapsed = (Date.now() - this.began) / 1000;
    const sinceSeconds = this.sinceSeconds === undefined ? undefined : this.sinceSeconds + elapsed;
    try {
      yield* linesOf(this.of, read, this.cursor, { isFollowed, sinceSeconds }, signal);
      if (!read.isRunning) this.done.add(read.id);
    } catch (error) {
      if (signal.aborted) return;
      if (isMissing(error)) await this.missed(read);
      else if (!isPassing(error)) throw error;
    }
  }

  /** The cluster has deleted the log of a run that ended. That of one that runs is back in a moment, unless its Pod is gone. */
  private async missed(read: LogRead): Promise<void> {
    const { config, namespace, pod } = this.of;
    if (!read.isRunning) this.done.add(read.id);
    else if (await isAbsent(config, `/api/v1/namespaces/${namespace}/pods/${pod}`)) this.remove();
  }

  /** Waits for another status; only for a moment if the log has more to read. */
  private async change(hasMore: boolean, signal: AbortSignal): Promise<void> {
    const changed = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    const aborted = new AbortController();
    const limits = hasMore ? [pause(pauseMilliseconds, undefined, { signal: aborted.signal })] : [];
    const stop = () => this.wake();
    signal.addEventListener("abort", stop);
    await Promise.race([changed, ...limits]);
    signal.removeEventListener("abort", stop);
    aborted.abort();
  }
}

/** False if the API server can't tell at the moment. */
function isAbsent(config: ApiServer, path: string): Promise<boolean> {
  return objectAt(config, path).then(
    (object) => object === undefined,
    () => false,
  );
}

function isMissing(error: unknown): boolean {
  if (error instanceof RefusedRequest) return error.status === 400 || error.status === 404;
  return error instanceof BrokenLog;
}

/** A connection that ended, or a node or server that is overloaded or starting. */
function isPassing(error: unknown): boolean {
  if (error instanceof RefusedRequest) return error.status === 429 || error.status >= 500;
  return error instanceof Unreachable || !(error instanceof CommandFailure);
}
