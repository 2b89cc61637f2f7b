// Selects the ko program: the one on PATH if it is new enough, otherwise the pinned version through the Go toolchain.
import { execFile } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

/** From the Go module github.com/google/ko. */
export const koVersion = "0.19.1";

let found: Promise<[string, ...string[]]> | undefined;

/** The program and its first arguments; determined once per process. */
export function koProgram(): Promise<[string, ...string[]]> {
  found ??= find();
  return found;
}

let identity: Promise<string> | undefined;

/** Identifies the ko that determines the images: a build of ko from source has no unique version. */
export function koIdentity(): Promise<string> {
  identity ??= koProgram().then(async ([program]) => {
    const version = await koVersionUsed();
    if (program !== "ko") return version;
    const { size, mtimeMs } = statSync(onPath(program));
    return [version, size, mtimeMs].join(" ");
  });
  return identity;
}

/** The version that the selected ko reports. */
export function koVersionUsed(): Promise<string> {
  version ??= askVersion();
  return version;
}

let version: Promise<string> | undefined;

async function askVersion(): Promise<string> {
  const [program] = await koProgram();
  if (program !== "ko") return koVersion;
  const { stdout } = await promisify(execFile)("ko", ["version"]);
  return stdout.trim();
}

function onPath(program: string): string {
  const directories = (process.env.PATH ?? "").split(delimiter);
  return directories.map((directory) => join(directory, program)).find((file) => existsSync(file)) as string;
}

async function find(): Promise<[string, ...string[]]> {
  const version = await promisify(execFile)("ko", ["version"]).then(
    ({ stdout }) => stdout.trim(),
    () => "",
  );
  return isNewEnough(version) ? ["ko"] : ["go", "run", `github.com/google/ko@v${koVersion}`];
}

/** A build of ko from source reports `(devel)` or a pseudo-version: its user chose it deliberately. */
export function isNewEnough(version: string): boolean {
  const [major, minor, patch] = numbers(version);
  const [wantedMajor = 0, wantedMinor = 0, wantedPatch = 0] = numbers(koVersion);
  if (major === undefined || minor === undefined || patch === undefined) return version !== "";
  return (major - wantedMajor || minor - wantedMinor || patch - wantedPatch) >= 0;
}

function numbers(version: string): number[] {
  return (/(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
}
