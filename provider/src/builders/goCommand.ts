// One run of the go command, which ends: Go itself waits for ever for a pipe that is named like source.
import { type ExecFileException, execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Failure } from "../core/problems";
import type { Build } from "./builder";
import { endlessSource } from "./goSource";
import { environment, type Target } from "./koRun";

const run = promisify(execFile);

/** A module that is listed takes a tenth of it; one whose dependencies are not here yet may take minutes. */
const patienceMilliseconds = 5000;
const limitMilliseconds = 600_000;
const mostDirectories = 20_000;

/** What it says. One that takes long is ended when there is a file that it may wait for. */
export async function goSays(args: string[], build: Build, targets: Target[]): Promise<string> {
  const ended = new AbortController();
  let odd: string | undefined;
  const timer = setTimeout(() => {
    odd = endlessSourceBelow(build.directory);
    if (odd !== undefined) ended.abort();
  }, patienceMilliseconds);
  try {
    return (await run("go", args, { ...options(build, targets), signal: ended.signal })).stdout;
  } catch (error) {
    throw odd === undefined ? inTime(error as ExecFileException, args, build) : failure(build, `${odd}: take it away`);
  } finally {
    clearTimeout(timer);
  }
}

function inTime(error: ExecFileException, [command]: string[], build: Build): Error {
  if (error.killed !== true) return error;
  const seconds = limitMilliseconds / 1000;
  return failure(build, `go ${command} did not answer in ${seconds} s; look for pipes among the files that it reads`);
}

function failure({ name, directory, package: path }: Build, what: string): Failure {
  return new Failure(`function ${name} (${join(directory, path)}) can't be built: ${what}`);
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

function options(build: Build, targets: Target[]) {
  const env = {
    ...environment(build, targets),
    GOOS: "linux",
    CGO_ENABLED: build.env.CGO_ENABLED ?? process.env.CGO_ENABLED ?? "0",
  };
  return { cwd: build.directory, env, maxBuffer: 2 ** 28, timeout: limitMilliseconds };
}
