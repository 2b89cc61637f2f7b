// Watches the directories of a program's sources, and those above them, which may be replaced as a whole.
import { type FSWatcher, watch } from "node:fs";
import { dirname, join } from "node:path";
import { isDirectory } from "../../input/files";

export class SourceWatch {
  private readonly watchers = new Map<string, FSWatcher>();

  /** `changed` is called with each path in these directories that was written, created, renamed or deleted. */
  constructor(
    private readonly changed: (path: string) => void,
    private readonly refused: (error: Error) => void,
  ) {}

  /** Watches these and no others. */
  follow(directories: string[]): void {
    const wanted = new Set(directories.flatMap((directory) => [directory, dirname(directory)]));
    for (const [path, watcher] of this.watchers) if (!wanted.has(path)) this.leave(path, watcher);
    for (const path of wanted) if (!this.watchers.has(path)) this.begin(path);
  }

  close(): void {
    for (const [path, watcher] of this.watchers) this.leave(path, watcher);
  }

  private begin(directory: string): void {
    if (!isDirectory(directory)) return;
    try {
      const watcher = watch(directory, (_event, name) => this.noticed(directory, name));
      watcher.on("error", () => this.leave(directory, watcher));
      this.watchers.set(directory, watcher);
    } catch (error) {
      this.refused(explained(error as NodeJS.ErrnoException, directory));
    }
  }

  /** A directory that was replaced is another one to the system, although it has the same name. */
  private noticed(directory: string, name: string | null): void {
    const path = name === null ? directory : join(directory, name);
    const watcher = this.watchers.get(path);
    if (watcher !== undefined && path !== directory) {
      this.leave(path, watcher);
      this.begin(path);
    }
    this.changed(path);
  }

  private leave(path: string, watcher: FSWatcher): void {
    watcher.close();
    this.watchers.delete(path);
  }
}

function explained(error: NodeJS.ErrnoException, directory: string): Error {
  if (error.code !== "ENOSPC" && error.code !== "EMFILE") return error;
  return new Error(
    `${directory} can't be watched, because this user watches too many directories (${error.code}); raise fs.inotify.max_user_watches and fs.inotify.max_user_instances`,
  );
}
