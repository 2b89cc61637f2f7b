// A release as a value: what it is made of, and how it differs from another. Pure.
import type { Footprint, FunctionRelease } from "./schema/release";

/** Where an image came from. */
export type Origin = Pick<FunctionRelease, "commit" | "dirty" | "builder" | "builderVersion">;

/** Arguments that are no part of a revision, or that say where its image comes from. */
const beside = [
  "name",
  "namespace",
  "labels",
  "annotations",
  "source",
  "dockerfile",
  "image",
  "release",
  "require",
  "allowMutableTag",
  "registry",
  "registryLogin",
  "traffic",
  "rollout",
  "revisions",
  "budget",
  "rolloutSeconds",
  "network",
  "domains",
  "triggers",
  "visibility",
];

/** The arguments that make up the template. */
export function templateArgs<Args extends object>(args: Args): Partial<Args> {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !beside.includes(name))) as Partial<Args>;
}

/** The arguments of the template by property path, as text; of secrets only the names. */
export function settingsOf(args: object): Record<string, string> {
  const entries = Object.entries(templateArgs(args));
  return Object.fromEntries(entries.flatMap(([name, value]) => leaves(value, name, name === "secrets")).sort());
}

function leaves(value: unknown, path: string, isSecret: boolean): [string, string][] {
  if (value === undefined) return [];
  if (value === null || typeof value !== "object") return [[path, isSecret ? "(secret)" : String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => {
    const isContent = isSecret || key === "secretFiles";
    return leaves(inner, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, isContent);
  });
}

/** What a property is where it is not given, for the words of a difference. */
const defaults: Record<string, string> = { "scale.min": "0", "scale.max": "0", "scale.initial": "1", concurrency: "0" };

/** Lines such as `scale.min 0 -> 2`, sorted by path. */
export function differences(before: Record<string, string>, after: Record<string, string>): string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const shown = (settings: Record<string, string>, path: string) => settings[path] ?? defaults[path] ?? "unset";
  return paths
    .filter((path) => shown(before, path) !== shown(after, path))
    .map((path) => `${path} ${shown(before, path)} -> ${shown(after, path)}`);
}

export interface Made {
  image: string;
  revision: string;
  templateHash: string;
  settings: Record<string, string>;
  footprint: Footprint;
  origin: Origin;
  gates: string[];
  served: boolean;
}

export function makeRelease({ image, templateHash, origin, gates, ...made }: Made): FunctionRelease {
  const { revision, served, settings, footprint } = made;
  return {
    image,
    digest: image.split("@")[1] ?? "",
    revision,
    templateHash,
    ...origin,
    gates: [...new Set(gates)],
    served,
    settings,
    footprint,
  };
}

/** What an earlier release tells of where its image came from. */
export function originOf({ commit, dirty, builder, builderVersion }: FunctionRelease): Origin {
  return Object.fromEntries(
    Object.entries({ commit, dirty, builder, builderVersion }).filter(([, value]) => value !== undefined),
  );
}
