// What must hold for the image of a function and for where it comes from.
import { dockerfileProblems } from "../../builders/dockerfile";
import { sourceProblems } from "../../builders/source";
import { byDigest, imageByDigest } from "../../core/names";
import { type Problem, show } from "../../core/problems";
import type { Known, Names } from "./known";

const origins = ["source", "dockerfile", "image"];

export function oneImage(_known: Known, names: Names): Problem[] {
  const given = origins.filter((name) => names().includes(name));
  if (given.length === 1) return [];
  const [, second] = given;
  if (second !== undefined)
    return [{ propertyPath: second, reason: `${given.join(" and ")} are given; keep one of them` }];
  const reason =
    "is required: give source (a Go directory to build), dockerfile (a directory with a Dockerfile) or image (a reference with a digest)";
  return [{ propertyPath: "source", reason }];
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
  if (built === undefined || names().includes("registry")) return [];
  const reason = `is required with ${built}: give it here, or in the configuration knative-faas:registry`;
  return [{ propertyPath: "registry", reason }];
}

export function buildable({ source, dockerfile }: Known): Problem[] {
  return [
    ...(source === undefined ? [] : sourceProblems(source, "source")),
    ...(dockerfile === undefined ? [] : dockerfileProblems(dockerfile)),
  ];
}
