// Runs one task in a process of its own, and hands on what that process tells.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { repository } from "../environment/home";
import type { Task } from "./files";
import type { Message, Order } from "./messages";

const lastLines = 20;

/** Resolves when the process has ended: with nothing, or with the reason why it ended before its cases. */
export function runTask(
  task: Task,
  order: Omit<Order, "file">,
  env: NodeJS.ProcessEnv,
  hear: (message: Message) => void,
): Promise<string | undefined> {
  const child = start(task, { file: task.file, ...order }, env);
  let ended = false;
  const written = tailOf(child);
  child.on("message", (message: Message) => {
    if (message.kind === "end") ended = true;
    hear(message);
  });
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(String(error)));
    // Whoever has inherited the streams of a process that ended does not keep its lane.
    child.on("exit", () => setTimeout(() => [child.stdout, child.stderr].map((stream) => stream?.destroy()), 1000));
    child.on("close", (code, signal) =>
      resolve(
        ended ? undefined : `its process ended with ${signal ?? `code ${code}`} before its cases did\n${written()}`,
      ),
    );
  });
}

/** Detached, so that Ctrl-C reaches the run alone, which ends its processes itself. */
function start(task: Task, order: Order, env: NodeJS.ProcessEnv): ChildProcess {
  const worker = join(__dirname, "worker.ts");
  return spawn(process.execPath, ["--require", "tsx/cjs", worker, JSON.stringify(order)], {
    cwd: repository,
    env: { ...env, ...(task.part === undefined ? {} : { TEST_PART: task.part }) },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
}

/** What the process and those that it started wrote last, past its messages. */
function tailOf(child: ChildProcess): () => string {
  let lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      lines = [...lines, ...text.split("\n").filter(Boolean)].slice(-lastLines);
    });
  }
  return () => lines.join("\n");
}
