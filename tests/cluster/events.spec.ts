// Events on the cluster: brokers, triggers with filters, dead letters, flows and sources reach exactly the right receivers.
import assert from "node:assert/strict";
import type { Program } from "../engine/program";
import { needsCluster } from "../levels";
import { pause, TestCluster } from "./cluster";
import { Events, eventingProgram, recorders } from "./eventing";

const namespace = "events-brokers";
const functions = ["paid", "some", "big", "failing", "dead", "one", "two", "last", "only"];

const on = (broker: string, filters: object[]) => ({ triggers: { event: { mine: { broker, filters } } } });
const paid = [{ exact: { type: "order.paid" } }];
const some = [
  { any: [{ prefix: { type: "order." } }, { suffix: { source: "/shop" } }] },
  { not: { exact: { region: "us" } } },
];

/** The program under test; a case overrides what it names. */
function resources({ filters = paid, kind = "MTChannelBasedBroker", more = {} as object } = {}) {
  const broker = "${orders.name}";
  const reply = { function: "${last.name}" };
  return {
    ...recorders(namespace, {
      dead: {},
      paid: { triggers: { event: { mine: { broker, filters }, ...more } } },
      some: on(broker, some),
      big: on(broker, [{ cesql: "amount > 100" }]),
      failing: { ...on(broker, [{ exact: { type: "order.fails" } }]), env: { FAIL: "503" } },
      one: { env: { REPLY: "step" } },
      two: { env: { REPLY: "step" } },
      last: {},
      only: { env: { REPLY: "passed", WHEN: "order.paid" } },
    }),
    orders: {
      type: "knative-faas:Broker",
      properties: {
        namespace,
        class: kind,
        delivery: { retry: 2, backoff: "linear", backoffSeconds: 0.2, deadLetter: { function: "${dead.name}" } },
        eventTypes: { "order.paid": { source: "/shop", description: "An order was paid." } },
      },
    },
    steps: {
      type: "knative-faas:Flow",
      properties: { namespace, sequence: { steps: [{ function: "${one.name}" }, { function: "${two.name}" }], reply } },
    },
    branches: {
      type: "knative-faas:Flow",
      properties: {
        namespace,
        parallel: {
          branches: [
            { filter: { function: "${only.name}" }, subscriber: { function: "${one.name}" }, reply },
            { subscriber: { function: "${two.name}" }, reply },
          ],
        },
      },
    },
  };
}

