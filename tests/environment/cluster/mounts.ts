// The mounts of this machine, and the removal of those below a directory.
import { readFileSync, realpathSync } from "node:fs";
import { attempt } from "../command";

export interface Mount {
  path: string;
  type: string;
  /** The options of the file system itself, e.g. the controllers of a cgroup hierarchy. */
  options: string;
}

export function mounts(): Mount[] {
  return parseMounts(readFileSync("/proc/self/mountinfo", "utf8"));
}

/** Parses /proc/self/mountinfo, where a space in a path is written as \040. */
export function parseMounts(text: string): Mount[] {
  const lines = text.split("\n").filter(Boolean);
  return lines.map((line) => {
    const [before = "", after = ""] = line.split(" - ");
    const path = (before.split(" ")[4] ?? "").replace(/\\(\d{3})/g, (_, octal) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const [type = "", , options = ""] = after.split(" ");
    return { path, type, options };
  });
}

/** Mount points below the directory, the latest first, so that none is hidden by another. */
export function mountsBelow(directory: string): string[] {
  const real = realPath(directory);
  return mounts()
    .map((mount) => mount.path)
    .filter((path) => path.startsWith(`${real}/`))
    .reverse();
}

/** Unmounts everything below the directory; what is still in use is detached and disappears with its last user. */
export async function unmountBelow(directory: string): Promise<void> {
  for (const path of mountsBelow(directory)) {
    const result = await attempt("umount", [path]);
    if (result.code !== 0) await attempt("umount", ["--lazy", path]);
  }
  const left = mountsBelow(directory);
  if (left.length > 0) throw new Error(`mounts that cannot be taken away: ${left.join(", ")}`);
}

function realPath(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return directory;
  }
}
