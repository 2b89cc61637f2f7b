// What a test needs from the machine: the engine and a cluster, as `npm run up` left them. Missing is said, in CI it fails.
import { isThere, lastTarget, type StackTarget } from "./environment/stack";

/** For a suite's `before`: the cluster of the last `npm run up`, or the suite is skipped and says why. */
export function needsCluster(context: Mocha.Context): StackTarget {
  const target = lastTarget();
  if (target !== undefined && isThere(target)) return target;
  const reason = "no cluster: `npm run up` brings one";
  if (process.env.CI === "true") throw new Error(reason);
  console.log(`    left out: ${reason}`);
  return context.skip();
}

/** For what builds Go programs of many packages: with an empty cache, beside four other files on two slow processors, it takes long. */
export const firstBuildMilliseconds = 1_800_000;
