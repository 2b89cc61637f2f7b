// One run of the go command, which ends: Go itself waits for ever for a pipe that is named like source.
import { type ExecFileException, execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Build } from "../builder";
import { environment } from "../ko/koRun";
import { failure } from "../place";
import { endlessSource } from "./goSource";

const run = promisify(execFile);

/** A module that is listed takes a tenth of it; one whose dependencies are not here yet may take minutes. */
const patienceMilliseconds = 5000;
const limitMilliseconds = 600_000;
const mostDirectories = 20_000;

/** What it says. One that takes long is ended when there is a file that it may wait for. */
export async function goSays(args: string[], build: Build, platform?: string, overlay?: string): Promise<string> {
  const ended = new AbortController();
  let odd: string | undefined;
  const timer = setTimeout(() => {
    odd = endlessSourceBelow(build.directory);
    if (odd !== undefined) ended.abort();
  }, patienceMilliseconds);
  try {
    return (await run(goProgram(build), args, { ...options(build, platform, overlay), signal: ended.signal })).stdout;
  } catch (error) {
    throw odd === undefined ? inTime(error as ExecFileException, args, build) : failure(build, `${odd}: take it away`);
  } finally {
    clearTimeout(timer);
  }
}

/** ko can be told of another, and then it builds with that. */
const goProgram = ({ env }: Build) => env.KO_GO_PATH || process.env.KO_GO_PATH || "go";

function inTime(error: ExecFileException, [command]: string[], build: Build): Error {
  if (error.code === "ENOENT") return failure(build, `there is no program ${goProgram(build)} on PATH: install Go`);
  if (error.killed !== true) return error;
  const seconds = limitMilliseconds / 1000;
  return failure(build, `go ${command} did not answer in ${seconds} s; look for pipes among the files that it reads`);
}

/** Looked for where Go looks for packages, in the order of their depth. */
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

/** The same as ko sets for a platform, such as `linux/arm/v7`. */
function options(build: Build, platform: string | undefined, overlay: string | undefined) {
  const [, architecture, variant] = platform?.split("/") ?? [];
  const env = {
    ...environment(build, overlay),
    GOOS: "linux",
    ...(architecture === undefined ? {} : { GOARCH: architecture }),
    ...(architecture === "arm" && variant !== undefined ? { GOARM: variant.replace("v", "") } : {}),
    CGO_ENABLED: build.env.CGO_ENABLED ?? process.env.CGO_ENABLED ?? "0",
  };
  return { cwd: build.directory, env, maxBuffer: 2 ** 28, timeout: limitMilliseconds };
}
