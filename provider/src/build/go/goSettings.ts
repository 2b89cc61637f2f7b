// The settings of the Go toolchain in a module, from `go env` with a function's own environment and flags.
import type { Build } from "../builder";
import { goOutput } from "./goCommand";

export type GoSettings = Record<string, string>;

const settings = new Map<string, Promise<GoSettings>>();

/** Queried once per process for each directory, environment and flags: a `toolchain` line may select another Go. */
export function goSettings(build: Build): Promise<GoSettings> {
  const key = JSON.stringify([build.directory, build.env, build.goFlags]);
  const found = settings.get(key) ?? goOutput(["env", "-json"], build).then((answer) => JSON.parse(answer));
  settings.set(key, found);
  return found;
}

/**
 * Settings that do not affect the binary: locations, sources, platforms. Any other, also one that a later Go adds, is assumed to.
 */
const elsewhere = [
  ...["GOBIN", "GOCACHE", "GOCACHEPROG", "GOENV", "GOGCCFLAGS", "GOMOD", "GOMODCACHE", "GOPATH", "GOTMPDIR", "GOWORK"],
  ...["GOAUTH", "GOINSECURE", "GONOPROXY", "GONOSUMDB", "GOPRIVATE", "GOPROXY", "GOSUMDB", "GOVCS"],
  ...["GOARCH", "GOHOSTARCH", "GOHOSTOS", "GOOS", "GOTELEMETRY", "GOTELEMETRYDIR", "GOTOOLCHAIN"],
];

/** The compiler and its settings, in a fixed order. */
export function compilerOf(settings: GoSettings): [string, string][] {
  return Object.entries(settings)
    .filter(([name]) => !elsewhere.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Flags that replace files that `go list` reports. */
export function movesFiles({ GOFLAGS = "" }: GoSettings): boolean {
  return /(^|[\s'"])--?(modfile|overlay|toolexec)=/.test(GOFLAGS);
}

/** The profile for optimization; without a flag, the one next to the program. */
export function profileOf({ GOFLAGS = "" }: GoSettings): string {
  return [...GOFLAGS.matchAll(/(?:^|[\s'"])--?pgo=([^\s'"]*)/g)].pop()?.[1] ?? "auto";
}
