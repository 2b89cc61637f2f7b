// A function's Go source as the stack's state has it, for the commands that build it on a developer's machine. Pure.
import { isAbsolute, relative } from "node:path";
import type { FunctionSpec } from "../functionSpec";

/** The same on every machine: an absolute path is stored relative to the program's directory. */
export function sourceRecord({ source }: Pick<FunctionSpec, "source">, program = process.cwd()) {
  if (source === undefined) return {};
  const { directory, package: path = ".", goFlags = [], ldflags = [], env = {} } = source;
  const place = isAbsolute(directory) ? relative(program, directory) || "." : directory;
  return { source: { directory: place, package: path, goFlags, ldflags, env } };
}
