// Where ko is for tests that build: as `npm run up` brought it, or the user's own.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { lastTarget } from "../environment/stack";

/** The PATH with ko on it: the environment's, else the user's own; without one the suite is left out and says so. */
export function pathWithKo(context: Mocha.Context): string {
  const path = [lastTarget()?.tools.path, process.env.PATH].filter(Boolean).join(delimiter);
  if (path.split(delimiter).some((directory) => existsSync(join(directory, "ko")))) return path;
  const reason = "no ko on PATH: `npm run up` brings one";
  if (process.env.CI === "true") throw new Error(reason);
  console.log(`    left out: ${reason}`);
  return context.skip();
}
