// The component Function: image, Secret, Knative Service, traffic.
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { builtImage } from "../builders/image";
import { ko } from "../builders/ko";
import { applied, KubernetesObject, KubernetesPatch } from "../core/kubernetes";
import { afterChecks, validate } from "../core/validate";
import type { FunctionArgs } from "./args.gen";
import { makeSecret, makeService, makeTraffic } from "./manifest";
import { makeTemplate } from "./manifest/template";
import { readyRevision, revisionName, type ServiceStatus, secretName, servedUrl } from "./revision";
import { functionRules } from "./rules";
import { functionArgs } from "./schema";
import { type FunctionSpec, functionSpec } from "./spec";

/** A function on Knative; see the schema for the arguments. */
export class Function extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly image: pulumi.Output<string>;
  readonly digest: pulumi.Output<string>;
  readonly revision: pulumi.Output<string>;

  constructor(name: string, args: FunctionArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("knative-faas:index:Function", name, {}, options);
    const checked = validate("Function", functionArgs, withDefaults(name, args), functionRules);
    const spec = functionSpec(name, checked);

    this.image = this.builtOrGiven(spec, checked);
    this.digest = this.image.apply((image) => image.slice(image.indexOf("@") + 1));
    const secret = this.secret(name, spec, afterChecks(checked, args.source === undefined ? undefined : this.image));
    const template = makeTemplate(spec, this.image, secret);
    const revision = revisionName(spec, template);
    const service = this.service(name, makeService(spec, template, revision), spec);
    this.revision = readyRevision(service.status as pulumi.Output<ServiceStatus>, revision);
    const traffic = new KubernetesPatch(`${name}-traffic`, "traffic", makeTraffic(spec, this.revision), {
      parent: this,
      dependsOn: service,
    });

    this.url = servedUrl(spec, traffic.status as pulumi.Output<ServiceStatus>);
    this.registerOutputs({ url: this.url, image: this.image, digest: this.digest, revision: this.revision });
  }

  private builtOrGiven(spec: FunctionSpec, { source, image, registry }: FunctionArgs): pulumi.Output<string> {
    if (source === undefined) return pulumi.output(image as pulumi.Input<string>);
    const config = new pulumi.Config("knative-faas");
    const build = pulumi
      .all([spec.name, registry, source.baseImage ?? config.get("baseImage")])
      .apply(([name, host, baseImage]) => ({
        name,
        directory: resolve(source.directory),
        repository: `${host}/${name}`,
        baseImage,
      }));
    return builtImage(ko, this, build);
  }

  /** Waits for the checks and the build, so that a program that does not compile leaves nothing behind. */
  private secret(name: string, spec: FunctionSpec, built: pulumi.Input<unknown>): pulumi.Output<string> | undefined {
    if (spec.secrets === undefined) return undefined;
    const hashed = pulumi.all([secretName(spec), built]).apply(([known]) => known);
    const manifest = makeSecret({ ...spec, secrets: pulumi.secret(spec.secrets) }, hashed);
    return new KubernetesObject(`${name}-secrets`, applied(manifest), { parent: this }).metadata.name;
  }

  private service(name: string, manifest: ReturnType<typeof makeService>, spec: FunctionSpec): KubernetesObject {
    // Knative decides within the progress deadline; the rest is for the image resolver, the scheduler and the route.
    const slack = 80;
    const limit = typeof spec.readySeconds === "number" ? spec.readySeconds + slack : 3600;
    const customTimeouts = { create: `${limit}s`, update: `${limit}s` };
    return new KubernetesObject(name, manifest, { parent: this, customTimeouts });
  }
}

/** What the resource's name and the configuration stand in for; it is checked as if it were given. */
function withDefaults(name: string, args: FunctionArgs): FunctionArgs {
  if (args.source === undefined) return { ...args, name: args.name ?? name };
  const config = new pulumi.Config("knative-faas");
  const registry = args.registry ?? config.get("registry");
  return { ...args, name: args.name ?? name, registry };
}
