// What the console knows of a node, and which objects of the cluster it follows.
import assert from "node:assert/strict";
import { changedStatuses, type Observed, statusesOf } from "../../provider/src/commands/console/consoleModel";
import { followedObjects } from "../../provider/src/commands/console/followedObjects";
import type { StackFunction } from "../../provider/src/commands/stackState";
import type { Node } from "../../provider/src/graph/graphModel";

const nothing: Observed = { services: [], revisions: [], pods: [], others: [] };
const broker: Node = { id: "Broker shop/orders", kind: "broker", title: "orders" };
const hello: StackFunction = {
  ...{ name: "hello", urn: "urn", service: "hello", namespace: "shop" },
  ...{ url: "http://hello.shop.example.com", connection: {} },
};

const brokerWith = (status?: object) => [
  { kind: "Broker", metadata: { name: "orders", namespace: "shop", generation: 2 }, status },
];
const ready = [{ type: "Ready", status: "True" }];

const cases: [string, object | undefined, object][] = [
  ["ready", { observedGeneration: 2, conditions: ready }, { status: "ready", problems: [] }],
  ["not seen yet", { observedGeneration: 1, conditions: ready }, { status: "waiting", problems: [] }],
  ["without a status", undefined, { status: "waiting", problems: [] }],
  [
    "failed",
    {
      observedGeneration: 2,
      conditions: [{ type: "Ready", status: "False", reason: "NoSecret", message: "it lacks s" }],
    },
    { status: "failed", problems: ["Ready: NoSecret: it lacks s"] },
  ],
  [
    "not decided",
    { observedGeneration: 2, conditions: [{ type: "Ready", status: "Unknown", reason: "Deploying" }] },
    { status: "waiting", problems: ["Ready: Deploying"] },
  ],
];

describe("console: what is known of a node", () => {
  for (const [what, status, expected] of cases)
    it(`a broker that is ${what}`, () => {
      const found = statusesOf([broker], [], { ...nothing, others: brokerWith(status) });
      assert.deepEqual(found, { "Broker shop/orders": expected });
    });

  it("an object that the cluster lacks is missing", () => {
    const { status, problems } = statusesOf([broker], [], nothing)["Broker shop/orders"] ?? {};
    assert.deepEqual([status, problems?.length], ["missing", 1]);
  });

  it("a function is as `status` tells", () => {
    const node: Node = { id: "Service shop/hello", kind: "function", title: "hello" };
    const service = {
      metadata: { name: "hello", namespace: "shop", generation: 1 },
      status: { observedGeneration: 1, conditions: ready, traffic: [{ revisionName: "hello-1", percent: 100 }] },
    };
    const elsewhere = { ...service, metadata: { ...service.metadata, namespace: "other" }, status: {} };
    const found = statusesOf([node], [hello], { ...nothing, services: [elsewhere, service] });
    assert.equal(found[node.id]?.status, "ready");
    assert.deepEqual(
      found[node.id]?.function?.revisions.map(({ name, percent }) => [name, percent]),
      [["hello-1", 100]],
    );
  });

  it("addresses and objects of others have no status", () => {
    const nodes: Node[] = [
      { id: "http://example.com", kind: "url", title: "http://example.com" },
      { id: "Broker other/x", kind: "outside", title: "x" },
    ];
    assert.deepEqual(statusesOf(nodes, [], nothing), {});
  });

  it("only what differs is told", () => {
    const one = { status: "ready", problems: [] } as const;
    const other = { status: "failed", problems: ["x"] } as const;
    const found = changedStatuses(
      { a: { ...one, problems: [] }, b: { ...one, problems: [] }, c: { ...one, problems: [] } },
      {
        a: { ...one, problems: [] },
        b: { ...other, problems: ["x"] },
      },
    );
    assert.deepEqual(found, { b: other, c: undefined });
  });
});

describe("console: what it follows", () => {
  const of = (type: string, kind: string, apiVersion: string, namespace: string) => ({
    ...{ urn: `urn:pulumi:dev::shop::${type}::${kind}`, type },
    inputs: { apiVersion, kind, metadata: { name: "x", namespace } },
  });

  it("each kind of the graph in each namespace once, with the Pods and revisions of functions", () => {
    const resources = [
      of("kubernetes:eventing.knative.dev/v1:Broker", "Broker", "eventing.knative.dev/v1", "shop"),
      of("kubernetes:eventing.knative.dev/v1:Broker", "Broker", "eventing.knative.dev/v1", "shop"),
      of("kubernetes:eventing.knative.dev/v1:Trigger", "Trigger", "eventing.knative.dev/v1", "shop"),
      of("kubernetes:serving.knative.dev/v1:Service", "Service", "serving.knative.dev/v1", "shop"),
      of("kubernetes:serving.knative.dev/v1:ServicePatch", "Service", "serving.knative.dev/v1", "shop"),
      of("kubernetes:core/v1:Secret", "Secret", "v1", "shop"),
    ];
    assert.deepEqual(
      followedObjects(resources, [hello]).map(({ kind, namespace }) => `${kind} ${namespace}`),
      ["Broker shop", "Service shop", "Revision shop", "Pod shop"],
    );
  });
});
