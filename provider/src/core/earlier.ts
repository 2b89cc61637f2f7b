// What a stack that had this one's name has left under a component's name. Looked for before an update registers the component: once
// that is in the state, the object looks the same as what an update that died has made.
import * as pulumi from "@pulumi/pulumi";
import { backendMark } from "./backend";
import { asked } from "./cluster";
import { isOwn } from "./marks";
import type { Whereabouts } from "./moves";
import { Failure } from "./problems";
import { refusalOf } from "./refusals";

/** The object that is called as the component is. */
const mains: Record<string, { apiVersion: string; kind: string }> = {
  "knative-faas:index:Broker": { apiVersion: "eventing.knative.dev/v1", kind: "Broker" },
  "knative-faas:index:Function": { apiVersion: "serving.knative.dev/v1", kind: "Service" },
};

/** Rejected where there is such an object, and nobody has said that it is to be adopted. A preview registers nothing. */
export async function refuseEarlier(type: string, adopt: unknown, at: Whereabouts): Promise<void> {
  const main = mains[type];
  const { urn, name, namespace, state } = at;
  if (main === undefined || pulumi.runtime.isDryRun()) return;
  if (urn !== undefined || adopt === true || name === undefined || namespace === undefined) return;
  const object = { ...main, name, namespace };
  const live = (await asked(unregistered(at), (cluster) => cluster.get(object)))?.answer;
  const mark = await backendMark();
  // What is others' is refused later, with all else that is.
  if (live === undefined || !isOwn(live, mark)) return;
  const refusal = refusalOf(live, { urns: [], state, mark, adopt: false, begun: false });
  if (refusal !== undefined) throw new Failure(refusal);
}

/** Stands for the component where its provider is asked for. */
function unregistered({ provider }: Whereabouts): pulumi.ComponentResource {
  return { getProvider: () => provider, urn: pulumi.output("") } as unknown as pulumi.ComponentResource;
}
