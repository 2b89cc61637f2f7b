// A release as a value: how it is built, and how it differs from another. Pure.
import { contentHash } from "../../pulumi/hash";
import { partOf } from "../partOf";
import type { Footprint, FunctionRelease } from "./releaseSchema";

/** Where an image came from. */
export type Origin = Pick<FunctionRelease, "commit" | "dirty" | "builder" | "builderVersion">;

/** The arguments that make up the template, except for the image. */
export function templateArgs<Args extends object>(args: Args): Partial<Args> {
  const isTemplate = (name: string) => partOf[name as keyof typeof partOf] === "template";
  return Object.fromEntries(Object.entries(args).filter(([name]) => isTemplate(name))) as Partial<Args>;
}

/** The arguments of the template by property path, as text; for secrets only the names. */
export function settingsOf(args: object): Record<string, string> {
  const entries = Object.entries(templateArgs(args));
  return Object.fromEntries(entries.flatMap(([name, value]) => leaves(value, name, name === "secrets")).sort());
}

function leaves(value: unknown, path: string, isSecret: boolean): [string, string][] {
  if (value === undefined) return [];
  if (value === null || typeof value !== "object") return [[path, isSecret ? "(secret)" : String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => {
    const isContent = isSecret || key === "secretFiles";
    if (key === "files" && path.startsWith("volumes.")) return fileHashes(inner, `${path}.${key}`);
    return leaves(inner, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, isContent);
  });
}

/** Files may be large, so a hash represents their content. */
function fileHashes(files: unknown, path: string): [string, string][] {
  return Object.entries(files as object).map(([name, text]) => [`${path}.${name}`, contentHash(text)]);
}

/** The values of unset properties, to show differences. */
const defaults: Record<string, string> = { "scale.min": "0", "scale.max": "0", "scale.initial": "1", concurrency: "0" };

/** Lines such as `scale.min 0 -> 2`, sorted by path. */
export function differences(before: Record<string, string>, after: Record<string, string>): string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const shown = (settings: Record<string, string>, path: string) => settings[path] ?? defaults[path] ?? "unset";
  return paths
    .filter((path) => shown(before, path) !== shown(after, path))
    .map((path) => `${path} ${shown(before, path)} -> ${shown(after, path)}`);
}

export interface ReleaseFields {
  image: string;
  revision: string;
  templateHash: string;
  settings: Record<string, string>;
  footprint: Footprint;
  origin: Origin;
}

/** A release that has passed no gate and had no traffic yet. */
export function makeRelease({
  image,
  revision,
  templateHash,
  origin,
  settings,
  footprint,
}: ReleaseFields): FunctionRelease {
  const digest = image.split("@")[1] ?? "";
  return { image, digest, revision, templateHash, ...origin, gates: [], served: false, settings, footprint };
}

/** The origin of the image that an earlier release records. */
export function originOf({ commit, dirty, builder, builderVersion }: FunctionRelease): Origin {
  return Object.fromEntries(
    Object.entries({ commit, dirty, builder, builderVersion }).filter(([, value]) => value !== undefined),
  );
}
