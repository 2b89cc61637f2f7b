// The functions of a stack, from its exported state: their names, and how to reach the cluster that each is in. Pure.

/** A resource as `pulumi stack export` prints it. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  /** URN and identifier, separated by `::`. */
  provider?: string;
  parent?: string;
  delete?: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: properties of any type
  inputs?: any;
  // biome-ignore lint/suspicious/noExplicitAny: properties of any type
  outputs?: any;
}

export interface Connection {
  kubeconfig?: string;
  context?: string;
  cluster?: string;
}

export interface StackFunction {
  /** The name of the resource, by which commands know the function. */
  name: string;
  urn: string;
  /** The name of the Knative Service. */
  service: string;
  namespace: string;
  url: string;
  /** The settings of its Kubernetes provider; empty for the default one without settings. */
  connection: Connection;
}

export const functionType = "knative-faas:index:Function";
const serviceType = /^kubernetes:serving\.knative\.dev\/[^:]+:Service$/;

export function resourcesIn(exported: unknown): StateResource[] {
  const { deployment } = exported as { deployment?: { resources?: StateResource[] } };
  return (deployment?.resources ?? []).filter((resource) => resource.delete !== true).map(plain);
}

/** In the order of the state. A function whose Knative Service was never created is left out. */
export function functionsIn(resources: StateResource[]): StackFunction[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return resources.flatMap((resource) => {
    if (resource.type !== functionType) return [];
    const service = resources.find(({ type, parent }) => serviceType.test(type) && parent === resource.urn);
    return service === undefined ? [] : [functionOf(resource, objectOf(service, byUrn))];
  });
}

function functionOf({ urn, outputs }: StateResource, service: StackObject): StackFunction {
  const { name, namespace, connection } = service;
  const url = outputs?.url ?? service.object.status?.url ?? "";
  return { name: nameIn(urn), urn, service: name, namespace, url, connection };
}

/** A Kubernetes object of a stack, as the last update left it. */
export interface StackObject {
  name: string;
  namespace: string;
  connection: Connection;
  /** Its outputs over its inputs. */
  // biome-ignore lint/suspicious/noExplicitAny: an object of any kind
  object: any;
}

export function objectOf(resource: StateResource, byUrn: Map<string, StateResource>): StackObject {
  const object = { ...resource.inputs, ...resource.outputs };
  const { name, namespace } = { ...resource.inputs?.metadata, ...resource.outputs?.metadata };
  const provider = byUrn.get(resource.provider?.split("::").slice(0, -1).join("::") ?? "");
  const { kubeconfig, context, cluster } = provider?.inputs ?? {};
  const connection = { ...(kubeconfig && { kubeconfig }), ...(context && { context }), ...(cluster && { cluster }) };
  return { name, namespace, connection, object };
}

/** The name of a resource. */
export const nameIn = (urn: string) => urn.slice(urn.lastIndexOf("::") + 2);

const secretSignature = "4dabf18193072939515e22adb298388d";

/** The same with secrets that say nothing: wrappers without a value. */
export function withoutSecrets<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutSecrets) as Value;
  if (typeof value !== "object" || value === null) return value;
  if (secretSignature in value) return { [secretSignature]: value[secretSignature] } as Value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutSecrets(part)])) as Value;
}

/** Without the wrappers that mark secrets, whose values the export contains with `--show-secrets`. */
function plain<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(plain) as Value;
  if (typeof value !== "object" || value === null) return value;
  if (secretSignature in value && "plaintext" in value) return plain(JSON.parse(value.plaintext as string));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)])) as Value;
}
