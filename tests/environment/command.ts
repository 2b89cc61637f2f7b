// Runs a program: its output goes to a log or a listener, its failure contains the last lines.
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Both streams are appended to this file. */
  log?: string;
  /** Called with every line of both streams, e.g. to show progress. */
  onLine?: (line: string) => void;
  /** Written to the program's standard input. */
  input?: string;
  timeoutSeconds?: number;
}

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

const tailLength = 15;

/** Programs end with the command that runs them, also if it is interrupted. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill();
});

/** Runs a program to its end and returns its output, whatever its exit code. */
export function attempt(program: string, args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: options.env ?? process.env });
    running.add(child);
    const written = { stdout: "", stderr: "" };
    if (options.log !== undefined) mkdirSync(dirname(options.log), { recursive: true });
    const log = options.log === undefined ? undefined : createWriteStream(options.log, { flags: "a" });
    for (const name of ["stdout", "stderr"] as const) {
      createInterface({ input: child[name] }).on("line", (line) => {
        written[name] += `${line}\n`;
        log?.write(`${line}\n`);
        options.onLine?.(line);
      });
    }
    const timer =
      options.timeoutSeconds === undefined
        ? undefined
        : setTimeout(() => child.kill("SIGKILL"), options.timeoutSeconds * 1000);
    child.on("error", reject);
    child.on("close", (code) => {
      running.delete(child);
      clearTimeout(timer);
      log?.end();
      resolve({ code: code ?? 1, ...written });
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
  });
}

/** Runs a program to its end and returns its standard output; an exit code other than 0 is an error with the last lines. */
export async function run(program: string, args: string[], options: CommandOptions = {}): Promise<string> {
  const result = await attempt(program, args, options);
  if (result.code === 0) return result.stdout;
  const tail = (result.stderr + result.stdout).trim().split("\n").slice(-tailLength).join("\n  ");
  const where = options.log === undefined ? "" : `\n  (all of it: ${options.log})`;
  throw new Error(`${[program, ...args].join(" ").slice(0, 200)} ended with code ${result.code}:\n  ${tail}${where}`);
}
