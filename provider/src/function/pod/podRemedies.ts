// Maps the API server's demands on a function's Pods, and on those of its gates, to the properties that meet them. Pure.
import type { ContainerProperties, Remedies } from "../../kubernetes/remedies";
import type { FunctionSpec } from "../functionSpec";

/** The containers of a revision. */
export function podRemedies({ pod }: Pick<FunctionSpec, "pod">): Remedies {
  const own: Record<string, ContainerProperties> = {
    "user-container": { securityContext: "securityContext", resources: "resources" },
    "queue-proxy": { resources: "queueProxy" },
  };
  const lists = ["sidecars", "initContainers"] as const;
  const extra = lists.flatMap((list) =>
    (pod[list] ?? []).map(({ name }, index) => [name, below(`pod.${list}.${index}`)] as const),
  );
  return {
    of: (name) => own[name] ?? extra.find(([one]) => one === name)?.[1] ?? {},
    amounts: "resources or queueProxy",
  };
}

/** `check` is the user's program, if the gate is one; the other Pod is this package's own. */
export function gateRemedies(gate: string, isProgram: boolean): Remedies {
  const job = `rollout.${gate === "smoke" ? "smoke" : "each"}.job`;
  const amounts = isProgram ? `${job}.resources` : "what other Pods use";
  return { of: (name) => (name === "check" ? below(job) : {}), amounts };
}

const below = (path: string): ContainerProperties => ({
  securityContext: `${path}.securityContext`,
  resources: `${path}.resources`,
});
