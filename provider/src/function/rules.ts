// What must hold between several properties of a function.

import type { z } from "zod";
import { sourceProblems } from "../builders/source";
import { type Problem, show } from "../core/problems";
import type { Rule } from "../core/validate";
import type { functionArgs } from "./schema";

type Known = z.infer<typeof functionArgs>;

export const functionRules: Rule<Known>[] = [
  oneImage,
  registryOfSource,
  scaleBounds,
  initialBounds,
  distinctNames,
  limitsHoldRequests,
  buildable,
];

function oneImage(_known: Known, names: (map?: string) => string[]): Problem[] {
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

function registryOfSource(_known: Known, names: (map?: string) => string[]): Problem[] {
  if (!names().includes("source") || names().includes("registry")) return [];
  const reason = "is required with source: give it here, or in the configuration knative-faas:registry";
  return [{ propertyPath: "registry", reason }];
}

function buildable({ source }: Known): Problem[] {
  return source === undefined ? [] : sourceProblems(source.directory);
}

function scaleBounds({ scale }: Known): Problem[] {
  const { min, max } = scale ?? {};
  if (min === undefined || max === undefined || max === 0 || min <= max) return [];
  return [
    { propertyPath: "scale.min", reason: `expected at most scale.max (${max}), got ${min}; lower min or raise max` },
  ];
}

function initialBounds({ scale }: Known): Problem[] {
  const { initial, max } = scale ?? {};
  if (initial === undefined || max === undefined || max === 0 || initial <= max) return [];
  return [{ propertyPath: "scale.initial", reason: `expected at most scale.max (${max}), got ${initial}` }];
}

/** Both become environment variables of one container. */
function distinctNames(_known: Known, names: (map?: string) => string[]): Problem[] {
  const twice = names("secrets").filter((name) => names("env").includes(name));
  return twice.map((name) => ({
    propertyPath: `secrets.${name}`,
    reason: `is in env too; keep ${show(name)} in one of them`,
  }));
}

function limitsHoldRequests({ resources }: Known): Problem[] {
  return (["cpu", "memory"] as const).flatMap((name) => {
    const request = resources?.requests?.[name];
    const limit = resources?.limits?.[name];
    if (request === undefined || limit === undefined || amount(request) <= amount(limit)) return [];
    return [
      { propertyPath: `resources.requests.${name}`, reason: `expected at most the limit (${limit}), got ${request}` },
    ];
  });
}

const units: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a Kubernetes quantity stands for. */
export function amount(quantity: string): number {
  const [, digits = "", unit = ""] = /^([\d.]+(?:[eE][-+]?\d+)?)(\w*)$/.exec(quantity) ?? [];
  return Number(digits) * (units[unit] ?? 1);
}
