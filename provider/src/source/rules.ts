// What must hold for an event source's arguments beyond the schema.
import { sourceProblems } from "../builders/source";
import type { Problem } from "../core/problems";
import type { Rule } from "../core/validate";
import type { Kind } from "../triggers/kind";
import { type SourceKind, sourceKinds } from "../triggers/kinds";

// biome-ignore lint/suspicious/noExplicitAny: the kinds' schemas are met by their names
type Known = any;

export const sourceRules: Rule<Known>[] = [ofKind, registryOfDirectory, buildable];

function ofKind(known: Known): Problem[] {
  return (Object.keys(sourceKinds) as SourceKind[]).flatMap((kind) => {
    const { problems } = sourceKinds[kind] as Kind<unknown>;
    return known[kind] === undefined ? [] : (problems?.(known[kind], kind) ?? []);
  });
}

function buildable({ container }: Known): Problem[] {
  return container?.directory === undefined ? [] : sourceProblems(container, "container");
}

function registryOfDirectory({ container }: Known, names: (map?: string) => string[]): Problem[] {
  if (container?.directory === undefined || names().includes("registry")) return [];
  const reason =
    "is needed to push the image that is built; set it, or the configuration knative-faas:registry, e.g. pulumi config set knative-faas:registry ghcr.io/acme";
  return [{ propertyPath: "registry", reason }];
}
