// Reads the options of `knative-faas dev`. Pure.
import { hostname, userInfo } from "node:os";
import { UsageMistake } from "../commandErrors";
import type { Marks } from "./sessionPlan";

/** As Knative requires of a tag. */
const tagPattern = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const longestTag = 30;

export function marksOf({ header, tag }: { header?: string | undefined; tag?: string | undefined }): Marks {
  if (header !== undefined && tag !== undefined) throw new UsageMistake("--header and --tag exclude each other");
  if (tag !== undefined) return { tag: checkedTag(tag) };
  if (header === undefined) return {};
  const at = header.indexOf("=");
  if (at < 1) throw new UsageMistake(`--header: expected NAME=VALUE, got ${JSON.stringify(header)}`);
  return { header: { name: header.slice(0, at), value: header.slice(at + 1) } };
}

function checkedTag(tag: string): string {
  if (tag.length <= longestTag && tagPattern.test(tag)) return tag;
  const allowed = `at most ${longestTag} lower-case letters, digits and hyphens, beginning with a letter`;
  throw new UsageMistake(`--tag: expected ${allowed}, got ${JSON.stringify(tag)}`);
}

export interface Forward {
  /** Of this machine. */
  port: number;
  /** `host:port` in the cluster. */
  authority: string;
}

export function forwardOf(text: string): Forward {
  const found = /^(?:(\d+):)?([^\s:]+):(\d+)$/.exec(text);
  const [, own, host, port] = found ?? [];
  if (port === undefined || [own, port].some((one) => Number(one ?? 1) < 1 || Number(one ?? 1) > 65_535))
    throw new UsageMistake(`--forward: expected [PORT:]HOST:PORT, got ${JSON.stringify(text)}`);
  return { port: Number(own ?? port), authority: `${host}:${port}` };
}

/** Shown to others who want a session of the same function. */
export function developerName(): string {
  const { username } = userInfo();
  return `${username}@${hostname()}`;
}
