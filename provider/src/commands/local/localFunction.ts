// A function on this machine: built from its source, run, and replaced when its source changes.
import { EventEmitter, once } from "node:events";
import { rmSync } from "node:fs";
import type { Duplex } from "node:stream";
import { atExit } from "./atExit";
import { endedWithThis, underDelve } from "./debugged";
import { LocalBuilds } from "./localBuilds";
import { freePort, LocalProcess } from "./localProcess";
import type { LocalOptions } from "./localSource";
import { isOnPath } from "./onPath";
import { type OwnDirectory, ownDirectory } from "./ownDirectory";
import { passage } from "./passage";
import { processEnvironment } from "./processEnvironment";

export type { LocalOptions, LocalSource } from "./localSource";

/** How long a connection waits for a process. */
const patienceMilliseconds = 120_000;
const firstPauseMilliseconds = 100;
const longestPauseMilliseconds = 5_000;
/** A process that has served for this long did not crash because of how it starts. */
const steadyMilliseconds = 10_000;
const silentMilliseconds = 10_000;

interface Events {
  /** Another process serves; the milliseconds since the change that led to it, or since the start. */
  reloaded: [milliseconds: number];
  /** A build or a start failed. If a process was ready before, it keeps serving. */
  failed: [reason: string];
}

export class LocalFunction extends EventEmitter<Events> {
  private readonly builds: LocalBuilds;
  private readonly turns = new EventEmitter().setMaxListeners(0);
  private readonly ending = new Set<Promise<void>>();
  private directory: OwnDirectory | undefined;
  private current: LocalProcess | undefined;
  private starting: LocalProcess | undefined;
  private program: { file: string; data?: string | undefined } | undefined;
  private failure: string | undefined;
  private round: AbortController | undefined;
  private restart: NodeJS.Timeout | undefined;
  private changedAt: number | undefined;
  private crashes = 0;
  private isStopped = false;
  private forget: () => void = () => undefined;

  constructor(private readonly options: LocalOptions) {
    super();
    this.builds = new LocalBuilds(options, () => this.changed());
  }

  /**
   * Resolves once the first process accepts connections, or the first build has failed, which is reported and not an error: the
   * source is watched. Rejects if the source can't be watched or no program can be started at all.
   */
  async start(): Promise<void> {
    this.directory = await ownDirectory();
    this.forget = atExit(() => this.killAll());
    this.changed();
    while (this.round !== undefined) await once(this.turns, "turn");
  }

  get isServing(): boolean {
    return this.current !== undefined;
  }

  /** False as long as nothing has been built, so that there is nothing to wait for. */
  get hasProgram(): boolean {
    return this.program !== undefined;
  }

  /**
   * Passes a client's connection on: its HTTP/1 requests each to the newest process that is ready, so that the client sees nothing
   * of a reload, and an HTTP/2 connection as a whole.
   */
  readonly serve: (client: Duplex) => void = passage(() => this.newest());

  /** Ends all processes, each after its requests in flight. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.turns.emit("turn");
    this.builds.close();
    clearTimeout(this.restart);
    this.round?.abort();
    this.starting?.kill();
    this.turns.emit("turn");
    if (this.current !== undefined) this.retire(this.current);
    await Promise.all(this.ending);
    while (this.round !== undefined) await once(this.turns, "turn");
    this.forget();
    this.directory?.remove();
  }

  private killAll(): void {
    this.starting?.kill();
    this.current?.kill();
  }

  /** The source changed, or a process must be started again. */
  private changed(): void {
    this.changedAt ??= performance.now();
    if (this.round === undefined) void this.rounds();
    else this.round.abort();
  }

  /** One after the other until nothing has changed in the meantime. */
  private async rounds(): Promise<void> {
    do {
      this.round = new AbortController();
      await this.renew(this.round.signal).catch((error: Error) => this.fail(error.message));
    } while (this.round.signal.aborted && !this.isStopped);
    this.round = undefined;
    this.changedAt = undefined;
    if (this.current === undefined && this.program !== undefined) this.startLater();
    this.turns.emit("turn");
  }

