// The outputs of a function, for the program and for other stacks.
import type * as pulumi from "@pulumi/pulumi";
import { namespaceOf } from "../kubernetes/kubernetesObject";
import { asOutput, delayed } from "../pulumi/value";
import { functionManifest } from "./functionObject";
import { type Deployed, releases, routes } from "./release/releaseOutputs";
import { servedUrl } from "./release/revision";
import type { Site } from "./site";

/** The parts of a registered function that its outputs are read from. */
interface Registered extends Deployed {
  /** Known once the triggers and the domains are ready. */
  callers: pulumi.Output<unknown>[];
}

export type FunctionOutputs = Readonly<ReturnType<typeof outputsOf>>;

export function outputsOf(site: Site, registered: Registered) {
  const { spec } = site;
  const { next, newest, traffic } = registered;
  const { metadata } = newest.service;
  const image = asOutput(next.image);
  const deployed = releases(site, registered);
  return {
    name: metadata.name,
    namespace: namespaceOf(newest.service),
    url: behind(servedUrl(spec, traffic.status), registered.callers),
    image,
    digest: image.apply((reference) => reference.split("@")[1] ?? ""),
    revision: newest.ready,
    traffic: routes(site, newest, traffic),
    release: deployed.apply(({ release }) => release),
    releases: deployed.apply(({ releases: others }) => others),
    manifest: functionManifest(spec, spec.given, { ...next.content, image, volumes: next.volumes }),
  };
}

/** The value, once the others are known. */
function behind(value: pulumi.Output<string>, others: pulumi.Output<unknown>[]): pulumi.Output<string> {
  return asOutput(delayed(value, ...others));
}
