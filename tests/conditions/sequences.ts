// Recordings as short sequences: one line for each status, one sequence for each path to an outcome.
// biome-ignore lint/suspicious/noExplicitAny: objects of any kind
type Item = any;

export interface Told {
  at: number;
  phase: string;
  object: Item;
}

/** Kind -> its sequences, each of lines such as `1/2 Ready=Unknown Addressable=False:EmptyHostname`: observed generation / generation. */
export type Sequences = Record<string, string[][]>;

/** A status that is unchanged for this long is the outcome. */
const settledMilliseconds = 5000;

export function sequencesOf(all: Told[]): Sequences {
  const found = new Map<string, Map<string, string[]>>();
  for (const history of byGeneration(all)) {
    const lines = upToOutcome(history);
    if (lines.length === 0) continue;
    const { kind } = (history[0] as Told).object;
    const ofKind = found.get(kind) ?? new Map<string, string[]>();
    const way = wayOf(lines);
    const shortest = ofKind.get(way);
    if (shortest === undefined || lines.length < shortest.length) ofKind.set(way, lines);
    found.set(kind, ofKind);
  }
  const kinds = [...found].sort(([one], [other]) => one.localeCompare(other));
  return Object.fromEntries(kinds.map(([kind, ways]) => [kind, [...ways].sort().map(([, lines]) => lines)]));
}

/** Objects that Knative or a controller creates are not waited for. */
const isOurs = ({ metadata }: Item): boolean => metadata.labels?.["app.kubernetes.io/managed-by"] === "pulumi";

/**
 * Knative reports a revision whose Pod finds no node as failed immediately, and this package retries it: its sequence continues after
 * that.
 */
const isPending = ({ status }: Item): boolean => /nodes are available/.test(JSON.stringify(status?.conditions ?? []));

/** Each generation of each object, from its first status. A deletion says nothing about how an object becomes ready. */
function byGeneration(all: Told[]): Told[][] {
  const found = new Map<string, Told[]>();
  for (const told of all) {
    const { uid, generation, deletionTimestamp } = told.object.metadata ?? {};
    if (uid === undefined || deletionTimestamp !== undefined || told.phase === "DELETED" || !isOurs(told.object))
      continue;
    const key = `${uid} ${generation}`;
    found.set(key, [...(found.get(key) ?? []), told]);
  }
  const whole = [...found.values()].filter(([first]) => isFirst(first as Told));
  return whole.filter((history) => !history.some(({ object }) => isPending(object)));
}

/** Not one that existed before the recording started. */
function isFirst({ object }: Told): boolean {
  const { generation } = object.metadata;
  return (object.status?.observedGeneration ?? 0) < generation;
}

function upToOutcome(history: Told[]): string[] {
  const lines: string[] = [];
  for (const [index, { at, object }] of history.entries()) {
    const line = lineOf(object);
    if (lines.at(-1) !== line) lines.push(line);
    const next = history[index + 1];
    if (isDecided(object) && (next === undefined || next.at - at > settledMilliseconds)) return lines;
  }
  return [];
}

function isDecided({ metadata, status }: Item): boolean {
  const decisive = status?.conditions?.find(({ type }: Item) => type === "Ready");
  return status?.observedGeneration === metadata.generation && decisive?.status !== "Unknown" && decisive !== undefined;
}

function lineOf({ metadata, status }: Item): string {
  const conditions = (status?.conditions ?? []).map(({ type, status: is, reason }: Item) =>
    is === "True" || reason === undefined ? `${type}=${is}` : `${type}=${is}:${reason}`,
  );
  return [`${status?.observedGeneration ?? 0}/${metadata.generation}`, ...conditions.sort()].join(" ");
}

/** By the failures in it, permanent or transient, and how it ends. */
function wayOf(lines: string[]): string {
  const failures = new Set(lines.flatMap((line) => line.match(/\S+=False\S*/g) ?? []));
  // Of this generation: observed and wanted are equal.
  const isOwn = (line: string) => /^(\d+)\/\1 /.test(line);
  const own = new Set(lines.filter(isOwn).flatMap((line) => line.match(/\S+=False\S*/g) ?? []));
  return `${/ Ready=True( |$)/.test(lines.at(-1) as string)} ${[...own].sort().join(" ")} ${failures.size > own.size}`;
}
