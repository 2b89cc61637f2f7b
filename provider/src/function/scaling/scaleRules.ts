// Rules for the settings of the autoscaler and for time limits.
import { type Problem, show } from "../../input/problems";
import type { Known, Names } from "../knownArgs";

export function scaleBounds({ scale }: Known): Problem[] {
  const { min, initial, activation, max } = scale ?? {};
  const atMost = Object.entries({ min, initial, activation }).filter(
    ([, value]) => value !== undefined && max !== undefined && max !== 0 && value > max,
  );
  const problems = atMost.map(([name, value]) => ({
    propertyPath: `scale.${name}`,
    reason: `expected at most scale.max (${show(max)}), got ${show(value)}; lower ${name} or raise max`,
  }));
  if (min === undefined || activation === undefined || min <= activation) return problems;
  const reason = `expected at least scale.min (${show(min)}), got ${show(activation)}; raise activation or lower min`;
  return [...problems, { propertyPath: "scale.activation", reason }];
}

const metrics = { kpa: ["concurrency", "rps"], hpa: ["cpu", "memory"] };

/** Under `hpa` Knative accepts any metric, and would query the metrics server for one named "concurrency". */
export function metricOfClass({ scale }: Known): Problem[] {
  const { class: autoscaler = "kpa", metric } = scale ?? {};
  if (metric === undefined || metrics[autoscaler].includes(metric)) return [];
  const other = autoscaler === "kpa" ? "hpa" : "kpa";
  const reason = `expected ${metrics[autoscaler].map(show).join(" or ")} with the class ${show(autoscaler)}, got ${show(metric)}; change it, or set scale.class to ${show(other)}`;
  return [{ propertyPath: "scale.metric", reason }];
}

/** serving v0.50, pkg/apis/autoscaling/annotation_validation.go: validateFloats. */
export function burstCapacity({ scale }: Known): Problem[] {
  const capacity = scale?.targetBurstCapacity;
  if (capacity === undefined || capacity >= 0 || capacity === -1) return [];
  return [{ propertyPath: "scale.targetBurstCapacity", reason: `expected -1 or at least 0, got ${show(capacity)}` }];
}

/** Knative accepts longer ones, but the limit of the complete request ends them. */
export function timeoutBounds({ timeouts }: Known): Problem[] {
  const { requestSeconds = 300 } = timeouts ?? {};
  return (["responseStartSeconds", "idleSeconds"] as const).flatMap((name) => {
    const value = timeouts?.[name];
    if (value === undefined || value <= requestSeconds) return [];
    const reason = `expected at most timeouts.requestSeconds (${show(requestSeconds)}), got ${show(value)}; lower it or raise requestSeconds`;
    return [{ propertyPath: `timeouts.${name}`, reason }];
  });
}

/** A budget can't be enforced without a limit of the autoscaler. */
export function boundedScale({ budget, scale }: Known, names: Names): Problem[] {
  const isLater = scale?.max === undefined && names("scale").includes("max");
  if (budget === undefined || isLater || (scale?.max ?? 0) > 0) return [];
  return [
    {
      propertyPath: "scale.max",
      reason: "is required with budget, or nothing limits the number of Pods; set a limit, e.g. 10",
    },
  ];
}
