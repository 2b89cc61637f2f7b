// What a Pod belongs to: by the value of its label, or, for the Jobs of gates, by the owners of its Job.
import { type ApiServer, objectAt } from "../clusterRequest";
import { jobLabel, type LogOwner, type LogSelection } from "./logSelections";

// biome-ignore lint/suspicious/noExplicitAny: a Pod
type Pod = any;

export async function ownerOfPod(
  config: ApiServer,
  { label, owners, namespace }: LogSelection,
  { metadata }: Pod,
): Promise<LogOwner | undefined> {
  const value = metadata.labels?.[label] ?? "";
  if (label !== jobLabel) return owners[value];
  const service = await serviceOfJob(config, namespace, value);
  return service === undefined ? undefined : owners[service];
}

/** The Job of a gate belongs to the Knative Service; that of its program belongs to the gate's Job or to the Service. */
async function serviceOfJob(
  config: ApiServer,
  namespace: string,
  name: string,
  depth = 2,
): Promise<string | undefined> {
  if (depth === 0) return undefined;
  const job = await objectAt(config, `/apis/batch/v1/namespaces/${namespace}/jobs/${name}`);
  const owners: { kind: string; name: string }[] = job?.metadata.ownerReferences ?? [];
  const service = owners.find(({ kind }) => kind === "Service");
  const outer = owners.find(({ kind }) => kind === "Job");
  if (service !== undefined || outer === undefined) return service?.name;
  return serviceOfJob(config, namespace, outer.name, depth - 1);
}
