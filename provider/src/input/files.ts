// Files of the user's machine, read with care: a pipe or a device would keep the whole process waiting, and all that runs in it.
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

/** Source and settings are far smaller. */
export const mostText = 64 * 2 ** 20;

/** Why it can't be read as a file, in words that follow its name; undefined where it can. */
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
  if (path.includes("\0")) return "has the character NUL, which no path can have";
  if (code === "ELOOP") return "is a link that leads in a circle";
  if (code !== "ENOENT") return `can't be read: ${message}`;
  return lstatSync(path, { throwIfNoEntry: false }) === undefined ? "does not exist" : "is a link that leads nowhere";
}

/** A reason with the path that was given, unless that stands in it already. */
export function withGiven(reason: string, path: string): string {
  if (isAbsolute(path) && reason.includes(path)) return reason;
  return `${reason}, got ${show(path)}${reason.includes(resolve(path)) ? fromProgram(path) : ""}`;
}

/** Where a relative path begins. The engine starts a plugin in the program's directory, whose ever the component is. */
export function fromProgram(path: string): string {
  if (isAbsolute(path)) return "";
  return ", relative to the program's directory";
}

/** False for what is not there, and for a link that leads to none. */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The text of a file; what is none, or can't be read, is told by its path. */
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

/** What became a pipe since it was looked at is opened without waiting, too. */
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
