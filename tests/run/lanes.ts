// Runs several tasks concurrently: which one a free lane takes next, and in which order they wait.
import { randomOf } from "../random";
import { type Task, usesCluster } from "./files";
import type { Locks } from "./locks";

/**
 * The first waiting task that no running task blocks. Tasks after one that removes Knative start only while it runs: it is long and
 * leaves the processors mostly idle.
 */
export function nextTask(waiting: Task[], running: Task[]): Task | undefined {
  const last = waiting.findIndex(takesKnative);
  const ready = last < 0 ? waiting : waiting.slice(0, last + 1);
  return ready.find((task) => running.every((other) => areCompatible(task, other)));
}

function areCompatible(one: Task, other: Task): boolean {
  // A task that removes Knative has the cluster to itself.
  if (takesKnative(one)) return !usesCluster(other);
  if (takesKnative(other)) return !usesCluster(one);
  return !disturbs(one.locks, other.locks) && !disturbs(other.locks, one.locks);
}

const takesKnative = ({ locks }: Task) => locks.changes?.includes("knative") ?? false;

function disturbs({ changes = [] }: Locks, { changes: theirs = [], sees = [] }: Locks): boolean {
  return changes.some((lock) => theirs.includes(lock) || sees.includes(lock));
}

/**
 * Shuffled by the seed. Tasks that others have to wait for come first, then the rest of those that use the cluster: the parts of long
 * files, other files of the level of that name, and then the engine's, which are short and fill the lanes. The last one removes Knative,
 * along with those that need no cluster.
 */
export function inOrder(tasks: Task[], seed: number): Task[] {
  const random = randomOf(seed);
  const keyed = tasks.map((task) => ({ task, key: random() }));
  keyed.sort((one, other) => rank(one.task) - rank(other.task) || one.key - other.key);
  return keyed.map(({ task }) => task);
}

function rank(task: Task): number {
  if (!usesCluster(task)) return 5;
  if (takesKnative(task)) return 4;
  if (task.locks.changes !== undefined) return 0;
  if (task.part !== undefined) return 1;
  return task.level === "cluster" ? 2 : 3;
}

/** Runs all tasks, as many at a time as lanes and locks allow. */
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
