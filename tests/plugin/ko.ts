// The ko program for tests that build: the one of `npm run up`, or the user's own.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { lastTarget } from "../environment/stack";

/** The PATH with ko: the environment's, else the user's own; without one the suite is skipped with the reason. */
export function pathWithKo(context: Mocha.Context): string {
  const path = [lastTarget()?.tools.path, process.env.PATH].filter(Boolean).join(delimiter);
  if (path.split(delimiter).some((directory) => existsSync(join(directory, "ko")))) return path;
  const reason = "no ko on PATH: `npm run up` brings one";
  if (process.env.CI === "true") throw new Error(reason);
  console.log(`    left out: ${reason}`);
  return context.skip();
}

/**
 * For a plugin that builds: its caches are in a directory of the suite, so that neither a concurrent suite nor an earlier run affects
 * what is built. Go's cache stays the user's, as it depends on contents only.
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

/** The location of Go's cache; set before XDG_CACHE_HOME is changed. */
export function goCache(): string {
  return process.env.GOCACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "go-build");
}

/** Writes ko's output without linking: only the request matters. The digest is that of the arguments and the sources. */
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
