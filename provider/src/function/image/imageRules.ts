// Rules for the image of a function and its origin.
import { dockerfileProblems } from "../../build/dockerImage";
import { sourceProblems } from "../../build/go/goDirectory";
import { byDigest, imageByDigest } from "../../input/names";
import { type Problem, show } from "../../input/problems";
import { repositoryProblems } from "../../registry/repositoryProblems";
import type { Known, Names } from "../knownArgs";

const origins = ["source", "dockerfile", "image", "release"];

export const imageIsRequired: Problem = {
  propertyPath: "source",
  reason:
    "is required: set source (a Go directory to build), dockerfile (a directory with a Dockerfile), image (a reference with a digest) or release (what another stack deployed)",
};

export function oneImage({ traffic }: Known, names: Names): Problem[] {
  const given = origins.filter((name) => names().includes(name));
  if (given.length === 1) return [];
  const [, second] = given;
  if (second !== undefined)
    return [{ propertyPath: second, reason: `${given.join(" and ")} are mutually exclusive; set only one` }];
  return isRollback(traffic) ? [] : [imageIsRequired];
}

/** With traffic for earlier revisions only, the last image is reused. */
function isRollback(traffic: Known["traffic"]): boolean {
  return traffic?.every(({ latest }) => latest === undefined) ?? false;
}

/** A tag may refer to another image tomorrow; then the deployment is not reproducible. */
export function digestOfImage({ image, allowMutableTag }: Known): Problem[] {
  if (image === undefined || allowMutableTag === true || imageByDigest.safeParse(image).success) return [];
  return [{ propertyPath: "image", reason: `${byDigest}, got ${show(image)}; add its digest, or set allowMutableTag` }];
}

export function registryOfSource(_known: Known, names: Names): Problem[] {
  const built = ["source", "dockerfile"].find((name) => names().includes(name));
  const needed = built ?? programOf(names);
  if (needed === undefined || names().includes("registry")) return [];
  const reason = `is required with ${needed}: set it here, in the configuration knative-faas:registry, or in the variable KO_DOCKER_REPO`;
  return [{ propertyPath: "registry", reason }];
}

/** Finds registries that nobody can push to, and repository names that are invalid. */
export function repositoryOfImage({ registry, name }: Known, names: Names): Problem[] {
  const isOwn = ["source", "dockerfile", "release"].some((origin) => names().includes(origin));
  if (registry === undefined || !(isOwn || programOf(names) !== undefined)) return [];
  return repositoryProblems(registry, isOwn ? name : undefined, "registry");
}

/** The property whose program, one of this package's, has to be built. */
function programOf(names: Names): string | undefined {
  if (names().includes("rollout") && !names("rollout").includes("image")) return "rollout";
  const triggers = (kinds: string[]) =>
    kinds.flatMap((kind) => names(`triggers.${kind}`).map((key) => `triggers.${kind}.${key}`));
  const sources = triggers(["kafka", "mqtt", "redis"]);
  const answering = triggers(["event", "cron", "mqtt", "redis"]).filter((path) => names(path).includes("replies"));
  const programs = [...sources, ...answering.map((path) => `${path}.replies`)];
  return programs.find((path) => !names(path).includes("image"));
}

export function buildable({ source, dockerfile }: Known): Problem[] {
  return [
    ...(source === undefined ? [] : sourceProblems(source, "source")),
    ...(dockerfile === undefined ? [] : dockerfileProblems(dockerfile)),
  ];
}
