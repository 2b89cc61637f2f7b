// One Kubernetes object as one Pulumi resource under its canonical token.
import { version } from "@pulumi/kubernetes/package.json";
import * as pulumi from "@pulumi/pulumi";
import { following } from "../pulumi/child";
import { combined, innerOf } from "../pulumi/combined";
import { heldWithParent } from "../pulumi/held";

/**
 * The SDK notes a stack with each promise of a resource, for messages about promises that leak. Translated by its source maps
 * they cost a program more than anything else does. Returns the limit to set again.
 */
function withoutStack(): number {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  return stackTraceLimit;
}

/** A Kubernetes object as data: what a manifest function returns. Leaves may be Outputs. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: pulumi.Input<string>;
    namespace?: pulumi.Input<string>;
    labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    annotations?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    ownerReferences?: object[];
  };
  // biome-ignore lint/suspicious/noExplicitAny: an object of any kind; the cluster's own schema types it
  [field: string]: any;
}

const fieldManager = "knative-faas";

/**
 * With a field manager of a fixed name, an object that was made by an update that died, and so is not in the state, is
 * taken up again by the next update without a conflict.
 */
export function applied(manifest: Manifest): Manifest {
  return withAnnotations(manifest, { "pulumi.com/patchFieldManager": fieldManager });
}

/** The SDK makes a text of each map among the properties for its messages, and fails where `toString` is a key of it. */
function nameable(manifest: Manifest): Record<string, unknown> {
  const isOdd = (value: unknown) => value instanceof Object && typeof value.toString !== "function";
  return Object.fromEntries(
    Object.entries(manifest).map(([field, value]) => [field, isOdd(value) ? pulumi.output(value) : value]),
  );
}

/**
 * The conditions of these repeat the last words of a program that crashed (serving v0.50, RevisionContainerExitingMessage), which
 * may hold a secret, also one that this stack does not know. So the engine keeps the whole status encrypted, and shows none of it.
 */
const repeatWords = ["serving.knative.dev/v1 Service", "serving.knative.dev/v1 Revision"];

const hidesStatus = ({ apiVersion, kind }: Manifest) => repeatWords.includes(`${apiVersion} ${kind}`);

const hidden = (manifest: Manifest) => (hidesStatus(manifest) ? { additionalSecretOutputs: ["status"] } : {});

/** What is made of a status, such as an address, is no secret; a cause is masked where it is told. */
function readable<T>(manifest: Manifest, status: pulumi.Output<T>): pulumi.Output<T> {
  return hidesStatus(manifest) ? pulumi.unsecret(status) : status;
}

/** Registers one object. `status` carries what the cluster says of it; it is read at create, update and refresh. */
export class KubernetesObject extends pulumi.CustomResource {
  declare readonly metadata: pulumi.Output<{ name: string; namespace?: string; uid: string }>;
  // biome-ignore lint/suspicious/noExplicitAny: the spec of an object of any kind
  declare readonly spec: pulumi.Output<any>;
  // biome-ignore lint/suspicious/noExplicitAny: the status of an object of any kind
  declare readonly status: pulumi.Output<any>;
  /** What it is an object of. */
  readonly of: { apiVersion: string; kind: string };

  constructor(name: string, manifest: Manifest, options: pulumi.CustomResourceOptions) {
    const limit = withoutStack();
    const type = token(manifest);
    const own = { version, ...hidden(manifest), ...following(options, type, name) };
    super(type, name, { ...nameable(manifest), status: undefined }, own);
    Error.stackTraceLimit = limit;
    this.status = readable(manifest, this.status);
    this.of = { apiVersion: manifest.apiVersion, kind: manifest.kind };
  }
}

/**
 * Sets fields of an object that another resource makes, under a field manager of its own; a destroy leaves them. The manager
 * has a name where there is a purpose; it stands in an annotation of the object then.
 */
