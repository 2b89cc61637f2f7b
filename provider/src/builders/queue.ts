// Lets a few builds run at a time: each is a compiler that uses all cores by itself.
import { availableParallelism } from "node:os";

const most = Math.max(2, availableParallelism());
const waiting: (() => void)[] = [];
let running = 0;

/** Runs the work when fewer than one build per core are running. */
export async function queued<T>(work: () => Promise<T>): Promise<T> {
  if (running >= most) await new Promise<void>((go) => waiting.push(go));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}
