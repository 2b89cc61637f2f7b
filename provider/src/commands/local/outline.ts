// Which files change a program, and which changes require a new look at its packages. Reads Go source as text: the compiler decides.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { oddity, textOf } from "../../input/files";
import type { LocalTarget } from "./localTarget";

/** A file as it was when the program was built from it. */
export interface Outline {
  content: string;
  /** What decides on imports, handler and build constraints. */
  outline: string;
}

const compiled = /^[^._].*\.(go|s|S|c|h|syso)$/;
const definitions = /^(go\.(mod|sum|work)|go\.work\.sum)$/;
/** What editors write next to the file that they save. */
const passing = /^\.#|^#.*#$|~$|\.sw[a-z]$|^4913$|\.tmp$|^\.goutputstream-/;

/** Whether a file of this path may change the program. */
export function matters(path: string, { directories, modules, embedding }: LocalTarget): boolean {
  const [name, directory] = [basename(path), dirname(path)];
  if (passing.test(name) || name.endsWith("_test.go")) return embedding.includes(directory) && !passing.test(name);
  if (embedding.includes(directory)) return true;
  if (compiled.test(name)) return directories.includes(directory);
  return definitions.test(name) && modules.includes(directory);
}

/** All files that matter now. */
export function outlines(target: LocalTarget): Map<string, Outline> {
  const directories = [...new Set([...target.directories, ...target.modules, ...target.embedding])];
  const paths = directories.flatMap((directory) => namesIn(directory).map((name) => join(directory, name)));
  return new Map(paths.filter((path) => matters(path, target)).map((path) => [path, outlineOf(path)]));
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

const missing: Outline = { content: "", outline: "missing" };

/** A directory, which counts where files are embedded, has no content but its being there. */
export function outlineOf(path: string): Outline {
  if (!existsSync(path)) return missing;
  if (oddity(path, largest) !== undefined) return { content: stateOf(path), outline: "there" };
  const text = textOf(path);
  const content = createHash("sha256").update(text).digest("hex");
  if (definitions.test(basename(path))) return { content, outline: content };
  return { content, outline: path.endsWith(".go") ? deciding(text) : "there" };
}

/** Larger files are compared by their size and time. */
const largest = 2 ** 20;

function stateOf(path: string): string {
  const { size, mtimeMs, ino } = statSync(path);
  return statSync(path).isDirectory() ? "directory" : `${size} ${mtimeMs} ${ino}`;
}

/** The lines before the first declaration, which include the imports, and those with directives or that may declare a handler. */
function deciding(text: string): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => /^(func|type|var|const)\b/.test(line));
  const body = start === -1 ? lines.length : start;
  const kept = lines.filter((line, index) => index < body || /^\/\/go:|(?<!\.)\b(Handle|New)\b/.test(line));
  return kept.map(withoutBody).join("\n");
}

/** A short function is on one line with its body. */
const withoutBody = (line: string) => (line.startsWith("func") ? line.replace(/\{(?!\}).*/, "") : line);
