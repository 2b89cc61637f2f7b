// What an installation changes in a released object of each kind: complete objects before and after.
import assert from "node:assert/strict";
import { configured } from "../../provider/src/knative/configure";
import type { KnativeArgs } from "../../provider/src/knative/knativeArgs.gen";
import { knativeSpec } from "../../provider/src/knative/knativeSpec";
import type { Manifest } from "../../provider/src/kubernetes/kubernetesObject";

const queue = "gcr.io/knative-releases/knative.dev/serving/cmd/queue";
const envoy = "docker.io/envoyproxy/envoy";
const digest = `sha256:${"1".repeat(64)}`;
const images = { [queue]: `registry.local/queue@${digest}`, [envoy]: `registry.local/envoy@${digest}` };

const object = (kind: string, name: string, rest: object): Manifest => ({
  apiVersion: "v1",
  kind,
  metadata: { name },
  ...rest,
});
const map = (name: string, data: Record<string, string>) => object("ConfigMap", name, { data });
/** The result always has annotations, as a config map's checksum may have been removed. */
const configuredMap = (name: string, data: object) => ({
  ...object("ConfigMap", name, { data }),
  metadata: { name, annotations: {} },
});
const deployment = (pod: object) =>
  object("Deployment", "activator", { spec: { replicas: 1, template: { metadata: {}, spec: pod } } });
const service = (spec: object) => object("Service", "kourier", { spec });
const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] };

const cases: [string, KnativeArgs, Manifest, Manifest][] = [
  [
    "an aggregated ClusterRole loses its rules",
    {},
    object("ClusterRole", "admin", { aggregationRule, rules: [] }),
    object("ClusterRole", "admin", { aggregationRule }),
  ],
  [
    "any other ClusterRole keeps them",
    {},
    object("ClusterRole", "core", { rules: [{ verbs: ["get"] }] }),
    object("ClusterRole", "core", { rules: [{ verbs: ["get"] }] }),
  ],
  [
    "_example and its checksum go, other annotations stay",
    {},
    {
      ...map("config-gc", { _example: "#", "max-non-active-revisions": "2" }),
      metadata: { name: "config-gc", annotations: { "knative.dev/example-checksum": "1a", other: "x" } },
    },
    {
      ...map("config-gc", { "max-non-active-revisions": "2" }),
      metadata: { name: "config-gc", annotations: { other: "x" } },
    },
  ],
  ["a ConfigMap without data", {}, object("ConfigMap", "config-gc", {}), configuredMap("config-gc", {})],
  [
    "the user's settings are laid over the release's",
    { config: { autoscaler: { window: "6s" } } },
    map("config-autoscaler", { window: "60s", "panic-window": "6s" }),
    configuredMap("config-autoscaler", { window: "6s", "panic-window": "6s" }),
  ],
  [
    "a setting of another map changes nothing",
    { config: { autoscaler: { window: "6s" } } },
    map("config-gc", {}),
    configuredMap("config-gc", {}),
  ],
  [
    "config-network names the ingress",
    {},
    map("config-network", {}),
    configuredMap("config-network", { "ingress-class": "kourier.ingress.networking.knative.dev" }),
  ],
  [
    "config-domain is the domain, and further domains",
    { domain: "faas.example.com", config: { domain: { "internal.example.com": "selector:\n  app: x\n" } } },
    map("config-domain", { _example: "#", "svc.cluster.local": "" }),
    configuredMap("config-domain", { "faas.example.com": "", "internal.example.com": "selector:\n  app: x\n" }),
  ],
  [
    "a CRD loses its descriptions, but no property of that name",
    {},
    object("CustomResourceDefinition", "things", {
      spec: {
        additionalPrinterColumns: [{ name: "Age", description: "How old." }],
        schema: {
          description: "A thing.",
          properties: {
            description: { type: "string", description: "What it is." },
            size: { description: "How big." },
          },
          required: ["description"],
        },
      },
    }),
    object("CustomResourceDefinition", "things", {
      spec: {
        additionalPrinterColumns: [{ name: "Age" }],
        schema: { properties: { description: { type: "string" }, size: {} }, required: ["description"] },
      },
    }),
  ],
  [
    "requests and termination of every container, limits untouched",
    { workloads: { cpu: "10m", memory: "20Mi", terminationGracePeriodSeconds: 5 } },
    deployment({
      terminationGracePeriodSeconds: 600,
      containers: [
        { name: "a", resources: { requests: { cpu: "300m", memory: "60Mi" }, limits: { cpu: "1" } } },
        { name: "b" },
      ],
    }),
    deployment({
      terminationGracePeriodSeconds: 5,
      containers: [
        { name: "a", resources: { requests: { cpu: "10m", memory: "20Mi" }, limits: { cpu: "1" } } },
        { name: "b", resources: { requests: { cpu: "10m", memory: "20Mi" } } },
      ],
    }),
  ],
  [
    "only what is given of the workloads' settings",
    { workloads: { cpu: "10m" } },
    deployment({ terminationGracePeriodSeconds: 300, containers: [{ resources: { requests: { memory: "60Mi" } } }] }),
    deployment({
      terminationGracePeriodSeconds: 300,
      containers: [{ resources: { requests: { memory: "60Mi", cpu: "10m" } } }],
    }),
  ],
  [
    "the gateway's Service at the addresses of nodes",
    { ingress: { kourier: { service: { externalIPs: ["10.0.0.1"] } } } },
    service({ type: "LoadBalancer", ports: [{ port: 80 }] }),
    service({ type: "ClusterIP", ports: [{ port: 80 }], externalIPs: ["10.0.0.1"] }),
  ],
  [
    "the gateway's Service as released",
    {},
    service({ type: "LoadBalancer", ports: [] }),
    service({ type: "LoadBalancer", ports: [] }),
  ],
  [
    "any other Service stays",
    { ingress: { kourier: { service: { type: "NodePort" } } } },
    service({ type: "ClusterIP" }),
    service({ type: "ClusterIP" }),
  ],
  [
    "an image of a container, by digest and by tag, and in an environment variable",
    { images },
    deployment({
      containers: [{ image: `${queue}@sha256:${"2".repeat(64)}`, env: [{ name: "QUEUE", value: `${queue}:v1` }] }],
      initContainers: [{ image: `${envoy}:v1.37-latest` }],
    }),
    deployment({
      containers: [
        { image: images[queue], env: [{ name: "QUEUE", value: images[queue] }], resources: { requests: {} } },
      ],
      initContainers: [{ image: images[envoy] }],
    }),
  ],
  [
    "the queue proxy's image in config-deployment",
    { images },
    map("config-deployment", { "queue-sidecar-image": `${queue}@sha256:${"2".repeat(64)}` }),
    configuredMap("config-deployment", { "queue-sidecar-image": images[queue] }),
  ],
  [
    "the caching Image",
    { images },
    object("Image", "queue-proxy", { spec: { image: `${queue}@sha256:${"2".repeat(64)}` } }),
    object("Image", "queue-proxy", { spec: { image: images[queue] } }),
  ],
  [
    "an image that is not in the map stays",
    { images },
    object("Image", "other", { spec: { image: `${queue}-other:v1` } }),
    object("Image", "other", { spec: { image: `${queue}-other:v1` } }),
  ],
];

describe("knative: objects as this installation wants them", () => {
  for (const [title, args, released, expected] of cases) {
    it(title, () => {
      const before = structuredClone(released);
      assert.deepEqual(configured(released, knativeSpec(args)), expected);
      assert.deepEqual(released, before, "the released object was changed in place");
    });
  }
});
