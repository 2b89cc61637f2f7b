// One line of a container's log, and how it is printed. Pure.
import type { LogOwner } from "./logSelections";

export interface LogLine {
  /** RFC 3339, as the node wrote it. */
  time: string;
  owner: LogOwner;
  /** Of a function's Pod. */
  revision: string | undefined;
  pod: string;
  container: string;
  line: string;
}

/** The line of the API server begins with its time. Undefined for a message of the server itself. */
export function timed(text: string): { time: string; line: string } | undefined {
  const [, time, line] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?(.*)$/s.exec(text) ?? [];
  return time === undefined ? undefined : { time, line: line ?? "" };
}

/** Sorts like the time itself, whatever its zone: the moment in UTC with nine digits after the second. */
export function moment(time: string): string {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? "";
  return `${new Date(Date.parse(time)).toISOString().slice(0, 19)}.${fraction.padEnd(9, "0")}`;
}

/** Function and the end of the Pod's name, which differs between Pods. */
export function prefixOf({ owner, pod }: LogLine): string {
  return `${owner.name} ${pod.split("-").at(-1)}`;
}

export function jsonOf({ time, owner, revision, pod, container, line }: LogLine): object {
  return { time, [owner.kind]: owner.name, ...(revision && { revision }), pod, container, line };
}

const colours = ["cyan", "yellow", "green", "magenta", "blue"] as const;

/** The same for all lines of a Pod. */
export function colourOf({ pod }: LogLine): (typeof colours)[number] {
  const sum = [...pod].reduce((so, letter) => (so * 31 + letter.charCodeAt(0)) % 9973, 7);
  return colours[sum % colours.length] ?? "cyan";
}
