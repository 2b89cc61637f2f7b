// One run of the tests: its tasks in lanes, their reports, and what they have started.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { runTask } from "./child";
import { type Level, nameOf, type Task } from "./files";
import { runInLanes } from "./lanes";
import { removeNamespaces } from "./leftovers";
import type { Message, Order } from "./messages";
import { Pool } from "./pool";
import { killRun, runVariable } from "./processes";
import { forgetBegun, rememberBegun } from "./remembered";
import { caseText, type Told } from "./report";

/** How long a run is silent before it prints what is in progress. */
const quietMilliseconds = 30_000;

/** How many files may fail for a reason that is gone when they run alone. */
const filesRunAgain = 8;

export class Run {
  readonly told: Told[] = [];
  /** The first outcome of cases that failed among others and passed alone. */
  readonly flaky: Told[] = [];
  /** The processor time of each file in seconds. */
  readonly costs = new Map<string, number>();
  private readonly running = new Set<Task>();
  private spoken = Date.now();
  private isInterrupted = false;
  private readonly namespaces = new Set<string>();
  private readonly id = `${process.pid}-${Date.now()}`;
  private readonly pool = new Pool();
  private readonly temporary = mkdtempSync(join(tmpdir(), "knative-faas-tests-"));

  /** `orderOf` returns which cases of a task run. */
  constructor(
    private readonly lanes: number,
    /** Whether it is the only run that may use the cluster now. */
    private readonly usesCluster: boolean,
    private readonly orderOf: (task: Task) => Omit<Order, "file">,
    private readonly runOne?: typeof runTask,
  ) {
    this.remember();
  }

  get hasFailed(): boolean {
    return this.told.some(({ state }) => state === "failed");
  }

  /** Runs the tasks of one stage. */
  async stage(tasks: Task[], lanes = this.lanes): Promise<void> {
    const timer = setInterval(() => this.sayWhatRuns(), 1000);
    await runInLanes(tasks, lanes, (task) => this.task(task)).finally(() => clearInterval(timer));
    await this.pool.end();
  }

  /**
   * Runs the failed files of these levels once more, one after another: a case that passes then is flaky. More than eight of them are no
   * coincidence, and stay failed.
   */
  async runFailedAgain(levels: Level[]): Promise<void> {
    const failed = this.told.filter(({ state, task }) => state === "failed" && levels.includes(task.level));
    const tasks = [...new Set(failed.map(({ task }) => task))];
    if (tasks.length === 0 || tasks.length > filesRunAgain) return;
    this.say(`\n${tasks.map(nameOf).join(", ")} once more, alone`);
    this.told.splice(0, this.told.length, ...this.told.filter(({ task }) => !tasks.includes(task)));
    await this.stage(tasks, 1);
    this.flaky.push(...failed.filter((first) => !this.told.some((second) => isSameFailure(first, second))));
  }

  private async task(task: Task): Promise<void> {
    if (this.isInterrupted) return never();
    this.running.add(task);
    this.remember();
    let output = "";
    const before = this.told.length;
    const began = Date.now();
    const hear = (message: Message) => {
      if (this.isInterrupted) return;
      if (message.kind === "output") output += message.text;
      if (message.kind === "end") this.costs.set(nameOf(task), message.processorSeconds);
      if (message.kind === "namespace") this.adds(message.name);
      if (message.kind !== "outcome") return;
      this.tell({ ...message.outcome, task }, output);
      output = "";
    };
    const order = this.orderOf(task);
    const ended = await (this.runOne ?? this.pool.run)(task, order, this.environment(), hear);
    if (this.isInterrupted) return never();
    const hasCases = order.words.length > 0 || this.told.slice(before).some((one) => one.task === task);
    const failure = ended ?? (hasCases ? undefined : "it has none of the cases that were to run");
    const seconds = (Date.now() - began) / 1000;
    if (failure !== undefined) this.tell({ task, title: "the whole file", state: "failed", seconds, failure }, output);
    this.running.delete(task);
    this.remember();
  }

  private tell(told: Told, output: string): void {
    const { task, title, isCorrection } = told;
    const known = this.told.findIndex((one) => isCorrection && one.task === task && one.title === title);
    this.told.splice(known < 0 ? this.told.length : known, known < 0 ? 0 : 1, told);
    this.say(caseText(told, output));
  }

  private say(text: string): void {
    console.log(text);
    this.spoken = Date.now();
  }

  private sayWhatRuns(): void {
    if (this.isInterrupted || Date.now() - this.spoken < quietMilliseconds) return;
    this.say(`            ...     ${[...this.running].map(nameOf).join(", ")}`);
  }

  private adds(namespace: string): void {
    this.namespaces.add(namespace);
    this.remember();
  }

  private environment(): NodeJS.ProcessEnv {
    return { ...process.env, [runVariable]: this.id, TMPDIR: this.temporary };
  }

  private remember(): void {
    if (!this.usesCluster) return;
    const tasks = [...this.running].map((task) => ({ name: nameOf(task), changes: task.locks.changes !== undefined }));
    rememberBegun({ run: this.id, temporary: this.temporary, tasks, namespaces: [...this.namespaces] });
  }

  /** Ends what is still running; the next run knows of it, and restores what it changed on the cluster. */
  async interrupt(): Promise<string[]> {
    this.isInterrupted = true;
    const names = [...this.running].map(nameOf);
    this.killProcesses();
    await removeNamespaces([...this.namespaces]);
    return names;
  }

  /** The run has ended by itself. */
  end(): void {
    this.killProcesses();
    if (this.usesCluster) forgetBegun();
  }

  private killProcesses(): void {
    killRun(this.id);
    rmSync(this.temporary, { recursive: true, force: true });
  }
}

const isSameFailure = (first: Told, second: Told) =>
  second.state === "failed" && second.task === first.task && second.title === first.title;

/** For an interrupted run, which starts and reports nothing more. */
const never = () => new Promise<never>(() => undefined);
