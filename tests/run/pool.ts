// Processes that spec files of the quick levels share: loading a file's imports takes longer than its cases.
import { runTask, Worker } from "./child";
import { sharedLevels } from "./files";

export class Pool {
  private readonly idle: Worker[] = [];

  /** Like `runTask`, in a process that has run other files of such a level before, if there is one. */
  readonly run: typeof runTask = async (task, order, env, hear) => {
    if (!sharedLevels.includes(task.level)) return runTask(task, order, env, hear);
    const worker = this.idle.pop() ?? new Worker(env);
    const failure = await worker.run({ file: task.file, ...order }, hear);
    if (worker.isThere) this.idle.push(worker);
    return failure;
  };

  async end(): Promise<void> {
    await Promise.all(this.idle.splice(0).map((worker) => worker.end()));
  }
}
