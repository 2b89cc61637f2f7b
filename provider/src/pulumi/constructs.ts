// The plugin's constructs that are in progress in an update. One that is about to fail lets the others end, as its error cancels them.
import { setTimeout } from "node:timers/promises";
import { type Scope, scope } from "./scope";

const pauseMilliseconds = 500;
/** A program sends its components one after the other, also after one of them has ended. */
const calmPauses = 2;
/** Ten minutes: in case one waits for what never happens. */
const mostPauses = 1_200;

const inProgress = new Set<Scope>();
/** How often each waits for the others. */
const resting = new Map<Scope, number>();

/** Does the work of a construct. */
export async function counted<T>(own: Scope, work: () => Promise<T>): Promise<T> {
  inProgress.add(own);
  try {
    return await scope.run(own, work);
  } finally {
    inProgress.delete(own);
  }
}

/** Resolves once all other constructs have ended, or wait here too. In a library immediately: there one component may wait for another. */
export async function othersEnded(): Promise<void> {
  const own = scope.getStore();
  if (own === undefined) return;
  rest(own, 1);
  let calm = 0;
  for (let pauses = 0; calm < calmPauses && pauses < mostPauses; pauses++) {
    await setTimeout(pauseMilliseconds);
    calm = isCalm() ? calm + 1 : 0;
  }
  rest(own, -1);
}

const isCalm = () => [...inProgress].every((one) => resting.has(one));

function rest(own: Scope, more: number): void {
  const count = (resting.get(own) ?? 0) + more;
  if (count === 0) resting.delete(own);
  else resting.set(own, count);
}
