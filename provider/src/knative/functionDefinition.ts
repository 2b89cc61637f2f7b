// The definition of Function objects, which is generated from the arguments of the component.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import type { Manifest } from "../kubernetes/kubernetesObject";

/** With its descriptions, as `kubectl explain` tells them. */
export function functionDefinition(): Manifest {
  return load(readFileSync(file(), "utf8")) as Manifest;
}

/** Beside dist in a package, beside src in this repository. */
function file(): string {
  const near = [join(__dirname, "..", "crds"), join(__dirname, "..", "..", "crds")];
  return near.map((directory) => join(directory, "functions.yaml")).find(existsSync) as string;
}
