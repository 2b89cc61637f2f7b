// A function as an object of its own kind, as a cluster takes it in which a controller makes functions. Pure.
import type { Input, Output } from "@pulumi/pulumi";
import { given } from "../input/given";
import type { Manifest } from "../kubernetes/kubernetesObject";
import { asOutput, combined } from "../pulumi/combined";
import type { FunctionArgs, FunctionTrafficArgs } from "./functionArgs.gen";
import type { FunctionSpec } from "./functionSpec";

export const functionKind = { apiVersion: "knative-faas.dev/v1alpha1", kind: "Function" };

/** The arguments that such an object does not have, by property path, and why. */
export const omitted: Record<string, string> = {
  name: "is the object's own name",
  namespace: "is the object's own namespace",
  adopt: "is asked of a stack; the controller never takes over what is there",
  source: "a cluster has no directory to build: it is given the image",
  dockerfile: "a cluster has no directory to build: it is given the image",
  release: "a release is a value of stacks: its image stands in `image`",
  require: "is asked of a release",
  allowMutableTag: "the image is always given by digest",
  registry: "nothing is built or copied",
  registryLogin: "nothing is pushed, and a password would stand in clear; `pullSecrets` names a Secret to pull with",
  secrets: "would stand in clear; `envFrom` and `envValueFrom` name Secrets that are there",
  "volumes.NAME.files": "the content is kept in a ConfigMap, which `configMap` names",
  "volumes.NAME.secretFiles": "would stand in clear; `secret` names a Secret that is there",
  "traffic[].release": "a release is a value of stacks: its revision stands in `revision`",
  rollout: "gates and steps belong to an update; shares of `traffic` are changed by hand or by another tool",
  revisions: "what stays is kept by an update; Knative's garbage collection decides here",
  budget: "is held against the revisions that an update runs side by side",
};

/** What the component has made of the arguments. */
export interface MadeOfArgs {
  image: Input<string>;
  /** Names of the Secrets with the variables of `secrets`, and with the login of the registry. */
  secret: Input<string> | undefined;
  pullSecret: Input<string> | undefined;
  /** With objects in place of content. */
  volumes: FunctionSpec["volumes"];
}

/** Only what is given is there: a default stands in no such object. */
export function functionObject(spec: FunctionSpec, args: FunctionArgs, made: MadeOfArgs): Manifest {
  const { labels, annotations } = args;
  return {
    ...functionKind,
    metadata: { name: spec.name, namespace: spec.namespace, ...given({ labels, annotations }) },
    spec: { image: made.image, ...given({ ...same(args), ...named(args, made) }) },
  };
}

/** The object as one value; everything but the image is known in most programs, and then it costs one Output. */
export function functionManifest(
  spec: FunctionSpec,
  args: FunctionArgs,
  { image, ...made }: MadeOfArgs,
): Output<Manifest> {
  const object = functionObject(spec, args, { image: "", ...made });
  const filled = (known: string, rest: unknown): Manifest => {
    const whole = rest as Manifest;
    return { ...whole, spec: { ...whole.spec, image: known } };
  };
  return asOutput(combined([asOutput(image), object], filled));
}

function same(args: FunctionArgs): Partial<FunctionArgs> {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !(name in omitted))) as Partial<FunctionArgs>;
}

/** What refers to the objects that hold the content. */
function named({ envFrom = [], pullSecrets = [], traffic }: FunctionArgs, { secret, pullSecret, volumes }: MadeOfArgs) {
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

function filled<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}
