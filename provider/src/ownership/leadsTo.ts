// The Service that an existing object points to. It distinguishes another component's object from one that an update of this component created before it died.
import * as pulumi from "@pulumi/pulumi";
import { displayName, type LiveObject } from "../cluster/cluster";
import type { Manifest } from "../kubernetes/kubernetesObject";
import { asOutput, knownOf } from "../pulumi/value";

interface Reference {
  kind: string;
  name: string;
  namespace?: string;
}

/** The reference of a domain, a trigger or a source. */
// biome-ignore lint/suspicious/noExplicitAny: the spec of an object of any kind
const referenceIn = (spec: any): Reference | undefined => spec?.ref ?? spec?.subscriber?.ref ?? spec?.sink?.ref;

/** Why a component of this name may not adopt an object with its stack's labels: the object points to another component. */
export async function ownedElsewhere(live: LiveObject, manifest: Manifest, component: pulumi.Input<string>) {
  const [own, there] =
    manifest.kind === "ClusterDomainClaim"
      ? await namespaces(live, manifest)
      : await services(live, manifest, component);
  if (own === undefined || there === undefined || own === there) return undefined;
  const what = displayName({ ...live, name: live.metadata.name, namespace: live.metadata.namespace });
  return `${what} already exists with the labels of this stack, but points to ${there}, not to ${own}: an earlier stack of the same name created it; delete it there first, or set adopt: true to adopt it and leave it in place when this stack is destroyed`;
}

async function namespaces(live: LiveObject, { spec }: Manifest): Promise<(string | undefined)[]> {
  const own = await knownOf(asOutput(spec.namespace as pulumi.Input<string>));
  return [own, live.spec?.namespace].map((name) => name && `namespace ${name}`);
}

/** An object such as a flow's may send to another target after the next update, so only this component's Service counts. */
async function services(live: LiveObject, { spec }: Manifest, component: pulumi.Input<string>) {
  const given = pulumi.Output.isInstance(spec) ? undefined : referenceIn(spec);
  const [own, name] = await Promise.all([knownOf(pulumi.output(given)), knownOf(asOutput(component))]);
  if (own?.kind !== "Service" || own.name !== name) return [];
  const { namespace } = live.metadata;
  return [own, referenceIn(live.spec)].map((one) => one?.name && displayName({ namespace, ...one }));
}
