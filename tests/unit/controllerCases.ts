// Functions as a controller receives them, one case per theme; the component's results are in tests/golden/controller.
import type { FunctionArgs, TriggersArgs } from "../../provider/src/index";
import { functionCases } from "./functionCases";
import { triggers as adapters, image, scaling } from "./sourceCases";

const key = (name: string) => ({ name: "kafka", key: name });

const triggers: Record<string, TriggersArgs> = {
  event: {
    event: {
      paid: {
        broker: "orders",
        path: "/paid",
        filters: [
          { exact: { type: "order.paid" } },
          { any: [{ prefix: { source: "/eu" } }, { not: { suffix: { source: "/us" } } }] },
          { all: [{ cesql: "amount > 100" }] },
        ],
        delivery: { retry: 3, backoff: "linear", backoffSeconds: 1, deadLetter: { channel: "lost" } },
      },
      far: { broker: "hub", brokerNamespace: "shared" },
    },
  },
  cron: {
    cron: {
      nightly: {
        schedule: "0 2 * * *",
        timeZone: "Europe/Berlin",
        data: '{"full":true}',
        extensions: { region: "eu" },
      },
      picture: { schedule: "@daily", dataBase64: "iVBORw==" },
    },
  },
  channel: {
    channel: {
      all: { channel: "wire", kind: "KafkaChannel", reply: { broker: "orders" }, delivery: { timeoutSeconds: 30 } },
      some: { channel: "wire", channelNamespace: "shared", reply: { url: "http://audit.example.com/in" } },
    },
  },
  "knative-kafka": {
    knativeKafka: {
      orders: {
        bootstrapServers: ["kafka:9092"],
        topics: ["orders"],
        consumerGroup: "shop",
        consumers: 3,
        initialOffset: "earliest",
        ordering: "unordered",
        sasl: { type: key("type"), user: key("user"), password: key("password") },
        tls: { caCert: key("ca.crt") },
        delivery: { retry: 2, deadLetter: { ref: { apiVersion: "apps/v1", kind: "Deployment", name: "dead" } } },
      },
    },
  },
  apiServer: {
    apiServer: {
      own: { resources: [{ apiVersion: "v1", kind: "ConfigMap", matchLabels: { watched: "yes" } }] },
      everywhere: {
        resources: [
          { apiVersion: "apps/v1", kind: "Deployment" },
          { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
        ],
        mode: "Resource",
        namespaces: {},
        owner: { apiVersion: "apps/v1", kind: "Deployment" },
      },
      given: { resources: [{ apiVersion: "v1", kind: "Pod" }], serviceAccount: "watcher" },
    },
  },
};

/** The component stores these in objects named by their content; the Function refers to them. */
const content: FunctionArgs = {
  secrets: { TOKEN: "s3cret" },
  envFrom: [{ configMapRef: { name: "settings" } }],
  volumes: {
    pages: { mountPath: "/pages", files: { "index.html": "hello" } },
    keys: { mountPath: "/keys", secretFiles: { key: "k" } },
    cache: { mountPath: "/cache", emptyDir: {} },
  },
};

const everything: FunctionArgs = {
  ...functionCases.program,
  ...functionCases.probes,
  ...functionCases.rights,
  name: "greeter",
  namespace: "demo",
  port: 3000,
  env: { ZONE: "eu", NAME: "World" },
  resources: functionCases.amounts?.resources,
  concurrency: 10,
  timeouts: { requestSeconds: 20, responseStartSeconds: 10, idleSeconds: 20, readySeconds: 90 },
  scale: functionCases["scale-kpa"]?.scale,
  serviceAccountToken: false,
  visibility: "cluster-local",
  domains: { "api.example.com": { tlsSecret: "api-tls" }, "www.example.com": {} },
  triggers: { cron: { nightly: { schedule: "@daily" } }, event: { paid: { broker: "orders" } } },
};

/** Without an image in the Function, a controller uses its configured one. */
function withImage({ triggers: given, ...args }: FunctionArgs): FunctionArgs {
  if (given === undefined) return args;
  const imaged = (all: Record<string, object>) => Object.entries(all).map(([name, one]) => [name, { ...one, image }]);
  const kinds = Object.entries(given).map(([kind, all]) => [kind, Object.fromEntries(imaged(all))]);
  return { ...args, triggers: Object.fromEntries(kinds) };
}

const of = <T>(all: Record<string, T>, prefix: string, args: (one: T) => FunctionArgs) =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [`${prefix}-${name}`, args(one)]));

/** Golden file -> arguments of the component. */
export const controllerCases: Record<string, FunctionArgs> = {
  minimal: {},
  everything,
  content,
  "cluster-local": { visibility: "cluster-local" },
  traffic: {
    traffic: [
      { revision: "hello-08e8361316", percent: 90 },
      { latest: true, percent: 10, tag: "canary" },
    ],
  },
  ...of(functionCases, "theme", (args) => args),
  ...of({ ...triggers, ...adapters }, "trigger", (given) => ({ name: "audit", namespace: "shop", triggers: given })),
  ...of(scaling, "scale-queue", (args) => ({ name: "work", namespace: "shop", ...withImage(args) })),
};
