// Where ko is for tests that build: as `npm run up` brought it, or the user's own.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
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

/**
 * For a plugin that builds: what it remembers lies in a directory of the suite's own, so that no suite that runs beside it, and
 * no earlier run, has a part in what is built. Go's cache stays the user's, as it depends on contents alone.
 */
export function buildEnvironment(context: Mocha.Context, directory: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: pathWithKo(context),
    KOCACHE: "",
    XDG_CACHE_HOME: join(directory, "cache"),
    GOCACHE: goCache(),
  };
}

/** Where Go has its cache; set before XDG_CACHE_HOME is changed. */
export function goCache(): string {
  return process.env.GOCACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "go-build");
}
