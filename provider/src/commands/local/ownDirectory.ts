// A private directory of this command that does not outlive it: what a killed command has left is removed by the next one.
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "./atExit";

const prefix = "knative-faas-local-";
/** A socket in the directory, on which its owner listens as long as it lives. */
const sign = "alive";
/** A directory without the socket may be one whose owner is just creating it. */
const youngMilliseconds = 10_000;

export interface OwnDirectory {
  path: string;
  remove(): void;
}

/** Only its owner may enter it. */
export async function ownDirectory(base = tmpdir()): Promise<OwnDirectory> {
  await removeLeft(base);
  const path = mkdtempSync(join(base, prefix));
  chmodSync(path, 0o700);
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.on("error", reject);
    server.listen(join(path, sign), resolve);
  });
  server.unref();
  const clear = () => rmSync(path, { recursive: true, force: true });
  const forget = atExit(clear);
  const remove = () => {
    forget();
    server.close();
    clear();
  };
  return { path, remove };
}

async function removeLeft(base: string): Promise<void> {
  const found = readdirSync(base).filter((name) => name.startsWith(prefix));
  await Promise.all(found.map((name) => removeUnlessOwned(join(base, name))));
}

async function removeUnlessOwned(path: string): Promise<void> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.uid !== process.getuid?.()) return;
  if (Date.now() - stats.ctimeMs < youngMilliseconds || (await isAnswered(join(path, sign)))) return;
  rmSync(path, { recursive: true, force: true });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("close", () => socket.destroy());
  });
}