export class KubernetesPatch extends pulumi.CustomResource {
  declare readonly metadata: pulumi.Output<{ name: string; namespace?: string }>;
  // biome-ignore lint/suspicious/noExplicitAny: the status of an object of any kind
  declare readonly status: pulumi.Output<any>;
  /** What it is a part of. */
  readonly of: { apiVersion: string; kind: string };

  constructor(name: string, purpose: string | undefined, manifest: Manifest, options: pulumi.CustomResourceOptions) {
    const manager: Record<string, string> =
      purpose === undefined ? {} : { "pulumi.com/patchFieldManager": `${fieldManager}-${purpose}` };
    const owned = withAnnotations(manifest, manager);
    const limit = withoutStack();
    const type = `${token(manifest)}Patch`;
    const own = { version, retainOnDelete: true, ...hidden(manifest), ...following(options, type, name) };
    super(type, name, { ...nameable(owned), status: undefined }, own);
    Error.stackTraceLimit = limit;
    this.status = readable(manifest, this.status);
    this.of = { apiVersion: manifest.apiVersion, kind: manifest.kind };
  }
}

/** Reads an object that something else owns, which its name as a resource says. Only what is named here comes back. */
export class KubernetesRead extends pulumi.CustomResource {
  declare readonly metadata: pulumi.Output<{
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: { kind: string; name: string }[];
  }>;
  declare readonly data: pulumi.Output<Record<string, string> | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: the spec of an object of any kind
  declare readonly spec: pulumi.Output<any>;
  // biome-ignore lint/suspicious/noExplicitAny: the status of an object of any kind
  declare readonly status: pulumi.Output<any>;

  constructor(name: string, manifest: Manifest, options: pulumi.CustomResourceOptions) {
    const { name: object, namespace } = manifest.metadata;
    const id = namespace === undefined ? object : pulumi.interpolate`${namespace}/${object}`;
    super(
      token(manifest),
      `${name} (read)`,
      { ...manifest, data: undefined, spec: undefined, status: undefined },
      { version, ...heldWithParent(options), id },
    );
  }
}

/** The data of a ConfigMap that is there; a preview takes a property that an object lacks for one that is not known yet. */
export function dataOf({ metadata, data }: KubernetesRead): pulumi.Output<Record<string, string>> {
  const { isKnown } = innerOf(data);
  type Data = Record<string, string> | undefined;
  const found = pulumi.all([metadata, isKnown]).apply(([, known]) => (known ? data : pulumi.output<Data>(undefined)));
  return found.apply((given): Record<string, string> => given ?? {});
}

/** `apps/v1` Deployment is `kubernetes:apps/v1:Deployment`; the core group is written out: `kubernetes:core/v1:Secret`. */
export function token(manifest: { apiVersion: string; kind: string }): string {
  const group = manifest.apiVersion.includes("/") ? manifest.apiVersion : `core/${manifest.apiVersion}`;
  return `kubernetes:${group}:${manifest.kind}`;
}

/** The manifest with a name that is known only after another value is. */
export function delayedUntil(manifest: Manifest, until: pulumi.Input<unknown>): Manifest {
  if (until === undefined) return manifest;
  const name = combined([manifest.metadata.name, until], (known) => known);
  return { ...manifest, metadata: { ...manifest.metadata, name } };
}

export function withAnnotations(manifest: Manifest, annotations: Strings): Manifest {
  const all = merged(manifest.metadata.annotations ?? {}, annotations);
  return { ...manifest, metadata: { ...manifest.metadata, annotations: all } };
}

type Strings = Record<string, pulumi.Input<string>>;

/** Two maps as one, the second over the first; either may be an Output as a whole. */
export function merged(first: pulumi.Input<Strings>, second: pulumi.Input<Strings>): pulumi.Input<Strings> {
  const isLater = [first, second].some((map) => pulumi.Output.isInstance(map) || map instanceof Promise);
  if (!isLater) return { ...(first as Strings), ...(second as Strings) };
  return pulumi.all([first, second]).apply(([one, other]) => ({ ...one, ...other }));
}
