// The builders' caches: in a directory of the user that nobody else can write to. They may be deleted at any time.
import { homedir } from "node:os";
import { join } from "node:path";

export function cacheDirectory(name: string): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "knative-faas", name);
}
