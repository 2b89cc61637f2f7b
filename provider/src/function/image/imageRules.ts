// What must hold for the image of a function and for where it comes from.
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
    "is required: give source (a Go directory to build), dockerfile (a directory with a Dockerfile), image (a reference with a digest) or release (what another stack deployed)",
};

export function oneImage({ traffic }: Known, names: Names): Problem[] {
  const given = origins.filter((name) => names().includes(name));
  if (given.length === 1) return [];
  const [, second] = given;
  if (second !== undefined)
    return [{ propertyPath: second, reason: `${given.join(" and ")} are mutually exclusive; set only one` }];
  return goesBack(traffic) ? [] : [imageIsRequired];
}

/** With traffic for earlier revisions only, the image that was there last stays. */
function goesBack(traffic: Known["traffic"]): boolean {
  return traffic?.every(({ latest }) => latest === undefined) ?? false;
}

/** A tag may mean another image tomorrow, and then a deploy is not repeatable. */
export function digestOfImage({ image, allowMutableTag }: Known): Problem[] {
  if (image === undefined || allowMutableTag === true || imageByDigest.safeParse(image).success) return [];
  return [
    { propertyPath: "image", reason: `${byDigest}, got ${show(image)}; name its digest, or set allowMutableTag` },
  ];
}

export function registryOfSource(_known: Known, names: Names): Problem[] {
  const built = ["source", "dockerfile"].find((name) => names().includes(name));
  const needed = built ?? programOf(names);
  if (needed === undefined || names().includes("registry")) return [];
  const reason = `is required with ${needed}: give it here, in the configuration knative-faas:registry, or in the variable KO_DOCKER_REPO`;
  return [{ propertyPath: "registry", reason }];
}

/** Where nobody can push, or a repository of a name that none can have. */
export function repositoryOfImage({ registry, name }: Known, names: Names): Problem[] {
  const isOwn = ["source", "dockerfile", "release"].some((origin) => names().includes(origin));
  if (registry === undefined || !(isOwn || programOf(names) !== undefined)) return [];
  return repositoryProblems(registry, isOwn ? name : undefined, "registry");
}

/** What is run by a program of ours that has to be built. */
function programOf(names: Names): string | undefined {
  if (names().includes("rollout") && !names("rollout").includes("image")) return "rollout";
  return (["mqtt", "redis"] as const).flatMap((kind) =>
    names(`triggers.${kind}`)
      .filter((key) => !names(`triggers.${kind}.${key}`).includes("image"))
      .map((key) => `triggers.${kind}.${key}`),
  )[0];
}

export function buildable({ source, dockerfile }: Known): Problem[] {
  return [
    ...(source === undefined ? [] : sourceProblems(source, "source")),
    ...(dockerfile === undefined ? [] : dockerfileProblems(dockerfile)),
  ];
}
