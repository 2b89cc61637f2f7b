// The component Knative: registers every object of the installation in its order.
import * as pulumi from "@pulumi/pulumi";
import { announce } from "../core/installation";
import { applied, KubernetesObject, type Manifest, withAnnotations } from "../core/kubernetes";
import { afterChecks, validate } from "../core/validate";
import type { KnativeArgs } from "./args.gen";
import { manifestDirectory } from "./download";
import { configuredImages } from "./images";
import { knativeManifests } from "./manifests";
import { inOrder, order, phaseOf } from "./order";
import { knativeRules } from "./rules";
import { knativeArgs } from "./schema";
import { knativeSpec } from "./spec";

/** Knative Serving and its ingress, owned by the stack; see the schema for the arguments. */
export class Knative extends pulumi.ComponentResource {
  readonly version: pulumi.Output<string>;
  readonly domain: pulumi.Output<string>;
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: KnativeArgs = {}, options: pulumi.ComponentResourceOptions = {}) {
    super("knative-faas:index:Knative", name, {}, options);
    const images = args.images ?? configuredImages(new pulumi.Config("knative-faas").get("images"));
    const checked = validate("Knative", knativeArgs, { ...args, images }, knativeRules);
    const spec = knativeSpec(checked);
    const manifests = knativeManifests(spec, manifestDirectory(spec.manifests));

    const objects = this.register(name, manifests, (value) => afterChecks(checked, value));
    announce(this, { owned: true, features: spec.config.features ?? {}, gate: gateOf(objects) });
    const ready = pulumi.all([...objects.values()].map((object) => object.id));

    this.version = ready.apply(() => spec.version);
    this.domain = ready.apply(() => pulumi.output(spec.domain));
    this.address = gatewayAddress(objects);
    this.registerOutputs({ version: this.version, domain: this.domain, address: this.address });
  }

  /** Everything waits for the namespaces, so `held`, which holds back their names, holds back all. */
  private register(name: string, manifests: Manifest[], held: <T>(value: pulumi.Input<T>) => pulumi.Input<T>) {
    const objects = new Map<Manifest, KubernetesObject>();
    const made = (phase: string) =>
      [...objects].filter(([manifest]) => phaseOf(manifest).name === phase).map(([, object]) => object);
    for (const phase of inOrder(order)) {
      const options = { parent: this, dependsOn: phase.after.flatMap(made), ignoreChanges: phase.ignoreChanges };
      for (const manifest of manifests.filter((candidate) => phaseOf(candidate) === phase)) {
        const waiting = applied(withAnnotations(manifest, phase.wait));
        const { metadata } = waiting;
        const first =
          phase.after.length === 0 ? { ...waiting, metadata: { ...metadata, name: held(metadata.name) } } : waiting;
        objects.set(manifest, new KubernetesObject(childName(name, manifest), first, options));
      }
    }
    return objects;
  }
}

/** A name that stays the same across versions; the kind is in the resource's type. */
function childName(name: string, { metadata }: Manifest): string {
  return [name, metadata.namespace, metadata.name].filter((part) => part !== undefined).join("/");
}

/** The objects of the phases that no other phase comes after. */
function gateOf(objects: Map<Manifest, KubernetesObject>): KubernetesObject[] {
  const last = order.filter(({ name }) => !order.some(({ after }) => after.includes(name)));
  return [...objects].filter(([manifest]) => last.includes(phaseOf(manifest))).map(([, object]) => object);
}

function gatewayAddress(objects: Map<Manifest, KubernetesObject>): pulumi.Output<string> {
  const service = [...objects.keys()].find(({ kind, metadata }) => kind === "Service" && metadata.name === "kourier");
  const gateway = objects.get(service as Manifest) as KubernetesObject;
  return pulumi.all([gateway.spec, gateway.status]).apply(([spec, status]): string => {
    const balancer = status?.loadBalancer?.ingress?.[0];
    return balancer?.ip ?? balancer?.hostname ?? spec?.externalIPs?.[0] ?? spec?.clusterIP ?? "";
  });
}
