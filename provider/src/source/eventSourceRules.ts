// Rules for an event source's arguments beyond the schema.

import { sourceProblems } from "../build/go/goDirectory";
import type { Kind } from "../events/kinds/kind";
import { type SourceKind, sourceKinds } from "../events/kinds/kinds";
import { isBuilt } from "../events/sourceImage";
import type { Problem } from "../input/problems";
import type { Rule } from "../input/validate";
import { distinctPullSecrets } from "../registry/pullSecret";
import { repositoryProblems } from "../registry/repositoryProblems";

// biome-ignore lint/suspicious/noExplicitAny: the kinds' schemas are matched by name
type Known = any;

export const sourceRules: Rule<Known>[] = [
  ofKind,
  registryOfDirectory,
  registryOfProgram,
  repositoryOfImage,
  buildable,
  distinctPullSecrets,
  scalesNothing,
  repliesOfSink,
  pullsNothing,
];

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
  return [registryIsRequired];
}

function registryOfProgram(_known: Known, names: (map?: string) => string[]): Problem[] {
  const given = (Object.keys(sourceKinds) as SourceKind[]).filter((kind) => names().includes(kind));
  const image = (path: string) => (names(path).includes("image") ? { image: "given" } : {});
  const replies = (kind: SourceKind) =>
    kind !== "kafka" && names(kind).includes("replies")
      ? { replies: { bootstrapServers: [], ...image(`${kind}.replies`) } }
      : {};
  const built = given.some((kind) => isBuilt(sourceKinds[kind], { ...image(kind), ...replies(kind) }));
  return built && !names().includes("registry") ? [registryIsRequired] : [];
}

function repositoryOfImage({ container, registry, name }: Known): Problem[] {
  if (registry === undefined) return [];
  return repositoryProblems(registry, container?.directory === undefined ? undefined : name, "registry");
}

const registryIsRequired: Problem = {
  propertyPath: "registry",
  reason:
    "is required to push the built image; set it, or the configuration knative-faas:registry, e.g. pulumi config set knative-faas:registry ghcr.io/acme",
};

function scalesNothing(known: Known): Problem[] {
  return ["kafka", "redis"]
    .filter((kind) => known[kind]?.scale !== undefined)
    .map((kind) => ({
      propertyPath: `${kind}.scale`,
      reason: `is only valid in a function's trigger, because it scales the function; leave it out, or set triggers.${kind} of the function`,
    }));
}

/** Brokers and channels take an event without an answer. The address of another object is not known to the program of answers. */
function repliesOfSink({ sink, ...known }: Known): Problem[] {
  return ["kafka", "cron", "mqtt", "redis"].flatMap((kind) => {
    const silent = ["broker", "channel", ...(kind === "kafka" ? [] : ["ref"])].find((to) => sink?.[to] !== undefined);
    if (known[kind]?.replies === undefined || silent === undefined) return [];
    const reason = `requires a sink that answers, got a ${silent}; leave it out, or send the events to a function`;
    return [{ propertyPath: `${kind}.replies`, reason }];
  });
}

/** The Pods of the other kinds belong to Knative. */
const withPods = (Object.keys(sourceKinds) as SourceKind[]).filter(
  (kind) => kind === "container" || sourceKinds[kind].program !== undefined,
);

function pullsNothing(known: Known, names: (map?: string) => string[]): Problem[] {
  if (withPods.some((kind) => known[kind] !== undefined) || known.cron?.replies !== undefined) return [];
  return ["registryLogin", "pullSecrets"]
    .filter((property) => names().includes(property))
    .map((property) => ({
      propertyPath: property,
      reason: `is only valid with ${withPods.join(", ")}, because other kinds of sources have no Pods; leave it out`,
    }));
}
