// The CustomResourceDefinition of Function objects, generated from the arguments of the component.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import type { Manifest } from "../kubernetes/kubernetesObject";

/** Includes descriptions, for `kubectl explain`. */
export function functionDefinition(): Manifest {
  return load(readFileSync(file(), "utf8")) as Manifest;
}

/** Next to dist in a package, next to src in this repository. */
function file(): string {
  const candidates = [join(__dirname, "..", "crds"), join(__dirname, "..", "..", "crds")];
  return candidates.map((directory) => join(directory, "functions.yaml")).find(existsSync) as string;
}
