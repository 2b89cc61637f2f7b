// The settings of the Go toolchain in a module, as `go env` says them with a function's own environment and flags.
import type { Build } from "../builder";
import { goSays } from "./goCommand";

export type GoSettings = Record<string, string>;

const asked = new Map<string, Promise<GoSettings>>();

/** Asked once in a process for each directory and environment: a `toolchain` line may choose another Go. */
export function goSettings(build: Build): Promise<GoSettings> {
  const key = JSON.stringify([build.directory, build.env, build.goFlags]);
  const found = asked.get(key) ?? goSays(["env", "-json"], build).then((answer) => JSON.parse(answer));
  asked.set(key, found);
  return found;
}

/**
 * Where things lie, where they come from, and what is given for each platform. All others may change what is built, those of
 * a later Go among them.
 */
const elsewhere = [
  ...["GOBIN", "GOCACHE", "GOCACHEPROG", "GOENV", "GOGCCFLAGS", "GOMOD", "GOMODCACHE", "GOPATH", "GOTMPDIR", "GOWORK"],
  ...["GOAUTH", "GOINSECURE", "GONOPROXY", "GONOSUMDB", "GOPRIVATE", "GOPROXY", "GOSUMDB", "GOVCS"],
  ...["GOARCH", "GOHOSTARCH", "GOHOSTOS", "GOOS", "GOTELEMETRY", "GOTELEMETRYDIR", "GOTOOLCHAIN"],
];

/** What the compiler is and what it is told, in a fixed order. */
export function compilerOf(settings: GoSettings): [string, string][] {
  return Object.entries(settings)
    .filter(([name]) => !elsewhere.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Flags that put other files in the place of those that `go list` names. */
export function movesFiles({ GOFLAGS = "" }: GoSettings): boolean {
  return /(^|[\s'"])--?(modfile|overlay|toolexec)=/.test(GOFLAGS);
}

/** The profile that a program is optimized by; without a flag it is one that lies beside it. */
export function profileOf({ GOFLAGS = "" }: GoSettings): string {
  return [...GOFLAGS.matchAll(/(?:^|[\s'"])--?pgo=([^\s'"]*)/g)].pop()?.[1] ?? "auto";
}
