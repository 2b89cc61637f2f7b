// A mount namespace in which a program sees files at other paths, without a change to this machine.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

export interface Mount {
  from: string;
  to: string;
}

const run = promisify(execFile);

/** The program and its arguments, to which the function's are appended; empty if this user may not do this. */
export async function launcherFor(mounts: Mount[], work: string): Promise<string[]> {
  if (process.platform !== "linux" || mounts.length === 0) return [];
  const user = process.getuid?.() === 0 ? [] : ["--map-current-user", "--keep-caps"];
  const pairs = mounts.flatMap(({ from, to }) => [from, to]);
  const launcher = ["unshare", "--mount", ...user, "sh", "-c", script, "sh", work, String(mounts.length), ...pairs];
  return run(launcher[0] as string, [...launcher.slice(1), "true"]).then(
    () => launcher,
    () => [],
  );
}

/**
 * A path that does not exist gets its missing directories in a file system in memory, which takes the place of the nearest directory
 * above it and shows everything that is there. The root can't be replaced so: the program gets another one.
 */
const script = `set -e
work=$1 count=$2; shift 2
stage=$(mktemp -d "$work/stage-XXXXXX")
mount -t tmpfs -o mode=700 knative-faas "$stage"
root=""
show() {
  for entry in "$1"/* "$1"/.[!.]*; do
    name=\${entry##*/}
    if [ -L "$entry" ]; then cp -P "$entry" "$2/$name"
    elif [ -d "$entry" ]; then mkdir "$2/$name"; mount --rbind "$entry" "$2/$name"
    elif [ -e "$entry" ]; then : > "$2/$name"; mount --bind "$entry" "$2/$name"
    fi
  done
}
place() {
  [ -e "$root$1" ] && return
  above=$1
  while [ ! -d "$root$above" ]; do above=\${above%/*}; [ -n "$above" ] || above=/; done
  if [ "$above" = / ] && [ -z "$root" ]; then
    mkdir "$stage/root"; mount -t tmpfs -o mode=755 knative-faas "$stage/root"
    show "" "$stage/root"; root=$stage/root
  elif [ "$above" != / ]; then
    old=$(mktemp -d "$stage/old-XXXXXX")
    mount --rbind "$root$above" "$old"; mount -t tmpfs -o mode=755 knative-faas "$root$above"
    show "$old" "$root$above"
  fi
  if [ -d "$2" ]; then mkdir -p "$root$1"; else mkdir -p "$root\${1%/*}"; : > "$root$1"; fi
}
while [ "$count" -gt 0 ]; do
  place "$2" "$1"; mount --bind "$1" "$root$2"; shift 2; count=$((count - 1))
done
[ -z "$root" ] || exec chroot "$root" sh -c 'cd "$0"; exec "$@"' "$PWD" "$@"
exec "$@"`;
