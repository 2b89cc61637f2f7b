// Rules for the requests and limits of each container.
import { quantity } from "../../input/names";
import type { Problem } from "../../input/problems";
import { nanos } from "../../input/quantity";
import type { Known } from "../knownArgs";

type Amounts = NonNullable<NonNullable<Known["resources"]>["requests"]>;
type Resources = { requests?: Amounts; limits?: Amounts } | undefined;

export function limitsHoldRequests({ resources, queueProxy, pod }: Known): Problem[] {
  const extra = (list: "sidecars" | "initContainers") =>
    (pod?.[list] ?? []).flatMap((container, index) => bounds(`pod.${list}.${index}.resources`, container.resources));
  return [
    ...bounds("resources", resources),
    ...bounds("queueProxy", queueProxy),
    ...extra("sidecars"),
    ...extra("initContainers"),
  ];
}

/** Invalid amounts are reported by the schema. */
const isAmount = (given: unknown) => quantity.safeParse(given).success;

function bounds(path: string, resources: Resources): Problem[] {
  const { requests = {}, limits = {} } = resources ?? {};
  const plain = (["cpu", "memory", "ephemeralStorage"] as const).flatMap((name) => {
    const [request, limit] = [requests[name], limits[name]];
    if (request === undefined || limit === undefined || ![request, limit].every(isAmount)) return [];
    if (nanos(request) <= nanos(limit)) return [];
    return [
      {
        propertyPath: `${path}.requests.${name}`,
        reason: `expected at most the limit (${limit}), got ${request}`,
      },
    ];
  });
  return [...plain, ...extended(path, requests.extended ?? {}, limits.extended ?? {})];
}

/** Kubernetes does not overcommit these: it rejects a request without a limit, or one that differs from it. */
function extended(path: string, requests: Record<string, string>, limits: Record<string, string>): Problem[] {
  const all = Object.entries(requests).filter(([name, request]) => [request, limits[name] ?? "0"].every(isAmount));
  const wrong = all.filter(([name, request]) => limits[name] === undefined || nanos(limits[name]) !== nanos(request));
  return wrong.map(([name, request]) => ({
    propertyPath: `${path}.requests.extended.${name}`,
    reason: `expected the same amount as in limits.extended (${limits[name] ?? "not set"}), got ${request}`,
  }));
}
