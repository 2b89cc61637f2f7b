// Waits for objects with a watch: their list, and each change that the API server reports.
import type { Connection } from "./connection";

// biome-ignore lint/suspicious/noExplicitAny: objects of any kind
type Item = any;

const watching = () => import("@kubernetes/client-node/dist/watch.js");

/** Returns whether the wait is over, given all objects that the query selects. */
export type Question = (items: Item[]) => boolean;

/** Waits until the question returns true; false if the time is over before that. */
export async function watchUntil(
  connection: Connection,
  path: string,
  query: Record<string, string | undefined>,
  milliseconds: number,
  question: Question,
): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (Date.now() < deadline) {
    const { items, metadata } = await connection.json(path, { query });
    if (question(items)) return true;
    const objects = new Map<string, Item>(items.map((item: Item) => [item.metadata.uid, item]));
    const more = { ...query, resourceVersion: metadata.resourceVersion, allowWatchBookmarks: "true" };
    if (await changed(connection, path, more, deadline - Date.now(), objects, question)) return true;
  }
  return false;
}

/** One watch: true if the question returned true, false if the server or the time ends it. */
async function changed(
  connection: Connection,
  path: string,
  query: Record<string, string | undefined>,
  milliseconds: number,
  objects: Map<string, Item>,
  question: Question,
): Promise<boolean> {
  const { Watch } = await watching();
  // It uses two methods of a KubeConfig, which a connection has.
  const watch = new Watch(connection as unknown as ConstructorParameters<typeof Watch>[0]);
  return new Promise((resolve, reject) => {
    let controller: AbortController | undefined;
    let ended = false;
    const end = (how: () => void) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      controller?.abort();
      how();
    };
    const timer = setTimeout(() => end(() => resolve(false)), Math.max(0, milliseconds));
    const told = (phase: string, object: Item) => {
      if (phase === "ERROR") return end(() => resolve(false));
      if (phase === "BOOKMARK") return;
      if (phase === "DELETED") objects.delete(object.metadata.uid);
      else objects.set(object.metadata.uid, object);
      answered(end, () => question([...objects.values()]), resolve, reject);
    };
    watch
      .watch(path, query, told, () => end(() => setTimeout(() => resolve(false), 200)))
      .then((started) => {
        controller = started;
        if (ended) started.abort();
      }, reject);
  });
}

/** An error that a question throws is an error of the wait. */
function answered(
  end: (how: () => void) => void,
  question: () => boolean,
  resolve: (yes: boolean) => void,
  reject: (error: unknown) => void,
): void {
  try {
    if (question()) end(() => resolve(true));
  } catch (error) {
    end(() => reject(error));
  }
}
