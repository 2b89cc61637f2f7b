// The command `knative-faas` as a process in a program's directory, on its stack.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { repository } from "../environment/home";

export const executable = join(repository, "provider", "bin", "knative-faas");

export interface Place {
  directory: string;
  environment: NodeJS.ProcessEnv;
}

/** A command that is running, with what it has written so far. */
export class CommandProcess {
  stdout = "";
  stderr = "";
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown[]>;

  constructor({ directory, environment }: Place, args: string[], input = "") {
    this.child = spawn(process.execPath, [executable, ...args], { cwd: directory, env: environment });
    this.child.stdout?.on("data", (chunk) => {
      this.stdout += chunk;
    });
    this.child.stderr?.on("data", (chunk) => {
      this.stderr += chunk;
    });
    this.child.stdin?.end(input);
    this.ended = once(this.child, "close");
  }

  /** As Ctrl-C does. */
  interrupt(): void {
    this.child.kill("SIGINT");
  }

  /** The exit code. */
  async end(): Promise<number | null> {
    const [code] = (await this.ended) as [number | null];
    return code;
  }
}

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command to its end. */
export async function ran(place: Place, args: string[], input?: string): Promise<Finished> {
  const command = new CommandProcess(place, args, input);
  const code = await command.end();
  return { code, stdout: command.stdout, stderr: command.stderr };
}