describe("events: brokers and flows on the cluster", function () {
  this.timeout(240_000);
  let program: Program;
  let cluster: TestCluster;
  let events: Events;
  let broker: string;

  const write = (changes?: Parameters<typeof resources>[0]) =>
    program.writeYaml(resources(changes), {
      urls: Object.fromEntries(functions.map((name) => [name, `\${${name}.url}`])),
      broker: "${orders.url}",
      steps: "${steps.url}",
      branches: "${branches.url}",
    });

  /** Waits until a function has exactly the events with these IDs. */
  async function has(name: string, ids: string[], seconds = 20): Promise<void> {
    let found: string[] = [];
    await cluster
      .until(`${name} has ${ids}`, seconds, async () => {
        found = await events.ids(name);
        return found.length >= ids.length;
      })
      .catch(() => undefined);
    assert.deepEqual([...found].sort(), [...ids].sort(), name);
  }

  async function forget(): Promise<void> {
    await Promise.all(functions.map((name) => events.forget(name)));
  }

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    program = eventingProgram(target, "events-brokers");
    await cluster.namespace(namespace);
    write();
    await program.init();
  });

  after(async () => {
    if (program === undefined) return;
    await program.removeBefore(namespace);
    await cluster.removeNamespace(namespace);
  });

  it("comes up in one update, without a change after it", async () => {
    const run = await program.up();
    console.log(`      up ${run.seconds.toFixed(1)} s`);
    const outputs = await program.outputs();
    events = new Events(cluster, outputs.urls);
    broker = outputs.broker;
    assert.equal(broker, `http://broker-ingress.knative-eventing.svc.cluster.local/${namespace}/orders`);
    await program.expectNoChanges();
    await program.expectNoDrift();
  });

  it("hands an event to the triggers whose filters match, and to no others", async () => {
    await events.send(broker, { id: "1", type: "order.paid", amount: "5" });
    await events.send(broker, { id: "2", type: "order.paid", amount: "500", region: "us" });
    await events.send(broker, { id: "3", type: "stock.low", source: "/the/shop", amount: "101" });
    await events.send(broker, { id: "4", type: "other" });
    await has("paid", ["1", "2"]);
    await has("some", ["1", "3"]);
    await has("big", ["2", "3"]);
    // An event that must not arrive could still arrive a little later.
    await pause(1000);
    assert.deepEqual(await events.ids("failing"), []);
    assert.deepEqual(await events.ids("dead"), []);
    await forget();
  });

  it("sends an event that can't be delivered to the dead letter, after the retries", async () => {
    await events.send(broker, { id: "5", type: "order.fails" });
    await has("dead", ["5"]);
    await has("failing", ["5", "5", "5"]);
    const [letter] = await events.recorded("dead");
    assert.equal(letter?.attributes.knativeerrorcode, "503");
    assert.match(letter?.attributes.knativeerrordest ?? "", /failing/);
    await forget();
  });

  it("runs a sequence in its order, and replies to the last", async () => {
    const { steps } = await program.outputs();
    assert.equal(await events.send(steps, { id: "6", type: "start" }, "in"), 202);
    await has("last", ["6"]);
    assert.equal((await events.recorded("last"))[0]?.data, "in>one>two");
    await forget();
  });

  it("runs the branches whose filter lets an event through", async () => {
    const { branches } = await program.outputs();
    await events.send(branches, { id: "7", type: "order.paid" }, "in");
    await has("last", ["7", "7"]);
    await forget();
    await events.send(branches, { id: "8", type: "other" }, "in");
    await has("last", ["8"]);
    assert.deepEqual(
      (await events.recorded("last")).map(({ data }) => data),
      ["in>two"],
    );
    await forget();
  });

  it("lists its event types", async () => {
    const type = await cluster.get("EventType", namespace, "orders-order.paid");
    assert.equal(type.spec.type, "order.paid");
    assert.equal(type.spec.reference.name, "orders");
    assert.equal(type.status.conditions.find(({ type: of }: { type: string }) => of === "Ready").status, "True");
  });

  it("changes a filter in place, adds a trigger and takes one away, and touches nothing else", async () => {
    const uid = async () => {
      const selection = { labelSelector: "app.kubernetes.io/name=paid" };
      return (await cluster.list("Trigger", namespace, selection))[0].metadata.uid;
    };
    const before = await uid();
    write({
      filters: [{ exact: { type: "order.sent" } }],
      more: { second: { broker: "${orders.name}", filters: paid } },
    });
    const steps = (await program.preview()).filter(({ op }) => op !== "same");
    assert.deepEqual(steps.map(({ op, urn }) => `${op} ${urn.split("::").pop()}`).sort(), [
      "create paid/second",
      "update paid/mine",
    ]);
    await program.up();
    assert.equal(await uid(), before);
    await events.send(broker, { id: "9", type: "order.sent" });
    await events.send(broker, { id: "10", type: "order.paid" });
    await has("paid", ["9", "10"]);
    write();
    await program.up();
    await forget();
    await events.send(broker, { id: "11", type: "order.sent" });
    await events.send(broker, { id: "12", type: "order.paid" });
    await has("paid", ["12"]);
    await forget();
  });

  it("shares the cluster with another stack: its broker of the same name goes, and this one works on", async () => {
    const other = eventingProgram(program.target, "events-second");
    await cluster.namespace("events-second");
    const orders = { type: "knative-faas:Broker", properties: { namespace: "events-second" } };
    const seen = { type: "knative-faas:Flow", properties: { namespace: "events-second", channel: {} } };
    other.writeYaml({ orders, seen }, { url: "${orders.url}" });
    await other.init();
    await other.up();
    await events.send((await other.outputs()).url, { id: "other", type: "order.paid" });
    await other.remove();
    const kinds = ["Broker", "Channel", "InMemoryChannel", "ConfigMap"] as const;
    const left = await Promise.all(kinds.map((kind) => cluster.list(kind, "events-second")));
    const names = left.flat().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    assert.deepEqual(names, ["ConfigMap kube-root-ca.crt"]);
    await cluster.removeNamespace("events-second");
    await events.send(broker, { id: "13", type: "order.paid" });
    await has("paid", ["13"]);
    await forget();
  });

  it("delivers a thousand events", async () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `n${index}`);
    const began = Date.now();
    for (let from = 0; from < ids.length; from += 20) {
      const part = ids.slice(from, from + 20);
      const codes = await Promise.all(part.map((id) => events.send(broker, { id, type: "order.paid" })));
      assert.deepEqual([...new Set(codes)], [202]);
    }
    await has("paid", ids, 60);
    console.log(`      1000 events in ${((Date.now() - began) / 1000).toFixed(1)} s`);
    await forget();
  });
});
