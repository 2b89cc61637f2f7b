// Explains failed builds, in the compiler's words if it was the compiler.

import { explainRegistry } from "../../registry/pushErrors";
import { inFull } from "../../registry/reference";
import type { Build } from "../builder";
import { placeOf } from "../place";

/** The message of a failed ko run, derived from its output. */
export function explainKo(build: Build, written: string): string {
  const compiler = /go build: exit status \d+: ([\s\S]*)$/.exec(written)?.[1] ?? compilerLines(written);
  if (compiler !== undefined) return explainGo(build, compiler);
  const where = placeOf(build);
  const error = lastError(written);
  const unreachable =
    /dial tcp(?:: lookup)? (\S+?):? .*?(connection refused|no such host|i\/o timeout|no route to host)/.exec(error);
  if (unreachable !== null)
    return `${where}: registry ${unreachable[1]} does not answer (${unreachable[2]}); check registry and baseImage`;
  if (/UNAUTHORIZED|DENIED|401 Unauthorized|403 Forbidden/i.test(error)) {
    const image = /fetching base image: pulling (\S+):/.exec(error)?.[1] ?? build.repository;
    return `${where}: the registry refuses the credentials for ${inFull(image)}; log in with docker login or ko login. It reported: ${error}`;
  }
  return (
    machineProblem(build, error) ??
    explainRegistry(build.repository, where, error) ??
    `${where} can't be built: ${error}`
  );
}

/** Explains the output of a go command that compiles: an error in the source, or of the machine. */
export function explainGo(build: Build, written: string): string {
  const problem = machineProblem(build, written) ?? unresolvedProblem(build, written);
  return problem ?? `${placeOf(build)} does not compile:\n${written.trim()}`;
}

/** Go reports only the first missing module; `go mod tidy` adds all of them. */
export function unresolvedProblem(build: Build, written: string): string | undefined {
  for (const [pattern, file] of unresolved) {
    const line = written.split("\n").find((one) => pattern.test(one));
    if (line === undefined) continue;
    const first = line.trim().replace(/; to add( it)?:$/, "");
    return `${placeOf(build)} can't be built: ${file} lacks modules of its imports; run go mod tidy in ${build.directory}. Go reports for the first: ${first}`;
  }
  return undefined;
}

const unresolved: [RegExp, string][] = [
  [/no required module provides package/, "go.mod"],
  [/missing go\.sum entry/, "go.sum"],
];

/** What this machine lacks, in its own words, and the remedy. */
const lacks: [RegExp, string][] = [
  [
    /no space left on device|disk quota exceeded/,
    "free some space; TMPDIR sets another directory for temporary files, GOCACHE one for Go's cache",
  ],
  [/read-only file system/, "TMPDIR sets another directory for temporary files, GOCACHE one for Go's cache"],
  [/too many open files/, "raise the limit of open files (ulimit -n)"],
  [/cannot allocate memory|signal: killed/, "the machine has too little memory for the compiler"],
];

function machineProblem(build: Build, written: string): string | undefined {
  const lines = written.split("\n");
  for (const [pattern, advice] of lacks) {
    const line = lines.find((one) => pattern.test(one));
    if (line !== undefined) return `${placeOf(build)} can't be built: ${line.trim()}; ${advice}`;
  }
  return undefined;
}

/** The lines of the Go toolchain, if ko passes them on unchanged. */
function compilerLines(written: string): string | undefined {
  const lines = written.split("\n").filter((line) => /^\S+\.go:\d+:\d+: |^# /.test(line));
  return lines.length === 0 ? undefined : lines.join("\n");
}

/** The last error with all its lines; for a go command that ko ran, that command's output. */
function lastError(written: string): string {
  const text = written.trim();
  const error =
    text
      .split(/^Error: /m)
      .slice(1)
      .pop() ?? text.split("\n").slice(-5).join("\n");
  return (/: stderr: ([\s\S]*)$/.exec(error)?.[1] ?? error).trim();
}
