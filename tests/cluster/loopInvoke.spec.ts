// `knative-faas invoke` on the cluster: functions outside and inside of it, a start from zero, events, failures, and a broker's deliveries.
import assert from "node:assert/strict";
import { answers } from "../../provider/src/commands/invoke/way";
import { ran } from "../engine/commandProcess";
import type { Program } from "../engine/program";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";
import { eventingProgram, type Recorded, recorders } from "./eventing";

const namespace = "loop-invoke";

const on = (type: string) => ({
  triggers: { event: { mine: { broker: "${orders.name}", filters: [{ exact: { type } }] } } },
});

const resources = {
  ...recorders(namespace, {
    paid: { ...on("order.paid"), env: { REPLY: "order.shipped", WHEN: "order.paid" } },
    refunded: on("order.refunded"),
    missing: { ...on("order.lost"), env: { FAIL: "404" } },
    inside: { visibility: "cluster-local", scale: { windowSeconds: 6 } },
  }),
  orders: {
    type: "knative-faas:Broker",
    properties: { namespace, delivery: { retry: 1, backoff: "linear", backoffSeconds: 0.2 } },
  },
};

describe("loop: invoke on the cluster", () => {
  let program: Program;
  let cluster: TestCluster;
  let paid: { url: string; revision: string };
  let inside: { url: string; revision: string };

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    program = eventingProgram(target, namespace);
    await cluster.namespace(namespace);
    const told = (name: string) => ({ url: `\${${name}.url}`, revision: `\${${name}.revision}` });
    program.writeYaml(resources, { paid: told("paid"), inside: told("inside") });
    await program.init();
    await program.up();
    ({ paid, inside } = await program.outputs());
  });

  after(async () => {
    if (program === undefined) return;
    await program.removeBefore(namespace);
    await cluster.removeNamespace(namespace);
  });

  const invoke = (...args: string[]) => ran(program, ["invoke", ...args]);

  async function told(...args: string[]) {
    const { code, stdout, stderr } = await invoke(...args, "--json");
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  }

  const recorded = async (): Promise<Recorded[]> => JSON.parse((await told("paid")).body);

  it("asks a public function, through the gateway where its URL does not answer here", async () => {
    const { headers, milliseconds, way, ...rest } = await told("paid");
    const { revision } = paid;
    assert.deepEqual(rest, { to: "paid", status: 200, revision, coldStart: false, body: "[]\n" });
    const expected = (await answers(new URL(paid.url))) ? /^direct$/ : /^through the API server to Pod [a-z-]+\/\S+$/;
    assert.match(way, expected);
    assert.equal(headers["content-type"], "text/plain; charset=utf-8");
    assert.ok(milliseconds > 0);
    const { code, stdout, stderr } = await invoke("paid");
    assert.deepEqual([code, stdout], [0, "[]\n"]);
    assert.match(stderr, new RegExp(`^200, \\d+ ms, revision ${revision}, no cold start, .+\n$`));
  });

  it("starts a function inside the cluster from zero, and says so", async () => {
    const labelSelector = `serving.knative.dev/revision=${inside.revision}`;
    await cluster.waitForAll("Pod", namespace, { labelSelector }, "no Pod is left", 120, (pods) => pods.length === 0);
    const { status, revision, coldStart, way } = await told("inside");
    assert.deepEqual([status, revision, coldStart], [200, inside.revision, true]);
    assert.match(way, /^through the API server to Pod /);
    // On a busy machine the Pod may be gone before the next command sends its request.
    await cluster.until("a Pod that is there answers", 120, async () => {
      const again = await told("inside");
      assert.equal(again.status, 200);
      return again.coldStart === false;
    });
  });

  it("sends an event with its attributes as headers or as JSON, and shows the event of the answer", async () => {
    const event = ["--event", "order.paid", "--id", "1", "--extension", "region=eu", "--data", '{"amount":5}'];
    const { code, stdout } = await invoke("paid", ...event);
    assert.equal(code, 0);
    assert.match(stdout, /^type: order\.shipped$/m);
    await told("paid", ...event, "--structured");
    const [binary, structured] = (await recorded()).slice(-2);
    const attributes = {
      specversion: "1.0",
      id: "1",
      source: "/knative-faas/invoke",
      type: "order.paid",
      region: "eu",
    };
    assert.deepEqual([binary?.attributes, binary?.data], [attributes, '{"amount":5}']);
    assert.deepEqual(structured?.attributes, {});
    assert.deepEqual(JSON.parse(structured?.data ?? ""), {
      ...{ ...attributes, datacontenttype: "application/json", data: { amount: 5 } },
    });
  });

  it("sends the events of a file one after another", async () => {
    const event = { type: "order.packed", source: "/shop" };
    program.write(
      "events.json",
      JSON.stringify([
        { ...event, id: "2", data: "first" },
        { ...event, id: "3", data: "second" },
      ]),
    );
    const { code, stderr } = await invoke("paid", "--event-file", "events.json");
    assert.equal(code, 0, stderr);
    const last = (await recorded()).slice(-2);
    assert.deepEqual(
      last.map(({ attributes, data }) => [attributes.id, data]),
      [
        ["2", "first"],
        ["3", "second"],
      ],
    );
  });

  it("prints what a function answers with status 404, and fails", async () => {
    const { code, stdout, stderr } = await invoke("missing", "--data", "x");
    assert.deepEqual([code, stdout], [1, "failing as requested\n"]);
    assert.match(stderr, /^404, .*\nmissing answered 404\n$/);
  });

  it("says which function took an event from a broker, and with which status", async () => {
    const { triggers, ...rest } = await told("--broker", "orders", "--event", "order.paid");
    assert.deepEqual(rest, { broker: "orders", status: 202, observed: true, further: [] });
    assert.equal(triggers.length, 1);
    assert.equal(triggers[0].to, "paid");
    assert.deepEqual(
      triggers[0].deliveries.map(({ status }: { status: number }) => status),
      [200],
    );
    const { code, stdout } = await invoke("--broker", "orders", "--event", "order.refunded");
    assert.equal(code, 0);
    assert.match(stdout, /^orders: 202, accepted\nrefunded \(trigger \S+\): 200 after \d+ ms\n$/);
  });

  it("says of a broker's event that no trigger matches, or that its function failed each time", async () => {
    const none = await invoke("--broker", "orders", "--event", "order.unheard");
    assert.deepEqual([none.code, none.stdout], [0, "orders: 202, accepted\nno trigger matches the event\n"]);
    const failed = await invoke("--broker", "orders", "--event", "order.lost");
    assert.deepEqual([failed.code, failed.stderr], [1, "orders answered 500\nmissing answered 404\n"]);
    assert.match(failed.stdout, /^missing \(trigger \S+\): 404 after \d+ ms, then 404 after \d+ ms;/m);
  });
});
