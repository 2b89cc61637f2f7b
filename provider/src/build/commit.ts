// The Git commit that a source was built at. Runs git; a source outside a repository has none.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

export interface Commit {
  commit?: string;
  /** Whether anything below the directory differs from the commit. */
  dirty?: boolean;
}

const run = promisify(execFile);

export async function commitOf(directory: string): Promise<Commit> {
  try {
    const git = async (...args: string[]) => (await run("git", ["-C", directory, ...args])).stdout.trim();
    const [commit, changes] = await Promise.all([git("rev-parse", "HEAD"), git("status", "--porcelain", "--", ".")]);
    return { commit, dirty: changes !== "" };
  } catch {
    return {};
  }
}
