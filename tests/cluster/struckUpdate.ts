// One `pulumi up` that is disturbed: its engine, the plugin, or the connection to the API server fails.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Program } from "../engine/program";
import { commandLine, identify, type ProcessIdentity, runs, sendSignal } from "../environment/cluster/processes";
import { processesWith } from "../run/processes";
import type { CutConnection } from "./cutConnection";
import { pause } from "./ingress";

export const strikes = ["engine", "plugin", "interrupts", "connection"] as const;

/** SIGKILL of the engine or the plugin, SIGINT twice, or no connection for a while. */
export type Strike = (typeof strikes)[number];

/** A time after the start, a number of lines about resources, or the first line of a kind. */
export type Moment = { seconds: number } | { line: number } | { seen: RegExp };

/** Marks all processes of an update, including those whose parent has ended. */
const mark = "KNATIVE_FAAS_STRUCK";

const resourceLine = /\b(creating|created|updating|updated|deleting|deleted|replacing|replaced)\b/;

const limitSeconds = 180;

export class StruckUpdate {
  readonly written: string[] = [];
  /** The number of lines about resources. */
  lines = 0;
  /** The exit code or signal. */
  how: string | undefined;
  private readonly id = `${process.pid}-${Date.now()}`;
  private readonly engine: ChildProcess;
  private readonly ended: Promise<void>;

  constructor(program: Program) {
    this.engine = spawn(program.target.tools.pulumi, ["up", "--yes", "--skip-preview", "--non-interactive"], {
      cwd: program.directory,
      env: { ...program.environment, [mark]: this.id },
    });
    for (const stream of [this.engine.stdout, this.engine.stderr])
      createInterface({ input: stream as NodeJS.ReadableStream }).on("line", (line) => this.hear(line));
    // Processes that have inherited its streams may outlive it.
    this.ended = new Promise((resolve) =>
      this.engine.on("exit", (code, signal) => {
        this.how = signal ?? `code ${code}`;
        resolve();
      }),
    );
  }

  /** False if the update had ended before; otherwise it returns when the engine has ended. */
  async strike(what: Strike, when: Moment, way: CutConnection, random = Math.random): Promise<boolean> {
    if (!(await this.reaches(when)) || !(await this.struck(what, way, random()))) {
      await this.ended;
      return false;
    }
    const limit = pause(limitSeconds * 1000).then(() => this.how ?? this.endsNever());
    await Promise.race([this.ended, limit]);
    return true;
  }

  /** The seconds until the plugin has ended by itself. */
  async pluginEnds(withinSeconds: number): Promise<number> {
    const began = Date.now();
    while (this.processes().some(isOurPlugin)) {
      if (Date.now() - began > withinSeconds * 1000) throw new Error(`our plugin runs on, ${withinSeconds} s later`);
      await pause(50);
    }
    return (Date.now() - began) / 1000;
  }

  /** Kills what it has left, and returns the names. */
  endLeftovers(): string[] {
    const left = this.processes();
    const names = left.map(({ pid }) => nameOf(pid));
    for (const one of left) if (runs(one)) sendSignal(one.pid, "SIGKILL");
    return names.sort();
  }

  private hear(line: string): void {
    this.written.push(line);
    if (resourceLine.test(line)) this.lines++;
  }

  private async reaches(when: Moment): Promise<boolean> {
    const began = Date.now();
    const isThere = () => {
      if ("seconds" in when) return Date.now() - began >= when.seconds * 1000;
      return "line" in when ? this.lines >= when.line : this.written.some((line) => when.seen.test(line));
    };
    while (!isThere() && this.how === undefined) await pause(5);
    return this.how === undefined;
  }

  /** `share`, from 0 to 1, is the duration of a strike that takes time. */
  private async struck(what: Strike, way: CutConnection, share: number): Promise<boolean> {
    if (what === "engine") return this.engine.kill("SIGKILL");
    if (what === "plugin") return this.killPlugin();
    if (what === "interrupts") return this.interrupt(500 * share);
    await way.cut(1000 + 3000 * share);
    return true;
  }

  /** It may not have started yet. */
  private async killPlugin(): Promise<boolean> {
    while (this.how === undefined) {
      const plugin = this.processes().find((one) => isOurPlugin(one) && parentOf(one.pid) === this.engine.pid);
      if (plugin !== undefined) {
        sendSignal(plugin.pid, "SIGKILL");
        return true;
      }
      await pause(20);
    }
    return false;
  }

  private async interrupt(milliseconds: number): Promise<boolean> {
    this.engine.kill("SIGINT");
    await pause(milliseconds);
    this.engine.kill("SIGINT");
    return true;
  }

  private processes(): ProcessIdentity[] {
    const found = processesWith(mark, this.id).map(identify);
    return found.filter((one) => one !== undefined);
  }

  private endsNever(): never {
    this.engine.kill("SIGKILL");
    this.endLeftovers();
    throw new Error(`the update has not ended ${limitSeconds} s later:\n${this.written.join("\n")}`);
  }
}

/** The executable on PATH, where the engine finds it for a program of the tests. */
function isOurPlugin({ pid }: ProcessIdentity): boolean {
  return commandLine(pid).some((argument) => /pulumi-resource-knative-faas$/.test(argument));
}

function nameOf(pid: number): string {
  const [program = "", script = ""] = commandLine(pid);
  return (/node$/.test(program) ? script : program).split("/").pop() ?? "";
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}
