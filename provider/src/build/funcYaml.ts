// Warns about a func.yaml of Knative's func next to a package: it is not read, and the warning names the properties to use instead.
import { join } from "node:path";
import { load } from "js-yaml";
import { oddity, textOf } from "../input/files";

/** Its settings, and the corresponding properties. */
const places: [string, string][] = [
  ["build.baseImage", "source.baseImage"],
  ["build.buildEnvs", "source.env"],
  ["run.envs", "env"],
  ["run.volumes", "volumes"],
  ["deploy.namespace", "namespace"],
  ["deploy.annotations", "annotations"],
  ["deploy.labels", "labels"],
  ["deploy.healthEndpoints", "probes"],
  ["deploy.options.scale", "scale"],
  ["deploy.options.resources", "resources"],
  ["deploy.options.timeout", "timeouts"],
  ["deploy.serviceAccountName", "serviceAccount"],
  ["deploy.subscriptions", "triggers"],
];

/** One line about its settings; undefined if there are none. */
export function unreadSettings(directory: string): string | undefined {
  const file = join(directory, "func.yaml");
  if (oddity(file, mostSettings) !== undefined) return undefined;
  const given = settingsIn(file);
  const set = places.filter(([path]) => !isEmpty(valueAt(given, path)));
  if (set.length === 0) return undefined;
  return `${file} is not read: ${set.map(([path, property]) => `${path} is the property ${property}`).join(", ")}`;
}

const mostSettings = 2 ** 20;

function settingsIn(file: string): unknown {
  try {
    return load(textOf(file));
  } catch {
    return undefined;
  }
}

function valueAt(given: unknown, path: string): unknown {
  return path.split(".").reduce((at, key) => (at as Record<string, unknown> | undefined | null)?.[key], given);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
