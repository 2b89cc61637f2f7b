// What must hold for the steps and gates of a rollout.
import { type Problem, show } from "../../input/problems";
import type { Known } from "../knownArgs";

export function risingSteps({ rollout }: Known): Problem[] {
  const steps = rollout?.steps ?? [];
  return steps.flatMap((step, index) => {
    const last = steps[index - 1];
    if (last === undefined || step > last) return [];
    return [
      {
        propertyPath: `rollout.steps.${index}`,
        reason: `expected more than the step before (${show(last)}), got ${show(step)}`,
      },
    ];
  });
}

export function boundedQuery({ rollout }: Known): Problem[] {
  return (["smoke", "each"] as const).flatMap((name) => {
    const query = rollout?.[name]?.prometheus;
    if (query === undefined || query.atMost !== undefined || query.atLeast !== undefined) return [];
    return [
      { propertyPath: `rollout.${name}.prometheus`, reason: "expected atMost, atLeast or both; set one of them" },
    ];
  });
}

export function eachNeedsSteps({ rollout }: Known): Problem[] {
  if (rollout?.each === undefined || (rollout.steps ?? []).length > 0) return [];
  return [
    {
      propertyPath: "rollout.each",
      reason: "is asked after each step, and there are none; give steps, e.g. [5, 25, 100]",
    },
  ];
}
