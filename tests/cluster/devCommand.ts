// The command `knative-faas dev` as a process of its own, and what it has printed.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, dirname, join } from "node:path";
import type { Program } from "../engine/program";
import { repository } from "../environment/home";
import { pause } from "./ingress";

export class DevCommand {
  private readonly process: ChildProcess;
  private written = "";
  private readonly ended: Promise<number | null>;

  constructor(program: Program, args: string[] = [], environment: NodeJS.ProcessEnv = {}) {
    const path = [dirname(program.target.tools.pulumi), environment.PATH, program.environment.PATH];
    const env = { ...program.environment, ...environment, PATH: path.filter(Boolean).join(delimiter) };
    const bin = join(repository, "provider", "bin", "knative-faas");
    this.process = spawn(process.execPath, [bin, "dev", ...args], { cwd: program.directory, env });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.on("data", (chunk) => {
        this.written += chunk;
      });
    this.ended = once(this.process, "close").then(([code]) => code);
  }

  get pid(): number {
    return this.process.pid as number;
  }

  get text(): string {
    return this.written;
  }

  /** Waits until the command has printed the text; returns the seconds that this took. */
  async prints(text: string, seconds = 60): Promise<number> {
    const began = Date.now();
    while (!this.written.includes(text)) {
      if (Date.now() - began > seconds * 1000 || this.process.exitCode !== null)
        throw new Error(`it did not print ${JSON.stringify(text)}:\n${this.written}`);
      await pause(20);
    }
    return (Date.now() - began) / 1000;
  }

  /** Forgets what was printed so far. */
  forget(): void {
    this.written = "";
  }

  /** Ctrl-C; the exit code. */
  stop(): Promise<number | null> {
    this.process.kill("SIGINT");
    return this.ended;
  }

  /** As the kernel kills a process; its own processes stay. */
  kill(): Promise<number | null> {
    this.process.kill("SIGKILL");
    return this.ended;
  }

  get exit(): Promise<number | null> {
    return this.ended;
  }
}
