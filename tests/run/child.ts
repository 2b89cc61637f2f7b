// The process that runs spec files, one after another, and reports their results.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { repository } from "../environment/home";
import type { Task } from "./files";
import type { Leave, Message, Order } from "./messages";

const lastLines = 20;

type Hear = (message: Message) => void;

/** Runs one task in its own process. Resolves when that has ended: with the reason, if it ended before its cases did. */
export async function runTask(
  task: Task,
  order: Omit<Order, "file">,
  env: NodeJS.ProcessEnv,
  hear: Hear,
): Promise<string | undefined> {
  const worker = new Worker(task.part === undefined ? env : { ...env, TEST_PART: task.part });
  const failure = await worker.run({ file: task.file, ...order }, hear);
  await worker.end();
  return failure;
}

export class Worker {
  private readonly child: ChildProcess;
  private readonly written: () => string;
  /** Resolves with the reason why the process ended. */
  private readonly closed: Promise<string>;
  private isClosed = false;

  constructor(env: NodeJS.ProcessEnv) {
    this.child = start(env);
    this.written = tailOf(this.child);
    this.closed = closedOf(this.child).finally(() => {
      this.isClosed = true;
    });
  }

  /** Whether it can run another file. */
  get isThere(): boolean {
    return !this.isClosed;
  }

  /** Runs one file. Resolves with undefined, or with the reason why the process ended before the file's cases did. */
  async run(order: Order, hear: Hear): Promise<string | undefined> {
    const ended = new Promise<undefined>((resolve) => {
      this.child.removeAllListeners("message").on("message", (message: Message) => {
        hear(message);
        if (message.kind === "end") resolve(undefined);
      });
    });
    this.child.send(order);
    const reason = await Promise.race([ended, this.closed]);
    return reason && `its process ${reason} before its cases did\n${this.written()}`;
  }

  async end(): Promise<void> {
    if (this.isThere) this.child.send("leave" satisfies Leave);
    await this.closed;
  }
}

/** Detached, so that Ctrl-C reaches only the run, which ends its processes itself. */
function start(env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, ["--require", "tsx/cjs", join(__dirname, "worker.ts")], {
    cwd: repository,
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
}

function closedOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(`ended with ${error}`));
    // Processes that have inherited the streams of an ended process must not block its lane.
    child.on("exit", () => setTimeout(() => [child.stdout, child.stderr].map((stream) => stream?.destroy()), 1000));
    child.on("close", (code, signal) => resolve(`ended with ${signal ?? `code ${code}`}`));
  });
}

/** The last output of the process and those that it started, besides its messages. */
function tailOf(child: ChildProcess): () => string {
  let lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      lines = [...lines, ...text.split("\n").filter(Boolean)].slice(-lastLines);
    });
  }
  return () => lines.join("\n");
}
