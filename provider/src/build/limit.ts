// Limits concurrent builds: each is a compiler that uses all cores.
import { availableParallelism } from "node:os";

export const most = Math.max(2, availableParallelism());
const waiting: (() => void)[] = [];
let running = 0;

/** Runs the work when fewer than one build per core are running. */
export async function queued<T>(work: () => Promise<T>): Promise<T> {
  if (running < most) running++;
  else await new Promise<void>((go) => waiting.push(go));
  try {
    return await work();
  } finally {
    free();
  }
}

/** Hands the slot over directly: if it were released in between, it could be taken twice. */
function free(): void {
  const next = waiting.shift();
  if (next === undefined) running--;
  else next();
}
