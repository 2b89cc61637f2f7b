// Locates Go directories and their modules, following links as Go does.
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isDirectory } from "../../input/files";

/** The directory itself, or the unchanged path if the link is dangling. */
export function realDirectory(...parts: string[]): string {
  const path = resolve(...parts);
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The directory with the go.mod. */
export function moduleRoot(directory: string): string | undefined {
  for (let at = realDirectory(directory); ; at = dirname(at)) {
    const file = join(at, "go.mod");
    if (existsSync(file) && !isDirectory(file)) return at;
    if (dirname(at) === at) return undefined;
  }
}
