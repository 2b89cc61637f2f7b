// Whom an object that is there calls: by that, another component's is told from what an update of this one that died has made.
import * as pulumi from "@pulumi/pulumi";
import { displayName, type LiveObject } from "../cluster/cluster";
import type { Manifest } from "../kubernetes/kubernetesObject";
import { asOutput, knownOf } from "../pulumi/combined";

interface Reference {
  kind?: string;
  name?: string;
  namespace?: string;
}

/** Of a domain, of a trigger, of a source. */
// biome-ignore lint/suspicious/noExplicitAny: the spec of an object of any kind
const referenceIn = (spec: any): Reference | undefined => spec?.ref ?? spec?.subscriber?.ref ?? spec?.sink?.ref;

/** Why a component of this name may not take over what has the labels of its stack, where it calls another than the component. */
export async function ownedElsewhere(live: LiveObject, manifest: Manifest, component: pulumi.Input<string>) {
  const [own, there] =
    manifest.kind === "ClusterDomainClaim"
      ? await namespaces(live, manifest)
      : await services(live, manifest, component);
  if (own === undefined || there === undefined || own === there) return undefined;
  const what = displayName({ ...live, name: live.metadata.name, namespace: live.metadata.namespace });
  return `${what} is there already, with the labels of this stack, and is for ${there}, not for ${own}: a stack that had this one's name has made it; take it away there first, or adopt: true takes it over, and leaves it in place when this stack is destroyed`;
}

async function namespaces(live: LiveObject, { spec }: Manifest): Promise<(string | undefined)[]> {
  const own = await knownOf(asOutput(spec.namespace as pulumi.Input<string>));
  return [own, live.spec?.namespace].map((name) => name && `namespace ${name}`);
}

/** What a user sends somewhere, as by a flow, may go elsewhere in the next update. */
async function services(live: LiveObject, { spec }: Manifest, component: pulumi.Input<string>) {
  const given = pulumi.Output.isInstance(spec) ? undefined : referenceIn(spec);
  const [own, name] = await Promise.all([knownOf(pulumi.output(given)), knownOf(asOutput(component))]);
  if (own?.kind !== "Service" || own.name !== name) return [];
  const { namespace } = live.metadata;
  return [own as Reference, referenceIn(live.spec)].map(
    (one) => one?.name && displayName({ namespace, ...one } as never),
  );
}
