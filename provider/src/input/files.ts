// Reads files of the user's machine safely: opening a pipe or a device could block the entire process.
import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  type Stats,
  statSync,
} from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { Failure, show } from "./problems";

/** Source and settings files are far smaller. */
export const mostText = 64 * 2 ** 20;

/** Why the path can't be read as a file, worded to follow its name; undefined if it can. */
export function oddity(path: string, most = Number.POSITIVE_INFINITY): string | undefined {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return `is ${kindOf(stats)}`;
    return stats.size > most ? `is larger than ${most / 2 ** 20} MiB` : undefined;
  } catch (error) {
    return unreadable(path, error as NodeJS.ErrnoException);
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a directory";
  if (stats.isFIFO()) return "a pipe";
  return stats.isSocket() ? "a socket" : "a device";
}

function unreadable(path: string, { code, message }: NodeJS.ErrnoException): string {
  if (path.includes("\0")) return "contains a NUL character, which no path can have";
  if (code === "ELOOP") return "is a circular link";
  if (code !== "ENOENT") return `can't be read: ${message}`;
  return lstatSync(path, { throwIfNoEntry: false }) === undefined ? "does not exist" : "is a dangling link";
}

/** Appends the path as the user wrote it, unless the reason already contains it. */
export function withGiven(reason: string, path: string): string {
  if (isAbsolute(path) && reason.includes(path)) return reason;
  return `${reason}, got ${show(path)}${reason.includes(resolve(path)) ? fromProgram(path) : ""}`;
}

/** Relative paths start here: the engine starts a plugin in the program's directory, whichever component uses it. */
export function fromProgram(path: string): string {
  if (isAbsolute(path)) return "";
  return ", relative to the program's directory";
}

/** False for a path that does not exist, and for a dangling link. */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The text of a file. Errors name the path. */
export function textOf(path: string): string {
  return reading(path, mostText, (file) => readFileSync(file, "utf8"));
}

/** SHA-256 of a file of any size. */
export function hashOf(path: string): string {
  return reading(path, Number.POSITIVE_INFINITY, (file) => {
    const hash = createHash("sha256");
    const chunk = Buffer.alloc(2 ** 20);
    for (let left = fstatSync(file).size; left > 0; ) {
      const count = readSync(file, chunk, 0, Math.min(left, chunk.length), null);
      if (count === 0) break;
      hash.update(chunk.subarray(0, count));
      left -= count;
    }
    return hash.digest("hex");
  });
}

/** Opens without blocking, in case the file was replaced by a pipe after the check. */
function reading<Result>(path: string, most: number, work: (file: number) => Result): Result {
  const odd = oddity(path, most);
  if (odd !== undefined) throw new Failure(`${path} ${odd}`);
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return work(file);
  } finally {
    closeSync(file);
  }
}
