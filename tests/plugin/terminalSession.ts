// A program in a terminal of its own, as a person uses it: what is typed, and what the terminal shows.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { stripVTControlCharacters } from "node:util";
import { eventually } from "./localRig";

/** Ctrl-C and Ctrl-U. */
export const keys = { interrupt: "\u0003", discardLine: "\u0015" };

export class TerminalSession {
  /** With its control characters. */
  raw = "";
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown[]>;

  /** `script` of util-linux makes the terminal. */
  constructor(command: string, directory: string, environment: NodeJS.ProcessEnv) {
    const env = { ...environment, TERM: "xterm" };
    this.child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], { cwd: directory, env });
    this.child.stdout?.on("data", (chunk) => {
      this.raw += chunk;
    });
    this.ended = once(this.child, "close");
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Waits until the terminal shows it; a program that does not show it is ended. */
  async shows(text: string): Promise<void> {
    await eventually(() => stripVTControlCharacters(this.raw).includes(text) || undefined).catch(() => {
      this.child.kill("SIGHUP");
      throw new Error(`expected ${JSON.stringify(text)} in the terminal, got ${JSON.stringify(this.raw)}`);
    });
  }

  /** Types what ends the program; the exit code. */
  async end(text: string): Promise<number> {
    this.type(text);
    const [code] = (await this.ended) as [number];
    return code;
  }
}
