// Several tasks at one time: which one a free lane takes next, and in which order they wait.
import type { Locks } from "../locks";
import type { Task } from "./files";

/** The first waiting task that nothing which runs keeps from starting. */
export function nextTask(waiting: Task[], running: Task[]): Task | undefined {
  return waiting.find((task) => running.every((other) => areCompatible(task.locks, other.locks)));
}

function areCompatible(one: Locks, other: Locks): boolean {
  // Whoever takes Knative away runs alone.
  if (one.changes?.includes("knative") || other.changes?.includes("knative")) return false;
  return !disturbs(one, other) && !disturbs(other, one);
}

function disturbs({ changes = [] }: Locks, { changes: theirs = [], sees = [] }: Locks): boolean {
  return changes.some((lock) => theirs.includes(lock) || sees.includes(lock));
}

/** Shuffled by the seed; then those that others have to wait for come first, and those that run alone last. */
export function inOrder(tasks: Task[], seed: number): Task[] {
  const random = generator(seed);
  const keyed = tasks.map((task) => ({ task, key: random() }));
  keyed.sort((one, other) => rank(one.task) - rank(other.task) || one.key - other.key);
  return keyed.map(({ task }) => task);
}

function rank({ locks: { changes = [] } }: Task): number {
  if (changes.includes("knative")) return 2;
  return changes.length > 0 ? 0 : 1;
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs all tasks, as many at one time as there are lanes and locks allow. */
export async function runInLanes(tasks: Task[], lanes: number, run: (task: Task) => Promise<void>): Promise<void> {
  const waiting = [...tasks];
  const running = new Map<Task, Promise<void>>();
  while (waiting.length > 0 || running.size > 0) {
    const next = running.size < lanes ? nextTask(waiting, [...running.keys()]) : undefined;
    if (next === undefined) {
      await Promise.race(running.values());
      continue;
    }
    waiting.splice(waiting.indexOf(next), 1);
    running.set(
      next,
      run(next).finally(() => running.delete(next)),
    );
  }
}
