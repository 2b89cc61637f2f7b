// Release manifests as data: parsed once, each object only once, changed for this installation. Pure but for reading files.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import type { Manifest } from "../core/kubernetes";
import { configured } from "./configure";
import type { KnativeSpec } from "./spec";

/** All objects of the installation, in the order of the files. */
export function knativeManifests(spec: KnativeSpec, directory: string): Manifest[] {
  const files = [...spec.release.serving, ...spec.release.kourier];
  return distinct(files.flatMap((file) => parse(join(directory, file)))).map((manifest) => configured(manifest, spec));
}

function parse(file: string): Manifest[] {
  return loadAll(readFileSync(file, "utf8")).filter(
    (document) => document !== null && document !== undefined,
  ) as Manifest[];
}

/** The core file repeats the CRDs of the CRD file. */
function distinct(manifests: Manifest[]): Manifest[] {
  return [...new Map(manifests.map((manifest) => [objectKey(manifest), manifest])).values()];
}

function objectKey({ kind, metadata }: Manifest): string {
  return [kind, metadata.namespace ?? "", metadata.name].join(" ");
}
