// The component Knative: registers every object of the installation in its order.
import * as pulumi from "@pulumi/pulumi";
import { applied, KubernetesObject, type Manifest, withAnnotations } from "../core/kubernetes";
import { validate } from "../core/validate";
import type { KnativeArgs } from "./args.gen";
import { manifestDirectory } from "./download";
import { knativeManifests } from "./manifests";
import { inOrder, order, phaseOf } from "./order";
import { knativeArgs } from "./schema";
import { knativeSpec } from "./spec";

/** Knative Serving and its ingress, owned by the stack; see the schema for the arguments. */
export class Knative extends pulumi.ComponentResource {
  readonly version: pulumi.Output<string>;
  readonly domain: pulumi.Output<string>;
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: KnativeArgs = {}, options: pulumi.ComponentResourceOptions = {}) {
    super("knative-faas:index:Knative", name, {}, options);
    const checked = validate("Knative", knativeArgs, args);
    const spec = knativeSpec(checked, new pulumi.Config("knative-faas").get("images"));
    const manifests = knativeManifests(spec, manifestDirectory(spec.manifests));

    const objects = this.register(name, manifests);
    const ready = pulumi.all([...objects.values()].map((object) => object.id));

    this.version = ready.apply(() => spec.version);
    this.domain = ready.apply(() => pulumi.output(spec.domain));
    this.address = gatewayAddress(objects);
    this.registerOutputs({ version: this.version, domain: this.domain, address: this.address });
  }

  private register(name: string, manifests: Manifest[]): Map<Manifest, KubernetesObject> {
    const objects = new Map<Manifest, KubernetesObject>();
    const phases = new Map<string, KubernetesObject[]>();
    for (const phase of inOrder(order)) {
      const dependsOn = phase.after.flatMap((earlier) => phases.get(earlier) ?? []);
      const made = manifests.filter((manifest) => phaseOf(manifest) === phase);
      for (const manifest of made) {
        const { wait, ignoreChanges } = phase;
        const options = { parent: this, dependsOn, ignoreChanges };
        objects.set(
          manifest,
          new KubernetesObject(childName(name, manifest), applied(withAnnotations(manifest, wait)), options),
        );
      }
      phases.set(
        phase.name,
        made.map((manifest) => objects.get(manifest) as KubernetesObject),
      );
    }
    return objects;
  }
}

/** A name that stays the same across versions; the kind is in the resource's type. */
function childName(name: string, { metadata }: Manifest): string {
  return [name, metadata.namespace, metadata.name].filter((part) => part !== undefined).join("/");
}

function gatewayAddress(objects: Map<Manifest, KubernetesObject>): pulumi.Output<string> {
  const service = [...objects.keys()].find(({ kind, metadata }) => kind === "Service" && metadata.name === "kourier");
  const gateway = objects.get(service as Manifest) as KubernetesObject;
  return pulumi.all([gateway.spec, gateway.status]).apply(([spec, status]): string => {
    const balancer = status?.loadBalancer?.ingress?.[0];
    return balancer?.ip ?? balancer?.hostname ?? spec?.externalIPs?.[0] ?? spec?.clusterIP ?? "";
  });
}
