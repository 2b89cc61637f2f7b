// Files beside the code of a Go package that become part of its image: what it embeds, and the data that ko adds.
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { isDirectory, oddity } from "../core/files";
import { Failure } from "../core/problems";

/** What may be embedded below a path, or the file itself. Go embeds files alone, and follows no link to a directory. */
export function embeddedFiles(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return oddity(path) === undefined ? [path] : [];
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => name !== ".git");
  return entries.flatMap((entry) => {
    const below = join(path, entry.name);
    if (entry.isDirectory()) return embeddedFiles(below);
    return oddity(below) === undefined ? [below] : [];
  });
}

export interface DataFile {
  path: string;
  /** Why ko can't put it into the image. */
  odd?: string;
}

export function readable({ path, odd }: DataFile): string {
  if (odd !== undefined) throw new Failure(`${path} ${odd}`);
  return path;
}

/** All below the directory `kodata` of a package; links are followed, as ko does. */
export function dataFiles(directory: string, above: string[] = []): DataFile[] {
  if (!isDirectory(directory)) return [];
  const real = realpathSync(directory);
  if (above.includes(real)) return [{ path: directory, odd: "is a link that leads back to a directory above it" }];
  return readdirSync(directory)
    .filter((name) => name !== ".git")
    .flatMap((name) => {
      const path = join(directory, name);
      if (isDirectory(path)) return dataFiles(path, [...above, real]);
      const odd = oddity(path);
      return [odd === undefined ? { path } : { path, odd }];
    });
}
