// The kinds of objects that the tests query, by name, and the API paths of any kind.

/** Kind -> its group and version. Two kinds are called Service: Knative's is KnativeService here. */
const versions = {
  Namespace: "v1",
  Node: "v1",
  Pod: "v1",
  Event: "v1",
  Service: "v1",
  ConfigMap: "v1",
  Secret: "v1",
  ServiceAccount: "v1",
  ResourceQuota: "v1",
  Deployment: "apps/v1",
  StatefulSet: "apps/v1",
  Job: "batch/v1",
  Role: "rbac.authorization.k8s.io/v1",
  RoleBinding: "rbac.authorization.k8s.io/v1",
  ClusterRole: "rbac.authorization.k8s.io/v1",
  ClusterRoleBinding: "rbac.authorization.k8s.io/v1",
  RuntimeClass: "node.k8s.io/v1",
  CustomResourceDefinition: "apiextensions.k8s.io/v1",
  ValidatingWebhookConfiguration: "admissionregistration.k8s.io/v1",
  MutatingWebhookConfiguration: "admissionregistration.k8s.io/v1",
  KnativeService: "serving.knative.dev/v1",
  Configuration: "serving.knative.dev/v1",
  Revision: "serving.knative.dev/v1",
  Route: "serving.knative.dev/v1",
  DomainMapping: "serving.knative.dev/v1beta1",
  ClusterDomainClaim: "networking.internal.knative.dev/v1alpha1",
  PodAutoscaler: "autoscaling.internal.knative.dev/v1alpha1",
  Broker: "eventing.knative.dev/v1",
  Trigger: "eventing.knative.dev/v1",
  EventType: "eventing.knative.dev/v1beta2",
  Channel: "messaging.knative.dev/v1",
  InMemoryChannel: "messaging.knative.dev/v1",
  Subscription: "messaging.knative.dev/v1",
  Sequence: "flows.knative.dev/v1",
  Parallel: "flows.knative.dev/v1",
  PingSource: "sources.knative.dev/v1",
  ApiServerSource: "sources.knative.dev/v1",
  ContainerSource: "sources.knative.dev/v1",
  SinkBinding: "sources.knative.dev/v1",
  Function: "knative-faas.dev/v1alpha1",
} as const;

export type Kind = keyof typeof versions;

export const kinds = Object.keys(versions) as Kind[];

export interface Typed {
  apiVersion: string;
  kind: string;
}

export function typeOf(kind: Kind): Typed {
  return { apiVersion: versions[kind], kind: kind === "KnativeService" ? "Service" : kind };
}

interface Resource {
  name: string;
  kind: string;
  namespaced: boolean;
}

/** Queries the API server once for each group and version, and again for a kind that was added later. */
export class Discovery {
  private readonly known = new Map<string, Promise<Resource[]>>();

  constructor(private readonly ask: (path: string) => Promise<{ resources: Resource[] }>) {}

  /** The path of all objects of a type, in a namespace if one is given and the type is namespaced. */
  async pathOf({ apiVersion, kind }: Typed, namespace?: string): Promise<string> {
    const base = `/${apiVersion.includes("/") ? "apis" : "api"}/${apiVersion}`;
    const { name, namespaced } = (await this.find(base, kind)) ?? (await this.findAnew(base, kind));
    const place = namespaced && namespace !== undefined ? `/namespaces/${namespace}` : "";
    return `${base}${place}/${name}`;
  }

  private async find(base: string, kind: string): Promise<Resource | undefined> {
    const all = this.known.get(base) ?? this.ask(base).then(({ resources }) => resources);
    this.known.set(base, all);
    // A subresource has the kind of its object, or its own.
    return (await this.forgetting(base, all)).find((one) => one.kind === kind && !one.name.includes("/"));
  }

  /** A failed query is repeated the next time. */
  private forgetting(base: string, all: Promise<Resource[]>): Promise<Resource[]> {
    return all.catch((error) => {
      this.known.delete(base);
      throw error;
    });
  }

  private async findAnew(base: string, kind: string): Promise<Resource> {
    this.known.delete(base);
    const found = await this.find(base, kind);
    if (found === undefined) throw new Error(`the cluster knows no ${kind} of ${base}`);
    return found;
  }
}
