// Generated Go source that overlays a package (`-overlay`) without being written into it: it is in the user's cache.
import { createHash } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { oddity, textOf } from "../../input/files";
import { cacheDirectory } from "../cache";

/** For `-overlay`: files in a folder below a package's directory. They are stored under a hash of their content. */
export function overlaid(directory: string, folder: string, files: Record<string, string>): string {
  const place = placeFor(directory + JSON.stringify(files));
  const replace = Object.entries(files).map(([name, text]) => [
    join(directory, folder, name),
    written(join(place, name), text),
  ]);
  return written(join(place, "overlay.json"), JSON.stringify({ Replace: Object.fromEntries(replace) }));
}

/** A folder below a package, as a path for the go command. */
export function below(packagePath: string, folder: string): string {
  return `./${join(packagePath, folder)}`;
}

function placeFor(content: string): string {
  const place = join(cacheDirectory("handlers"), hash(content));
  mkdirSync(place, { recursive: true, mode: 0o700 });
  return place;
}

/** A program that prints a text, whatever its arguments. */
export function answering(text: string): string {
  return written(join(placeFor(text), "answer"), `#!/bin/sh\nexec cat <<'END'\n${text}\nEND\n`, 0o700);
}

/** Renamed into place, because several builds may write the same file concurrently. */
function written(file: string, text: string, mode = 0o600): string {
  if (oddity(file) === undefined && textOf(file) === text) return file;
  const temporary = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(temporary, text, { mode });
  renameSync(temporary, file);
  return file;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
