// A program with an object of each kind that components create, and a foreign object in the place of each.
import type { Given, Item } from "./cluster";

interface Settings {
  image: string;
  timeouts: object;
  namespace: string;
  /** Appended to each resource's own name. */
  suffix: string;
  /** Further arguments of the function. */
  more: object;
}

/** Resources of a YAML program. */
export function ownedKinds({
  image,
  timeouts,
  namespace,
  suffix,
  more,
}: Settings): Record<string, { type: string; properties: object }> {
  const shop = {
    name: "shop",
    ...more,
    ...{ namespace, image, timeouts, scale: { windowSeconds: 6 }, env: { NAME: "owner" }, secrets: { TOKEN: "t" } },
    volumes: { settings: { mountPath: "/settings", files: { "a.txt": "a" } } },
    domains: { "shop.owned.example": {} },
    rollout: { smoke: { http: { path: "/" } } },
    triggers: {
      event: { one: { broker: `\${bus${suffix}.name}` } },
      cron: { yearly: { schedule: "0 0 1 1 *", data: "{}" } },
    },
  };
  const sequence = { steps: [{ url: uri }], reply: { url: uri } };
  return {
    bus: { type: "knative-faas:index:Broker", properties: { name: "bus", namespace } },
    shop: { type: "knative-faas:index:Function", properties: shop },
    wire: {
      type: "knative-faas:index:Flow",
      properties: { name: "wire", namespace, channel: { subscribers: { one: { url: uri } } } },
    },
    line: { type: "knative-faas:index:Flow", properties: { name: "line", namespace, sequence } },
    fork: {
      type: "knative-faas:index:Flow",
      properties: { name: "fork", namespace, parallel: { branches: [{ subscriber: { url: uri } }] } },
    },
    bind: {
      type: "knative-faas:index:EventSource",
      properties: {
        ...{ name: "bind", namespace, sink: { url: uri } },
        sinkBinding: { subject: { apiVersion: "apps/v1", kind: "Deployment", matchLabels: { bound: "yes" } } },
      },
    },
    watch: {
      type: "knative-faas:index:EventSource",
      properties: {
        name: "watch",
        namespace,
        apiServer: { resources: [{ apiVersion: "v1", kind: "Event" }] },
        sink: { url: uri },
      },
    },
  };
}

const uri = "http://nowhere.example";

/** Specs that are valid without what an update would create first. */
const specs: Record<string, (image: string) => object> = {
  Service: (image) => ({ template: { spec: { containers: [{ image }] } } }),
  Broker: () => ({}),
  Channel: () => ({ channelTemplate: { apiVersion: "messaging.knative.dev/v1", kind: "InMemoryChannel" } }),
  Trigger: () => ({ broker: "none", subscriber: { uri } }),
  PingSource: () => ({ schedule: "0 0 1 1 *", sink: { uri } }),
  // One for the namespace itself belongs to the platform, and is used.
  ClusterDomainClaim: () => ({ namespace: "elsewhere" }),
  DomainMapping: () => ({ ref: { apiVersion: "v1", kind: "Service", name: "none" } }),
};

/** The owner of a foreign object, by its metadata, and how it is reported. */
export const owners: Record<string, { metadata: (keeper: Item) => object; says: string }> = {
  kubectl: { metadata: () => ({ labels: { team: "others" } }), says: "its fields are managed by tests" },
  "another stack": {
    metadata: () => ({
      labels: {
        "app.kubernetes.io/managed-by": "pulumi",
        "app.kubernetes.io/part-of": "owned-objects",
        "app.kubernetes.io/instance": "prod",
      },
    }),
    says: "it belongs to the stack owned-objects/prod",
  },
  // Like the objects of a Function; here with another kind, which needs no controller.
  "an object that made it": {
    metadata: ({ apiVersion, kind, metadata: { name, uid } }) => ({
      ownerReferences: [{ apiVersion, kind, name, uid, controller: true }],
    }),
    says: "it belongs to ConfigMap keeper",
  },
};

/** An object with the same identity, created manually. */
export function foreign(
  { apiVersion, kind, metadata: { name, namespace }, ...given }: Item,
  image: string,
  whose: object,
): Given {
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), ...whose };
  const { data: _data, stringData: _stringData, ...rest } = given;
  const spec = specs[kind]?.(image);
  return { apiVersion, kind, metadata, ...(spec === undefined ? rest : { spec }) };
}
