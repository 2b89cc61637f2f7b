// The complete installation from the pinned release: its objects, their images, and their order.
import assert from "node:assert/strict";
import { inOrder, type OrderPhase, order, phaseOf } from "../../provider/src/knative/installOrder";
import { knativeSpec } from "../../provider/src/knative/knativeSpec";
import { knativeManifests } from "../../provider/src/knative/manifests";
import type { Manifest } from "../../provider/src/kubernetes/kubernetesObject";

const released = [
  ...["activator", "autoscaler", "controller", "queue", "webhook"].map(
    (name) => `gcr.io/knative-releases/knative.dev/serving/cmd/${name}`,
  ),
  "gcr.io/knative-releases/knative.dev/net-kourier/cmd/kourier",
  "docker.io/envoyproxy/envoy",
];
const own = (name: string) => `registry.local/${name.split("/").pop()}@sha256:${"1".repeat(64)}`;

function countBy(manifests: Manifest[], key: (manifest: Manifest) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const manifest of manifests) counts[key(manifest)] = (counts[key(manifest)] ?? 0) + 1;
  return counts;
}

describe("knative: objects of an installation", () => {
  let manifests: Manifest[] = [];
  let text = "";

  before(() => {
    const spec = knativeSpec({
      domain: "faas.example.com",
      ingress: { kourier: { service: { externalIPs: ["10.0.0.1"] } } },
      images: Object.fromEntries(released.map((name) => [name, own(name)])),
      workloads: { terminationGracePeriodSeconds: 5 },
    });
    manifests = knativeManifests(spec);
    text = JSON.stringify(manifests);
  });

  it("has these objects", () => {
    assert.deepEqual(
      countBy(manifests, ({ kind }) => kind),
      {
        Certificate: 1,
        ClusterRole: 10,
        ClusterRoleBinding: 4,
        ConfigMap: 14,
        CustomResourceDefinition: 12,
        Deployment: 6,
        HorizontalPodAutoscaler: 3,
        Image: 1,
        MutatingWebhookConfiguration: 1,
        Namespace: 2,
        PodDisruptionBudget: 3,
        Role: 1,
        RoleBinding: 1,
        Secret: 1,
        Service: 7,
        ServiceAccount: 3,
        ValidatingWebhookConfiguration: 2,
      },
    );
  });

  it("has each object once", () => {
    const keys = manifests.map(({ kind, metadata }) => `${kind} ${metadata.namespace} ${metadata.name}`);
    assert.deepEqual([...new Set(keys)], keys);
  });

  it("has an image of this package wherever one is named", () => {
    assert.deepEqual(text.match(/\b(gcr|docker)\.io\/[^"]+/g), null);
    const used = countBy(
      (text.match(/registry\.local\/[^"]+/g) ?? []).map((image) => ({ kind: image }) as Manifest),
      ({ kind }) => kind,
    );
    // The queue proxy's image is in config-deployment and in the caching Image.
    const expected = released.map((name) => [own(name), name.endsWith("/queue") ? 2 : 1]);
    assert.deepEqual(used, Object.fromEntries(expected));
  });

  it("has nothing left that a controller or a local cluster stumbles over", () => {
    assert.equal(text.includes('"type":"LoadBalancer"'), false);
    assert.equal(text.includes("_example"), false);
    assert.equal(text.includes("example-checksum"), false);
    assert.equal(/"description":"/.test(text), false);
    const aggregated = manifests.filter(({ aggregationRule }) => aggregationRule !== undefined);
    assert.deepEqual(
      aggregated.map(({ metadata, rules }) => [metadata.name, rules]),
      [
        ["knative-serving-aggregated-addressable-resolver", undefined],
        ["knative-serving-admin", undefined],
      ],
    );
    assert.deepEqual(
      manifests.filter(({ metadata }) => metadata.name === undefined),
      [],
    );
  });

  it("is small, as the state is written after each step", () => {
    assert.ok(text.length < 120_000, `${text.length} characters`);
  });

  it("has its settings in the config maps", () => {
    const data = (name: string) => manifests.find(({ metadata }) => metadata.name === name)?.data;
    assert.deepEqual(data("config-domain"), { "faas.example.com": "" });
    assert.deepEqual(data("config-network"), { "ingress-class": "kourier.ingress.networking.knative.dev" });
  });

  it("falls into phases", () => {
    const phases = countBy(manifests, (manifest) => phaseOf(manifest).name);
    const expected = { namespaces: 2, secrets: 1, base: 46, definitions: 12, workloads: 6, webhooks: 3, instances: 2 };
    assert.deepEqual(phases, expected);
  });

  it("awaits a gateway that gets its address from a load balancer", () => {
    const balanced = knativeManifests(knativeSpec({}));
    const services = balanced.filter(({ kind }) => kind === "Service");
    const awaited = services.filter((manifest) => phaseOf(manifest).name === "workloads");
    assert.deepEqual(
      awaited.map(({ metadata }) => metadata.name),
      ["kourier"],
    );
  });
});

describe("knative: order of the installation", () => {
  const phase = (name: string, ...after: string[]): OrderPhase => ({
    name,
    after,
    holds: () => true,
    wait: () => ({}),
    ignoreChanges: [],
  });
  const names = (phases: OrderPhase[]) => inOrder(phases).map(({ name }) => name);

  it("each phase comes after those that it waits for", () => {
    const sorted = names(order);
    assert.equal(sorted.length, order.length);
    for (const { name, after } of order) {
      for (const earlier of after)
        assert.ok(sorted.indexOf(earlier) < sorted.indexOf(name), `${earlier} before ${name}`);
    }
  });

  it("keeps the order of the list where nothing waits", () =>
    assert.deepEqual(names([phase("a", "c"), phase("b"), phase("c")]), ["b", "c", "a"]));

  it("refuses a circle", () =>
    assert.throws(() => names([phase("a", "b"), phase("b", "a")]), /the order of a, b has a cycle/));
});
