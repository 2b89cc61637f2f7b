// What an update would change, laid over the map: marks of nodes and edges, and the words of the preview.
import assert from "node:assert/strict";
import { errorsIn, type Preview, type PreviewStep, planOf } from "../../provider/src/commands/console/consolePlan";
import type { StateResource } from "../../provider/src/commands/stackState";

const urnOf = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
const componentOf = (name: string, type = "Function"): StateResource => ({
  urn: urnOf(`knative-faas:index:${type}`, name),
  type: `knative-faas:index:${type}`,
  parent: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
});

function object(owner: string, type: string, kind: string, name: string, spec: object = {}): StateResource {
  const { urn } = componentOf(owner, kind === "Broker" ? "Broker" : "Function");
  const full = `kubernetes:${type}:${kind}`;
  return {
    urn: urnOf(full, name),
    type: full,
    parent: urn,
    inputs: { kind, metadata: { name, namespace: "shop" }, spec },
  };
}

const serving = "serving.knative.dev/v1";
const functionOf = (name: string) => [componentOf(name), object(name, serving, "Service", name)];
const broker = [componentOf("orders", "Broker"), object("orders", "eventing.knative.dev/v1", "Broker", "orders")];
const trigger = (subscriber: string, type: string) =>
  object(subscriber, "eventing.knative.dev/v1", "Trigger", `${subscriber}-trigger`, {
    broker: "orders",
    filters: [{ exact: { type } }],
    subscriber: { ref: { apiVersion: serving, kind: "Service", name: subscriber } },
  });

const before = [...broker, ...functionOf("price"), trigger("price", "placed"), ...functionOf("web")];

const made = (resource: StateResource): PreviewStep => ({ op: "create", urn: resource.urn, newState: resource });
const changed = (resource: StateResource): PreviewStep => ({
  op: "update",
  urn: resource.urn,
  newState: resource,
  oldState: resource,
});
const gone = (resource: StateResource): PreviewStep => ({ op: "delete", urn: resource.urn, oldState: resource });
const same = (resource: StateResource): PreviewStep => ({
  op: "same",
  urn: resource.urn,
  newState: resource,
  oldState: resource,
});

const marksOf = (preview: Preview) => {
  const { nodes, edges } = planOf(before, preview);
  return {
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, { mark }]) => [id, mark])),
    edges: Object.entries(edges).map(([id, mark]) => [JSON.parse(id)[2], mark]),
  };
};

const [, price] = functionOf("price") as [StateResource, StateResource];
const patch = {
  ...price,
  urn: urnOf(`kubernetes:${serving}:ServicePatch`, "price-traffic"),
  type: `kubernetes:${serving}:ServicePatch`,
};
const secret = object("price", "core/v1", "Secret", "price-1234");

const cases: [string, PreviewStep[], ReturnType<typeof marksOf>][] = [
  ["nothing", before.map(same), { nodes: {}, edges: [] }],
  ["a new function", functionOf("ship").map(made), { nodes: { "Service shop/ship": "new" }, edges: [] }],
  ["a function that leaves", functionOf("web").map(gone), { nodes: { "Service shop/web": "leaving" }, edges: [] }],
  ["a changed function", [changed(price)], { nodes: { "Service shop/price": "changed" }, edges: [] }],
  ["its traffic alone", [changed(patch)], { nodes: { "Service shop/price": "changed" }, edges: [] }],
  ["a Secret of a function", [made(secret)], { nodes: { "Service shop/price": "changed" }, edges: [] }],
  [
    "another filter",
    [changed(trigger("price", "paid"))],
    {
      nodes: { "Service shop/price": "changed" },
      edges: [
        ["type = paid", "new"],
        ["type = placed", "leaving"],
      ],
    },
  ],
  [
    "a function in place of another, at other URNs",
    [...functionOf("shop").map(made), ...functionOf("web").map(gone)],
    { nodes: { "Service shop/shop": "new", "Service shop/web": "leaving" }, edges: [] },
  ],
  [
    "a broker that leaves, and its trigger",
    [...broker, trigger("price", "placed")].map(gone),
    {
      nodes: { "Service shop/price": "changed", "Broker shop/orders": "leaving" },
      edges: [["type = placed", "leaving"]],
    },
  ],
];

describe("console: the plan on the map", () => {
  for (const [what, steps, expected] of cases)
    it(`marks ${what}`, () => assert.deepEqual(marksOf({ steps }), expected));

  it("has the words of the preview at the function", () => {
    const { urn } = componentOf("price");
    const message = "revision: price-2 (new), before: price-1\n\ntraffic: 100 %  price-2\n";
    const diagnostics = [
      { urn, message, severity: "info" },
      { urn, message: "loud", severity: "debug" },
      { message: "of nobody", severity: "warning" },
    ];
    const { nodes } = planOf(before, { steps: [changed(price)], diagnostics });
    assert.deepEqual(nodes["Service shop/price"], {
      mark: "changed",
      words: ["revision: price-2 (new), before: price-1", "traffic: 100 %  price-2"],
    });
  });

  it("keeps a node that leaves on the map", () => {
    const { graph } = planOf(before, { steps: functionOf("web").map(gone) });
    assert.deepEqual(graph.nodes.map(({ title }) => title).sort(), ["orders", "price", "web"]);
  });

  it("tells the errors of a preview that failed", () => {
    const diagnostics = [
      { urn: componentOf("price").urn, message: "invalid Function\n  port: …\n", severity: "error" },
      { message: "preview failed", severity: "error" },
      { message: "a warning", severity: "warning" },
    ];
    assert.deepEqual(errorsIn({ diagnostics }), ["price: invalid Function\n  port: …", "preview failed"]);
  });
});
