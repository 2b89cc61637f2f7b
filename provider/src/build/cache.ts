// Where the builders keep what may be lost: a directory of the user's own, that nobody else can write to.
import { homedir } from "node:os";
import { join } from "node:path";

export function cacheDirectory(name: string): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "knative-faas", name);
}
