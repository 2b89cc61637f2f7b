// The event graph of a stack from its state: as Mermaid against tests/golden/graph/shop.mmd, and as a page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { routingChanges } from "../../provider/src/filters/routeChanges";
import { routedOf, type TriggerObject } from "../../provider/src/filters/routed";
import { eventGraph } from "../../provider/src/graph/graph";
import { graphOf } from "../../provider/src/graph/graphModel";

const service = (name: string) => ({
  ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name, namespace: "shop" },
});
const broker = { ref: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name: "orders", namespace: "shop" } };

const object = (apiVersion: string, kind: string, name: string, spec: object = {}) => ({
  type: `kubernetes:${apiVersion}:${kind}`,
  inputs: { apiVersion, kind, metadata: { name, namespace: "shop" }, spec },
});

const eventing = "eventing.knative.dev/v1";
const flows = "flows.knative.dev/v1";
const sources = "sources.knative.dev/v1";

/** A stack with each kind of object once, in an order in which an engine may have created them. */
const resources = [
  { type: "pulumi:pulumi:Stack" },
  { type: "kubernetes:apps/v1:Deployment", inputs: { kind: "Deployment", metadata: { name: "controller" } } },
  ...["audit", "bill", "dead", "trim", "idle"].map((name) => object("serving.knative.dev/v1", "Service", name)),
  { ...object("serving.knative.dev/v1", "Service", "audit"), type: "kubernetes:serving.knative.dev/v1:ServicePatch" },
  object(eventing, "Trigger", "bill-placed", {
    broker: "orders",
    filters: [
      { exact: { type: "order.placed" } },
      { not: { any: [{ prefix: { source: "/test" } }, { cesql: "amount < 1" }] } },
    ],
    subscriber: service("bill"),
  }),
  object(eventing, "Broker", "orders", { delivery: { deadLetterSink: service("dead") } }),
  object(eventing, "Trigger", "audit-all", {
    broker: "orders",
    subscriber: service("audit"),
    delivery: { deadLetterSink: { uri: "http://lost.example.com" } },
  }),
  object("messaging.knative.dev/v1", "Channel", "wire"),
  object("messaging.knative.dev/v1", "Subscription", "wire-audit", {
    channel: { apiVersion: "messaging.knative.dev/v1", kind: "Channel", name: "wire" },
    subscriber: service("audit"),
    reply: broker,
  }),
  object(flows, "Sequence", "tidy", { steps: [service("trim"), { uri: 'http://x/?a="<script>' }], reply: broker }),
  object(flows, "Parallel", "split", {
    branches: [{ filter: service("trim"), subscriber: service("bill") }, { subscriber: service("audit") }],
    reply: broker,
  }),
  object("eventing.knative.dev/v1alpha1", "EventTransform", "short", {
    jsonata: { expression: '{"a": b}' },
    sink: broker,
  }),
  object(sources, "PingSource", "nightly", { schedule: "0 2 * * *", sink: broker }),
  object(sources, "ApiServerSource", "watch", {
    resources: [{ apiVersion: "v1", kind: "Pod" }],
    sink: service("audit"),
  }),
  object(sources, "KafkaSource", "topic", { topics: ["orders"], sink: broker }),
  object(sources, "ContainerSource", "ticker", {
    sink: { ref: { apiVersion: "v1", kind: "Service", name: "elsewhere", namespace: "hub" } },
  }),
  object(sources, "SinkBinding", "bind", {
    subject: { apiVersion: "apps/v1", kind: "Deployment", selector: { matchLabels: { app: "a" } } },
    sink: broker,
  }),
];

