// What a stack is called at servers outside the cluster, such as brokers, where stacks of several clusters and backends meet.
import * as pulumi from "@pulumi/pulumi";
import { backendMark, isMocked } from "../pulumi/backend";
import { oncePerDeployment, type State, stackState } from "../pulumi/previous";
import { labelValue } from "./ownershipLabels";

/**
 * Project, stack and backend. What its sources were called stays when the stack is renamed: under another name a server would send
 * all of a stream again, and keep for nobody what comes for a session.
 */
export function stackName(): pulumi.Input<string> {
  const name = `${labelValue(pulumi.getProject())}-${labelValue(pulumi.getStack())}`;
  return isMocked() ? name : pulumi.output(nameSince(name));
}

/** The name of this moment is the same for all that asks in one deployment. */
const kept = oncePerDeployment(async () => {
  const [state, mark] = await Promise.all([stackState(), backendMark()]);
  return { name: nameIn(state), mark };
});

async function nameSince(name: string): Promise<string> {
  const { name: before, mark } = await kept();
  return before ?? (mark === undefined ? name : `${name}-${mark}`);
}

/** Pure: the name by which the stack's sources are known since its last update; undefined where it has none. */
export function nameIn(state: State): string | undefined {
  const templates = Object.values(state)
    .filter(({ type }) => type === "kubernetes:apps/v1:StatefulSet")
    .map(({ outputs }) => outputs?.spec?.template)
    .filter((template) => template?.metadata?.labels?.[sourceLabel] !== undefined);
  return templates.map(({ spec }) => ofSource(spec.containers[0]?.env)).find((name) => name !== undefined);
}

/** On the Pods of each source of ours. */
export const sourceLabel = "knative-faas.dev/source";

/** A source's own name ends with namespace and name of its object (provider/src/events/adapters/adapter.ts). */
function ofSource(variables: { name: string; value?: string }[] = []): string | undefined {
  const text = variables.find(({ name }) => name === "SOURCE")?.value;
  if (text === undefined) return undefined;
  const { instance, namespace, name } = JSON.parse(text);
  const end = `-${namespace}-${name}`;
  return typeof instance === "string" && instance.endsWith(end) ? instance.slice(0, -end.length) : undefined;
}
