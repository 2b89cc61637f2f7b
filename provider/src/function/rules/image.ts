// What must hold for the image of a function and for where it comes from.
import { sourceProblems } from "../../builders/source";
import type { Problem } from "../../core/problems";
import type { Known, Names } from "./known";

export function oneImage(_known: Known, names: Names): Problem[] {
  const given = ["source", "image"].filter((name) => names().includes(name));
  if (given.length === 1) return [];
  return given.length === 2
    ? [{ propertyPath: "image", reason: "source and image are both given; keep one of them" }]
    : [
        {
          propertyPath: "source",
          reason: "is required: give source (a Go directory to build) or image (a reference with a digest)",
        },
      ];
}

export function registryOfSource(_known: Known, names: Names): Problem[] {
  if (!names().includes("source") || names().includes("registry")) return [];
  const reason = "is required with source: give it here, or in the configuration knative-faas:registry";
  return [{ propertyPath: "registry", reason }];
}

export function buildable({ source }: Known): Problem[] {
  return source === undefined ? [] : sourceProblems(source);
}