describe("graph: the picture of a stack", () => {
  const exported = { version: 3, deployment: { resources } };

  it("is Mermaid text of every node and way", () => {
    const file = join(__dirname, "..", "golden", "graph", "shop.mmd");
    assert.equal(eventGraph(exported).mermaid, readFileSync(file, "utf8"));
  });

  it("is a page that loads nothing, and where no name becomes markup", () => {
    const { html } = eventGraph(exported, "<shop>");
    assert.doesNotMatch(html, /<script|<link|<img|@import|url\((?!#tip)|\b(src|href)=/);
    assert.match(html, /<h1>&lt;shop&gt;<\/h1>/);
    assert.equal(html.match(/<rect class="box/g)?.length, 17);
    assert.equal(html.match(/class="edge dead"/g)?.length, 2);
  });

  it("takes what the Automation API exports, and a stack without events", () => {
    assert.equal(eventGraph({ resources }).mermaid, eventGraph(exported).mermaid);
    assert.equal(eventGraph({ deployment: { resources: [] } }).mermaid, "flowchart LR\n");
    assert.equal(eventGraph({}).mermaid, "flowchart LR\n");
  });
});

describe("graph: a source of ours", () => {
  const program = (name: string, config: object) => [
    object("apps/v1", "StatefulSet", name, {
      template: { spec: { containers: [{ env: [{ name: "SOURCE", value: JSON.stringify(config) }] }] } },
    }),
    object(sources, "SinkBinding", name, { subject: { kind: "StatefulSet", name }, sink: service("audit") }),
  ];
  const one = (config: object) => eventGraph({ resources: program("reader", config) }).mermaid;

  it("says what it reads, and where goes what can't be delivered", () => {
    const lost = { delivery: { deadLetter: "http://lost-kn-channel.shop.svc/in" } };
    assert.match(one({ topics: ["a/+", "b"] }), /reader<br\/><small>a\/\+, b</);
    assert.match(one({ stream: { keys: ["orders"] } }), /stream orders/);
    assert.match(one({ channel: { names: ["news"], patterns: ["n.*"] } }), /channel news, n\.\*/);
    const kafka = one({ pattern: "orders.*", replies: "prices", deadLetterTopic: "lost" });
    assert.match(kafka, /topics orders\.\*/);
    for (const written of ["prices", "lost"]) assert.match(kafka, new RegExp(`${written}<br/><small>topic<`));
    const drawn = one({ list: { key: "jobs" }, ...lost });
    assert.match(drawn, /list jobs/);
    assert.match(drawn, /lost<br\/><small>Channel</);
    assert.match(drawn, /dead letter/);
  });
});

describe("graph: answers in a topic", () => {
  const labels = { "knative-faas.dev/replies": "audit-paid-replies" };
  const settings = { name: "audit-paid-replies", topic: "receipts" };
  const env = [
    { name: "SOURCE", value: JSON.stringify(settings) },
    { name: "K_SINK", value: "http://audit.shop.svc" },
  ];
  const program = object("apps/v1", "Deployment", "audit-paid-replies", {
    selector: { matchLabels: labels },
    template: { spec: { containers: [{ env }] } },
  });
  const between = { ref: { apiVersion: "v1", kind: "Service", name: "audit-paid-replies", namespace: "shop" } };
  const paid = object(eventing, "Trigger", "audit-paid", { broker: "orders", subscriber: between });

  it("an event goes to the function, and its answer to the topic", () => {
    const { edges, nodes } = graphOf({ resources: [paid, program] });
    assert.deepEqual(edges, [
      { from: "Broker shop/orders", to: "Service shop/audit", label: "all events", kind: "event" },
      { from: "Service shop/audit", to: "topic receipts", label: "reply", kind: "reply" },
    ]);
    assert.deepEqual(nodes.map(({ title }) => title).sort(), ["audit", "orders", "receipts"]);
  });

  it("a sample is routed to the function", () => {
    const labelled = { ...paid.inputs.metadata, labels: { "app.kubernetes.io/name": "audit" } };
    assert.equal(routedOf({ ...paid.inputs, metadata: labelled } as TriggerObject).to, "audit");
  });
});

describe("filters: routing of a previewed update", () => {
  const trigger = (name: string, type: string) =>
    object(eventing, "Trigger", `${name}-a`, {
      broker: "orders",
      filters: [{ exact: { type } }],
      subscriber: service(name),
    });
  const orders = object(eventing, "Broker", "orders");
  const samples = JSON.stringify({ paid: { type: "order.paid" }, sent: { type: "order.sent" } });
  const declared = {
    ...orders,
    inputs: {
      ...orders.inputs,
      metadata: { ...orders.inputs.metadata, annotations: { "knative-faas.dev/samples": samples } },
    },
  };

  it("tells of triggers that come, go and change, a line a sample", () => {
    const steps = [
      { op: "same", oldState: declared, newState: declared },
      { op: "create", newState: trigger("fraud", "order.paid") },
      { op: "delete", oldState: trigger("audit", "order.paid") },
      { op: "update", oldState: trigger("mail", "order.paid"), newState: trigger("mail", "order.sent") },
    ];
    assert.deepEqual(routingChanges({ steps }), [
      "shop/orders: paid -> +fraud, -audit, -mail",
      "shop/orders: sent -> +mail",
    ]);
  });

  it("tells nothing where every sample goes where it went", () => {
    const same = trigger("audit", "order.paid");
    const steps = [
      { op: "create", newState: declared },
      { op: "same", oldState: same, newState: same },
      { op: "replace", oldState: trigger("mail", "order.sent"), newState: trigger("mail", "order.sent") },
      { op: "create-replacement", newState: trigger("mail", "order.sent") },
      { op: "delete-replaced", oldState: trigger("mail", "order.sent") },
    ];
    assert.deepEqual(routingChanges({ steps }), []);
  });
});
