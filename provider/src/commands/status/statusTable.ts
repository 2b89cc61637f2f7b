// The statuses of functions as the lines of a table, with the problems below it. Pure.
import type { FunctionStatus, PodCount, RevisionStatus } from "./functionStatus";

const headings = ["NAME", "STATUS", "REVISION", "PODS", "AGE", "URL"];

/** A row for each revision of a function; only the first one repeats what is the function's own. */
export function statusRows(statuses: FunctionStatus[], now: number): string[][] {
  return [headings, ...statuses.flatMap((one) => rowsOf(one, now))];
}

export function sessionLines(statuses: FunctionStatus[]): string[] {
  const developed = statuses.filter(({ developer }) => developer !== undefined);
  return developed.map(({ name, developer }) => `${name}: a session of knative-faas dev (${developer}) answers`);
}

export function problemLines(statuses: FunctionStatus[]): string[] {
  return statuses.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`));
}

function rowsOf({ name, status, url, revisions, created }: FunctionStatus, now: number): string[][] {
  const own = [name, status];
  const isKnown = status !== "unknown";
  const rows = revisions.map((revision) => [
    revisionCell(revision, revisions.length > 1),
    podCell(revision.pods, isKnown),
  ]);
  const [first = ["-", "-"], ...others] = rows;
  return [
    [...own, ...first, created === undefined ? "-" : ageOf(created, now), url || "-"],
    ...others.map((cells) => ["", "", ...cells, "", ""]),
  ];
}

function revisionCell({ name, percent, tags }: RevisionStatus, isShared: boolean): string {
  const share = isShared || percent !== 100 ? [`${percent} %`] : [];
  return [name, ...share, ...tags.map((tag) => `#${tag}`)].join(" ");
}

/** `1/2, 1 starting`; `0` for a function that has scaled to zero. */
function podCell({ ready, total, starting, failing }: PodCount, isKnown: boolean): string {
  if (!isKnown) return "-";
  if (total === 0) return "0";
  const more = { starting, failing };
  const words = Object.entries(more).flatMap(([word, count]) => (count === 0 ? [] : [`${count} ${word}`]));
  return [`${ready}/${total}`, ...words].join(", ");
}

const units: [number, string][] = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "m"],
  [0, "s"],
];

/** In the largest unit that is not zero, as kubectl rounds down. */
export function ageOf(created: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(created)) / 1000));
  const [size, unit] = units.find(([least]) => seconds >= least) ?? [0, "s"];
  return `${Math.floor(seconds / Math.max(1, size))}${unit}`;
}
