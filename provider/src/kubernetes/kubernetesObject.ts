// Registers one Kubernetes object as one Pulumi resource under its canonical token.
import { version } from "@pulumi/kubernetes/package.json";
import * as pulumi from "@pulumi/pulumi";
import { following } from "../pulumi/child";
import { heldWithParent } from "../pulumi/held";
import { innerOf, withoutStacks } from "../pulumi/undeclared";
import { delayed, isLater } from "../pulumi/value";

/** A Kubernetes object as data, returned by manifest functions. Leaves may be Outputs. */
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
 * A fixed field manager lets the next update take over, without a conflict, an object that an update created before it died
 * and that is therefore not in the state.
 */
export function applied(manifest: Manifest): Manifest {
  return withAnnotations(manifest, { "pulumi.com/patchFieldManager": fieldManager });
}

/** The SDK converts each map among the properties to a string for its messages, and fails if a map has the key `toString`. */
function nameable(manifest: Manifest): Record<string, unknown> {
  const isOdd = (value: unknown) => value instanceof Object && typeof value.toString !== "function";
  return Object.fromEntries(
    Object.entries(manifest).map(([field, value]) => [field, isOdd(value) ? pulumi.output(value) : value]),
  );
}

/**
 * The conditions of these kinds repeat the last output of a program that crashed (serving v0.50, RevisionContainerExitingMessage), which
 * may contain a secret, even one that this stack does not know. So the engine encrypts and hides the entire status.
 */
const repeatWords = ["serving.knative.dev/v1 Service", "serving.knative.dev/v1 Revision"];

const hidesStatus = ({ apiVersion, kind }: Manifest) => repeatWords.includes(`${apiVersion} ${kind}`);

const hidden = (manifest: Manifest) => (hidesStatus(manifest) ? { additionalSecretOutputs: ["status"] } : {});

/** What is derived from a status, such as an address, is not secret; causes are masked where they are reported. */
function unsecretStatus<T>(manifest: Manifest, status: pulumi.Output<T>): pulumi.Output<T> {
  return hidesStatus(manifest) ? pulumi.unsecret(status) : status;
}

/** Registers one object. `status` is what the cluster reports, read at create, update and refresh. */
export class KubernetesObject extends pulumi.CustomResource {
  declare readonly metadata: pulumi.Output<{ name: string; namespace?: string; uid: string }>;
  // biome-ignore lint/suspicious/noExplicitAny: the spec of an object of any kind
  declare readonly spec: pulumi.Output<any>;
  // biome-ignore lint/suspicious/noExplicitAny: the status of an object of any kind
  declare readonly status: pulumi.Output<any>;
  /** The kind of the object. */
  readonly of: { apiVersion: string; kind: string };

  constructor(name: string, manifest: Manifest, options: pulumi.CustomResourceOptions) {
    const restore = withoutStacks();
    const type = token(manifest);
    const own = { version, ...hidden(manifest), ...following(options, type, name) };
    super(type, name, { ...nameable(manifest), status: undefined }, own);
    restore();
    this.status = unsecretStatus(manifest, this.status);
    this.of = { apiVersion: manifest.apiVersion, kind: manifest.kind };
  }
}

/**
 * Sets fields of an object that another resource owns, under a separate field manager; a destroy leaves them. A manager with a
 * purpose has a fixed name, which is stored in an annotation of the object.
 */
export class KubernetesPatch extends pulumi.CustomResource {
  declare readonly metadata: pulumi.Output<{ name: string; namespace?: string }>;
  // biome-ignore lint/suspicious/noExplicitAny: the status of an object of any kind
  declare readonly status: pulumi.Output<any>;
  /** The kind of the object. */
  readonly of: { apiVersion: string; kind: string };

  constructor(name: string, purpose: string | undefined, manifest: Manifest, options: pulumi.CustomResourceOptions) {
    const manager: Record<string, string> =
      purpose === undefined ? {} : { "pulumi.com/patchFieldManager": `${fieldManager}-${purpose}` };
    const owned = withAnnotations(manifest, manager);
    const restore = withoutStacks();
    const type = `${token(manifest)}Patch`;
    const own = { version, retainOnDelete: true, ...hidden(manifest), ...following(options, type, name) };
    super(type, name, { ...nameable(owned), status: undefined }, own);
    restore();
    this.status = unsecretStatus(manifest, this.status);
    this.of = { apiVersion: manifest.apiVersion, kind: manifest.kind };
  }
}

/** Reads an object that something else owns, as the resource name says. Only the properties declared here are returned. */
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

/** The data of an existing ConfigMap. A preview treats a property that the object lacks as not known yet. */
export function dataOf({ metadata, data }: KubernetesRead): pulumi.Output<Record<string, string>> {
  const { isKnown } = innerOf(data);
  type Data = Record<string, string> | undefined;
  const found = pulumi.all([metadata, isKnown]).apply(([, known]) => (known ? data : pulumi.output<Data>(undefined)));
  return found.apply((given): Record<string, string> => given ?? {});
}

/** The namespace of an object whose kind has one: the type of the metadata is that of all kinds. */
export function namespaceOf({ metadata }: KubernetesObject): pulumi.Output<string> {
  return metadata.namespace as pulumi.Output<string>;
}

/** `apps/v1` Deployment becomes `kubernetes:apps/v1:Deployment`; the core group is written out: `kubernetes:core/v1:Secret`. */
export function token(manifest: { apiVersion: string; kind: string }): string {
  const group = manifest.apiVersion.includes("/") ? manifest.apiVersion : `core/${manifest.apiVersion}`;
  return `kubernetes:${group}:${manifest.kind}`;
}

/** The manifest with a name that becomes known only after another value. */
export function delayedUntil(manifest: Manifest, until: pulumi.Input<unknown>): Manifest {
  if (until === undefined) return manifest;
  const name = delayed(manifest.metadata.name, until);
  return { ...manifest, metadata: { ...manifest.metadata, name } };
}

export function withAnnotations(manifest: Manifest, annotations: Strings): Manifest {
  const all = merged(manifest.metadata.annotations ?? {}, annotations);
  return { ...manifest, metadata: { ...manifest.metadata, annotations: all } };
}

type Strings = Record<string, pulumi.Input<string>>;

/** Merges two maps, the second over the first; either may be an Output. */
export function merged(first: pulumi.Input<Strings>, second: pulumi.Input<Strings>): pulumi.Input<Strings> {
  if (!isLater(first) && !isLater(second)) return { ...first, ...second };
  return pulumi.all([first, second]).apply(([one, other]) => ({ ...one, ...other }));
}
