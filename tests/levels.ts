// What a test needs from the machine: the engine and a cluster, as `npm run up` left them. Missing ones are reported, in CI as failures.
import { isThere, lastTarget, type StackTarget } from "./environment/stack";

/** For a suite's `before`: the cluster of the last `npm run up`; without one the suite is skipped with the reason. */
export function needsCluster(context: Mocha.Context): StackTarget {
  const target = lastTarget();
  if (target !== undefined && isThere(target)) return target;
  return leaveOut(context, "no cluster: `npm run up` brings one");
}

/** Skips what the machine has not got the means for. */
export function leaveOut(context: Mocha.Context, reason: string): never {
  if (process.env.CI === "true") throw new Error(reason);
  console.log(`    left out: ${reason}`);
  return context.skip();
}

/** For builds of Go programs with many packages: with an empty cache, and four other files on two slow processors, they take long. */
export const firstBuildMilliseconds = 1_800_000;
