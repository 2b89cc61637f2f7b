// Rules for a promoted release and the gates that it must have passed.
import { type Problem, show } from "../../input/problems";
import type { Known, Names } from "../knownArgs";

export function releaseIsWhole({ release }: Known): Problem[] {
  if (!release?.image || !release.digest) return [];
  if (release.image.endsWith(`@${release.digest}`)) return [];
  return [
    {
      propertyPath: "release.image",
      reason: `expected a reference that ends with its digest (@${release.digest}), got ${show(release.image)}; pass the release unchanged`,
    },
  ];
}

export function gatesPassed({ release, require = [] }: Known): Problem[] {
  if (release?.gates === undefined) return [];
  const missing = require.filter((gate) => !release.gates.includes(gate));
  if (missing.length === 0) return [];
  const passed = release.gates.length === 0 ? "none" : release.gates.join(", ");
  return [
    {
      propertyPath: "require",
      reason: `the release has not passed ${missing.join(", ")} (it passed: ${passed}); promote one that has`,
    },
  ];
}

export function requireOfRelease({ require }: Known, names: Names): Problem[] {
  if (require === undefined || names().includes("release")) return [];
  return [
    {
      propertyPath: "require",
      reason: "requires release; set release, or leave it out",
    },
  ];
}
