// A function as an object of kind Function, for clusters whose controller deploys functions. Pure.
import type { Input, Output } from "@pulumi/pulumi";
import { filled, given } from "../input/given";
import type { Manifest } from "../kubernetes/kubernetesObject";
import { asOutput, combined } from "../pulumi/value";
import type { FunctionArgs, FunctionTrafficArgs } from "./functionArgs.gen";
import type { FunctionSpec } from "./functionSpec";

export const functionKind = { apiVersion: "knative-faas.dev/v1alpha1", kind: "Function" };

/** The arguments that such an object lacks, by property path, with the reason. */
export const omitted: Record<string, string> = {
  name: "is the object's own name",
  namespace: "is the object's own namespace",
  adopt: "applies to a stack; the controller never adopts existing objects",
  source: "a cluster has no directory to build: it gets the image",
  dockerfile: "a cluster has no directory to build: it gets the image",
  release: "a release is a value of stacks: its image is in `image`",
  require: "applies to a release",
  allowMutableTag: "the image is always referenced by digest",
  registry: "nothing is built or copied",
  registryLogin: "nothing is pushed, and a password would be in plain text; `pullSecrets` names a Secret to pull with",
  secrets: "would be in plain text; `envFrom` and `envValueFrom` name existing Secrets",
  "volumes.NAME.files": "the content is stored in a ConfigMap, which `configMap` names",
  "volumes.NAME.secretFiles": "would be in plain text; `secret` names an existing Secret",
  "traffic[].release": "a release is a value of stacks: its revision is in `revision`",
  rollout: "gates and steps belong to an update; shares of `traffic` are changed by hand or by another tool",
  revisions: "an update retains revisions; here Knative's garbage collection decides",
  budget: "limits the revisions that an update runs side by side",
};

/** The objects that replace arguments. */
export interface Replacements {
  image: Input<string>;
  /** Names of the Secrets with the variables of `secrets`, and with the login of the registry. */
  secret: Input<string> | undefined;
  pullSecret: Input<string> | undefined;
  /** With references to objects instead of content. */
  volumes: FunctionSpec["volumes"];
}

/** Contains only what is set, no defaults. */
export function functionObject(spec: FunctionSpec, args: FunctionArgs, made: Replacements): Manifest {
  const { labels, annotations } = args;
  return {
    ...functionKind,
    metadata: { name: spec.name, namespace: spec.namespace, ...given({ labels, annotations }) },
    spec: { image: made.image, ...given({ ...same(args), ...named(args, made) }) },
  };
}

/** The object as one value; in most programs only the image is unknown, so that it takes a single Output. */
export function functionManifest(
  spec: FunctionSpec,
  args: FunctionArgs,
  { image, ...made }: Replacements,
): Output<Manifest> {
  const withoutImage = functionObject(spec, args, { image: "", ...made });
  const filled = (known: string, rest: unknown): Manifest => {
    const object = rest as Manifest;
    return { ...object, spec: { ...object.spec, image: known } };
  };
  return asOutput(combined([asOutput(image), withoutImage], filled));
}

function same(args: FunctionArgs): Partial<FunctionArgs> {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !(name in omitted))) as Partial<FunctionArgs>;
}

/** The properties that refer to the objects with the content. */
function named(
  { envFrom = [], pullSecrets = [], traffic }: FunctionArgs,
  { secret, pullSecret, volumes }: Replacements,
) {
  return {
    envFrom: filled([...(secret === undefined ? [] : [{ secretRef: { name: secret } }]), ...envFrom]),
    pullSecrets: filled([...(pullSecret === undefined ? [] : [pullSecret]), ...pullSecrets]),
    volumes: Object.keys(volumes).length === 0 ? undefined : volumes,
    traffic: traffic?.map(byRevision),
  };
}

function byRevision({ release, ...target }: FunctionTrafficArgs): object {
  if (release === undefined) return target;
  return { revision: combined([release], ({ revision }) => revision), ...target };
}
