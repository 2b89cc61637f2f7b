// What a local function is made of: its source, its settings and who hears of it. Pure.
import type { Build } from "../../build/builder";

/** A Go package and how it is built, as the arguments `source` of a Function. */
export interface LocalSource {
  /** Absolute. */
  directory: string;
  /** The package in it, e.g. `.` or `./cmd/hello`. */
  package: string;
  goFlags: string[];
  ldflags: string[];
  /** Environment variables of the Go toolchain. */
  env: Record<string, string>;
}

export interface LocalOptions {
  /** The name of the function, for messages and as K_SERVICE. */
  name: string;
  source: LocalSource;
  /** What the function sets, in addition to what Knative sets. */
  environment: Record<string, string>;
  /** Runs under Delve, which serves its protocol at this address, with symbols and without optimizations. */
  debugAddress?: string | undefined;
  /** A program and its arguments that start the function's own, e.g. in a mount namespace. */
  launcher?: string[] | undefined;
  /** What happens to the function: builds, reloads, crashes. */
  say(line: string): void;
  /** A line that the function wrote. */
  output(line: string): void;
}

/** Functions run on this machine, whatever platform their images are for. */
export function buildOf({ name, source, debugAddress }: LocalOptions): Build {
  const { ldflags, goFlags } = source;
  const isDebug = debugAddress !== undefined;
  return {
    ...source,
    name,
    // Without symbols the linker is faster. As in an image, paths are those of the modules, except for a debugger.
    ldflags: isDebug ? ldflags : ["-s", "-w", ...ldflags],
    goFlags: isDebug ? [...goFlags, "-gcflags=all=-N -l"] : ["-trimpath", ...goFlags],
    platforms: [hostPlatform()],
    sbom: "none",
    repository: "",
    baseImage: undefined,
    login: undefined,
  };
}

/** Node's names of systems and architectures that Go calls differently. */
const goNames: Record<string, string> = { win32: "windows", x64: "amd64", ia32: "386", ppc64: "ppc64le" };

function hostPlatform(): string {
  return [process.platform, process.arch].map((name) => goNames[name] ?? name).join("/");
}
