// The ko program for tests that build: the one of `npm run up`, or the user's own.
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

/** Says what ko says, links nothing: what is asked for is what counts. The digest is that of the arguments and the sources. */
export const quickKo = `#!/bin/sh
[ "$1" = version ] && echo 0.19.1 && exit
digest=$( (echo "$GOFLAGS $KO_DEFAULTBASEIMAGE $*"; find . -name '*.go' -type f | sort | xargs cat) 2>/dev/null | sha256sum | cut -c1-64)
for argument in "$@"; do
  case $argument in ./*)
    path=example.com/shop/\${argument#./}
    echo "Building $path for linux/amd64" >&2
    echo "$KO_DOCKER_REPO/$path:latest@sha256:$digest" ;;
  .) echo "Building . for linux/amd64" >&2; echo "$KO_DOCKER_REPO:latest@sha256:$digest" ;;
  esac
done
`;
