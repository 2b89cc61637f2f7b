// Rules for placement, DNS and annotations, as Kubernetes and Knative check them.
import { type Problem, show } from "../../input/problems";
import type { Known } from "../knownArgs";
import { autoscalingKeys, ownKeys as keysElsewhere, queueProxyKey } from "../service/annotations";

/** kubernetes v1.35, pkg/apis/core/validation: ValidateTolerations. */
export function tolerations({ pod }: Known): Problem[] {
  return (pod?.tolerations ?? []).flatMap(({ key, operator, value, effect, tolerationSeconds }, index) => {
    const at = (name: string, reason: string) => ({ propertyPath: `pod.tolerations.${index}.${name}`, reason });
    return [
      ...(key === undefined && operator !== "Exists"
        ? [at("operator", 'expected "Exists" without key; set key, or set operator to "Exists"')]
        : []),
      ...(operator === "Exists" && value
        ? [at("value", `must be empty with "Exists", got ${show(value)}; leave it out`)]
        : []),
      ...(tolerationSeconds !== undefined && effect !== "NoExecute"
        ? [at("tolerationSeconds", 'is for the effect "NoExecute" only; set effect, or leave it out')]
        : []),
    ];
  });
}

interface Requirement {
  operator: string;
  values?: string[] | undefined;
}

/** Checks the operators of node and label selectors at any depth. */
export function selectors({ pod }: Known): Problem[] {
  return findRequirements(pod?.affinity, "pod.affinity").concat(
    findRequirements(pod?.topologySpreadConstraints, "pod.topologySpreadConstraints"),
  );
}

function findRequirements(value: unknown, path: string): Problem[] {
  if (value === null || typeof value !== "object") return [];
  const below = Object.entries(value).flatMap(([key, inner]) => findRequirements(inner, `${path}.${key}`));
  return "operator" in value ? [...requirement(value as Requirement, path), ...below] : below;
}

function requirement({ operator, values = [] }: Requirement, path: string): Problem[] {
  const wanted: Record<string, [string, (count: number) => boolean]> = {
    In: ["at least one value", (count) => count > 0],
    NotIn: ["at least one value", (count) => count > 0],
    Exists: ["no values", (count) => count === 0],
    DoesNotExist: ["no values", (count) => count === 0],
    Gt: ["one value", (count) => count === 1],
    Lt: ["one value", (count) => count === 1],
  };
  const [count, holds] = wanted[operator] ?? ["", () => true];
  return holds(values.length)
    ? []
    : [{ propertyPath: `${path}.values`, reason: `expected ${count} with ${show(operator)}, got ${show(values)}` }];
}

export function spreading({ pod }: Known): Problem[] {
  return (pod?.topologySpreadConstraints ?? []).flatMap(({ minDomains, whenUnsatisfiable }, index) =>
    minDomains === undefined || whenUnsatisfiable === "DoNotSchedule"
      ? []
      : [
          {
            propertyPath: `pod.topologySpreadConstraints.${index}.minDomains`,
            reason: 'is for whenUnsatisfiable "DoNotSchedule" only; leave it out',
          },
        ],
  );
}

export function nameServers({ pod }: Known): Problem[] {
  if (pod?.dnsPolicy !== "None" || (pod.dnsConfig?.nameservers ?? []).length > 0) return [];
  return [
    {
      propertyPath: "pod.dnsConfig.nameservers",
      reason: 'is required with dnsPolicy "None": name at least one server',
    },
  ];
}

export function tlsOnlyOff({ network }: Known): Problem[] {
  if (network?.externalDomainTls !== true) return [];
  return [
    {
      propertyPath: "network.externalDomainTls",
      reason: "can only be set to false here; it is turned on for all functions in Knative, got true",
    },
  ];
}

/** This package's annotations, with the property that sets each. */
const ownKeys = new Map([
  ...Object.entries(autoscalingKeys).map(([name, key]): [string, string] => [key, `scale.${name}`]),
  ...["requests", "limits"].flatMap((kind) =>
    ["cpu", "memory", "ephemeralStorage"].map((name): [string, string] => [
      queueProxyKey(kind, name),
      `queueProxy.${kind}.${name}`,
    ]),
  ),
  [keysElsewhere.readySeconds, "timeouts.readySeconds"],
  [keysElsewhere.rolloutSeconds, "rolloutSeconds"],
  [keysElsewhere.visibility, "visibility"],
]);

/** Knative has several spellings of one annotation, so a second value for it would be ambiguous. */
export function reservedAnnotations({ labels, annotations, pod }: Known): Problem[] {
  const maps = { labels, annotations, "pod.annotations": pod?.annotations };
  return Object.entries(maps).flatMap(([map, entries]) =>
    Object.keys(entries ?? {}).flatMap((key) => {
      const reason = reasonAgainst(key, map);
      return reason === undefined ? [] : [{ propertyPath: `${map}.${key}`, reason }];
    }),
  );
}

/** serving v0.50, pkg/apis/serving/metadata_validation.go and networking, pkg/apis/networking/metadata_validation.go. */
function reasonAgainst(key: string, map: string): string | undefined {
  const property = ownKeys.get(key);
  if (property !== undefined) return `is set by the property ${property}; set it there`;
  if (map === "annotations" && key.startsWith("autoscaling.knative.dev/"))
    return "belongs to the Pods; set it in pod.annotations";
  if (/^serving\.knative\.dev\/(creator|lastModifier)$/.test(key)) return "is written by Knative itself; leave it out";
  if (key.startsWith("pulumi.com/")) return "controls how Pulumi waits, which this component sets itself; leave it out";
  return undefined;
}
