// The stack's name at servers outside the cluster, such as brokers, which stacks of several clusters and backends share.
import * as pulumi from "@pulumi/pulumi";
import { backendMark, isMocked } from "../pulumi/backend";
import { oncePerDeployment, type State, stackState } from "../pulumi/previous";
import { labelValue } from "./ownershipLabels";

/**
 * Project, stack and backend. A renamed stack keeps the former name: under another one a server would send a whole stream again, and
 * store messages for a session that nobody resumes.
 */
export function stackName(): pulumi.Input<string> {
  const name = `${labelValue(pulumi.getProject())}-${labelValue(pulumi.getStack())}`;
  return isMocked() ? name : pulumi.output(nameSince(name));
}

/** Read once per deployment. */
const kept = oncePerDeployment(async () => {
  const [state, mark] = await Promise.all([stackState(), backendMark()]);
  return { name: nameIn(state), mark };
});

async function nameSince(name: string): Promise<string> {
  const { name: before, mark } = await kept();
  return before ?? (mark === undefined ? name : `${name}-${mark}`);
}

/** Pure: the name in the sources of the last update; undefined if it had none. */
export function nameIn(state: State): string | undefined {
  const templates = Object.values(state)
    .filter(({ type }) => type === "kubernetes:apps/v1:StatefulSet")
    .map(({ outputs }) => outputs?.spec?.template)
    .filter((template) => template?.metadata?.labels?.[sourceLabel] !== undefined);
  return templates.map(({ spec }) => ofSource(spec.containers[0]?.env)).find((name) => name !== undefined);
}

/** The label of the Pods of this package's sources. */
export const sourceLabel = "knative-faas.dev/source";

/** The label of the Pods that write the answers of functions. */
export const repliesLabel = "knative-faas.dev/replies";

/** A source's own name ends with namespace and name of its object (provider/src/events/adapters/adapter.ts). */
function ofSource(variables: { name: string; value?: string }[] = []): string | undefined {
  const { instance, namespace, name } = settingsIn(variables.find((one) => one.name === "SOURCE")?.value);
  const end = `-${namespace}-${name}`;
  return typeof instance === "string" && instance.endsWith(end) ? instance.slice(0, -end.length) : undefined;
}

/** Empty if another client has written something else there. */
function settingsIn(text = "{}"): Record<string, unknown> {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