  private async renew(signal: AbortSignal): Promise<void> {
    if (this.builds.isDue) {
      const built = await this.builds.build(this.directory?.path ?? "", signal);
      if (built === undefined || signal.aborted) return;
      if ("problem" in built) return this.fail(built.problem);
      if (this.program !== undefined) rmSync(this.program.file, { force: true });
      this.program = built;
      this.crashes = 0;
    }
    if (this.program !== undefined) await this.replace(this.program, signal);
  }

  private async replace(program: NonNullable<typeof this.program>, signal: AbortSignal): Promise<void> {
    // A debugger's address can't be shared.
    if (this.options.debugAddress !== undefined && this.current !== undefined) await this.retire(this.current);
    const next = await this.launched(program);
    this.starting = next;
    const isReady = await this.awaited(next, signal);
    this.starting = undefined;
    if (signal.aborted || this.isStopped) return next.kill();
    if (!isReady) return this.fail(`it ended before it listened on $PORT: ${await next.ended}`);
    if (this.current !== undefined) this.retire(this.current);
    this.current = next;
    this.failure = undefined;
    void next.ended.then((how) => this.ended(next, how));
    this.emit("reloaded", performance.now() - (this.changedAt ?? 0));
    this.turns.emit("turn");
  }

  private async launched({ file, data }: NonNullable<typeof this.program>): Promise<LocalProcess> {
    const { name, environment, launcher = [], debugAddress, source, output } = this.options;
    const port = await freePort();
    const env = processEnvironment({ name, environment, port, data, machine: process.env });
    const command = debugAddress === undefined ? [file] : underDelve(debugAddress, file);
    const next = new LocalProcess({
      command: [...launcher, ...bound, ...command],
      port,
      env,
      cwd: source.directory,
      output,
    });
    if (debugAddress !== undefined) void next.ended.then(endedWithThis(file));
    return next;
  }

  private async awaited(next: LocalProcess, signal: AbortSignal): Promise<boolean> {
    const silent = setTimeout(
      () => this.options.say(`${this.options.name} does not listen on port $PORT yet`),
      silentMilliseconds,
    );
    const aborted = new Promise<false>((resolve) => signal.addEventListener("abort", () => resolve(false)));
    const isReady = await Promise.race([next.ready(), aborted]);
    clearTimeout(silent);
    return isReady;
  }

  private retire(process: LocalProcess): Promise<void> {
    if (this.current === process) this.current = undefined;
    const end = process.end().finally(() => this.ending.delete(end));
    this.ending.add(end);
    return end;
  }

  /** By itself, which Kubernetes would also answer with a new start. */
  private ended(process: LocalProcess, how: string): void {
    if (process !== this.current) return;
    this.current = undefined;
    if (performance.now() - (process.readySince ?? 0) > steadyMilliseconds) this.crashes = 0;
    this.fail(`it ended by itself: ${how}`);
    if (this.round === undefined) this.startLater();
  }

  private startLater(): void {
    if (this.isStopped) return;
    const pause = Math.min(firstPauseMilliseconds * 2 ** this.crashes++, longestPauseMilliseconds);
    this.options.say(`${this.options.name} starts again in ${pause / 1000} s`);
    clearTimeout(this.restart);
    this.restart = setTimeout(() => this.changed(), pause);
  }

  private fail(reason: string): void {
    if (this.isStopped) return;
    const isNew = reason !== this.failure;
    this.failure = reason;
    if (isNew) this.emit("failed", reason);
    else this.options.say(`${this.options.name} fails as before`);
  }

  private async newest(): Promise<LocalProcess> {
    const limit = performance.now() + patienceMilliseconds;
    while (!this.isStopped && performance.now() < limit) {
      if (this.current !== undefined) return this.current;
      await this.turn(limit);
    }
    throw new Error(`function ${this.options.name} is not running: ${this.failure ?? "it was stopped"}`);
  }

  /** Without a program, only a change of the source can lead to a process. */
  private async turn(limit: number): Promise<void> {
    if (this.round === undefined && this.program === undefined)
      throw new Error(`function ${this.options.name} is not running: ${this.failure ?? "it was not started"}`);
    const signal = AbortSignal.timeout(Math.max(1, Math.ceil(limit - performance.now())));
    await once(this.turns, "turn", { signal }).catch(() => undefined);
  }
}

/** Ends with this process, even if that is killed. */
const bound = process.platform === "linux" && isOnPath("setpriv") ? ["setpriv", "--pdeathsig", "KILL"] : [];
