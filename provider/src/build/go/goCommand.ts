// Runs the go command with a timeout: Go itself waits forever for a named pipe among the source files.
import { type ExecFileException, execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Build } from "../builder";
import { environment } from "../ko/koRun";
import { failure } from "../place";
import { endlessSource } from "./goSource";

const run = promisify(execFile);

/** Listing a module takes a tenth of this; if its dependencies are not downloaded yet, it may take minutes. */
const patienceMilliseconds = 5000;
const limitMilliseconds = 600_000;
const mostDirectories = 20_000;

/** The command's output. A slow command is aborted if there is a file that it may be waiting for. */
export async function goOutput(args: string[], build: Build, platform?: string, overlay?: string): Promise<string> {
  const ended = new AbortController();
  let odd: string | undefined;
  const timer = setTimeout(() => {
    odd = endlessSourceBelow(build.directory);
    if (odd !== undefined) ended.abort();
  }, patienceMilliseconds);
  try {
    return (await run(goProgram(build), args, { ...options(build, platform, overlay), signal: ended.signal })).stdout;
  } catch (error) {
    throw odd === undefined ? inTime(error as ExecFileException, args, build) : failure(build, `${odd}; remove it`);
  } finally {
    clearTimeout(timer);
  }
}

/** ko can be configured to build with another go command. */
export const goProgram = ({ env }: Build) => env.KO_GO_PATH || process.env.KO_GO_PATH || "go";

function inTime(error: ExecFileException, [command]: string[], build: Build): Error {
  if (error.code === "ENOENT") return failure(build, `there is no program ${goProgram(build)} on PATH; install Go`);
  if (error.killed !== true) return error;
  const seconds = limitMilliseconds / 1000;
  return failure(
    build,
    `go ${command} did not finish within ${seconds} s; check for pipes among the files that it reads`,
  );
}

/** Searches where Go looks for packages, breadth first. */
function endlessSourceBelow(root: string): string | undefined {
  const directories = [root];
  for (let at = 0; at < Math.min(directories.length, mostDirectories); at++) {
    const directory = directories[at] as string;
    const odd = endlessSource(directory);
    if (odd !== undefined) return odd;
    const entries = readdirSync(directory, { withFileTypes: true });
    const below = entries.filter((entry) => entry.isDirectory() && !/^[._]|^(node_modules|testdata)$/.test(entry.name));
    directories.push(...below.map(({ name }) => join(directory, name)));
  }
  return undefined;
}

/** The settings of ko for a platform, such as `linux/arm/v7`. */
function options(build: Build, platform: string | undefined, overlay: string | undefined) {
  const [system = "linux", architecture, variant] = platform?.split("/") ?? [];
  const env = {
    ...environment(build, overlay),
    GOOS: system,
    ...(architecture === undefined ? {} : { GOARCH: architecture }),
    ...(architecture === "arm" && variant !== undefined ? { GOARM: variant.replace("v", "") } : {}),
    CGO_ENABLED: build.env.CGO_ENABLED ?? process.env.CGO_ENABLED ?? "0",
  };
  return { cwd: build.directory, env, maxBuffer: 2 ** 28, timeout: limitMilliseconds };
}
