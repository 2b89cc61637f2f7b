// The predicted routing before a change, compared with the real broker's; and bad input of every event component.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Filter, matches } from "../../provider/src/filters/passes";
import type { Program } from "../engine/program";
import { run } from "../environment/command";
import { repository } from "../environment/home";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";
import { Events, eventingProgram, recorders } from "./eventing";
import { generated } from "./generatedFilters";

const namespace = "events-routing";
const seed = 20261123;

/** As many triggers as filters, all to one function, each at its own path, which shows the trigger that matched. */
const cases = generated(seed, 200);
const filters = cases.slice(0, 20).map((one) => one.filters);

const samples = {
  paid: { id: "s1", source: "/shop", type: "order.paid", amount: "500" },
  sent: { id: "s2", source: "/shop", type: "order.sent" },
};

function resources(audit: Filter[] = [{ exact: { type: "order.paid" } }]) {
  const broker = "${orders.name}";
  const event = Object.fromEntries(
    filters.map((all, index) => [`f${index}`, { broker, filters: all, path: `/f${index}` }]),
  );
  return {
    orders: { type: "knative-faas:Broker", properties: { namespace, samples } },
    ...recorders(namespace, {
      audit: { triggers: { event: { mine: { broker, filters: audit } } } },
      all: { triggers: { event } },
    }),
  };
}

describe("filters: the routing diff on the cluster", function () {
  this.timeout(240_000);
  let program: Program;
  let cluster: TestCluster;
  let events: Events;

  const write = (audit?: Filter[]) =>
    program.writeYaml(resources(audit), {
      urls: { audit: "${audit.url}", all: "${all.url}" },
      broker: "${orders.url}",
    });

  /** The package's own command, with pulumi on PATH as for a user. */
  const command = (...args: string[]) =>
    run(process.execPath, [join(repository, "provider", "bin", "knative-faas"), ...args], {
      cwd: program.directory,
      env: { ...program.environment, PATH: `${dirname(program.target.tools.pulumi)}:${program.environment.PATH}` },
    });

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    program = eventingProgram(target, "events-routing");
    await cluster.namespace(namespace);
    write();
    await program.init();
    await program.up();
    events = new Events(cluster, (await program.outputs()).urls);
  });

  after(async () => {
    if (program === undefined) return;
    await program.removeBefore(namespace);
    await cluster.removeNamespace(namespace);
  });

  it("the broker and the evaluator agree on every filter and event", async () => {
    const { broker } = await program.outputs();
    const send = async () => {
      for (const { event } of cases) {
        const { specversion: _, ...attributes } = event as Record<string, string>;
        assert.equal(await events.send(broker, attributes), 202);
      }
    };
    const expected = cases.flatMap(({ event }) =>
      filters.flatMap((all, index) => (matches(all, event) ? [`/f${index} ${event.id}`] : [])),
    );
    const found = async () => (await events.recorded("all")).map(({ path, attributes }) => `${path} ${attributes.id}`);
    const allCame = async () => new Set(await found()).size >= expected.length;
    await send();
    await cluster.until("all events are there", 20, allCame).catch(async () => {
      // A trigger is ready a moment before the broker's Pods know of it, and an event at that moment is lost.
      await send();
      await cluster.until("all events are there", 20, allCame).catch(() => undefined);
    });
    assert.deepEqual([...new Set(await found())].sort(), [...expected].sort());
    assert.ok(expected.length > 100, String(expected.length));
    console.log(`      ${cases.length} events, ${filters.length} triggers, ${expected.length} deliveries`);
  });

  it("a preview tells where samples go from now on, and nothing when nothing changes", async () => {
    const unchanged = await program.expectNoChanges();
    assert.doesNotMatch(unchanged.written, /routing: /);
    write([{ exact: { type: "order.sent" } }]);
    const { written } = await program.must(["preview"]);
    assert.match(written, /routing: paid -> -audit/);
    assert.match(written, /routing: sent -> \+audit/);
    const lines = ["events-routing/orders: paid -> -audit", "events-routing/orders: sent -> +audit"];
    assert.deepEqual((await command("routes")).trim().split("\n"), lines);
    await program.up();
    await program.expectNoChanges();
  });

  it("the command says how it is used", async () => {
    assert.match(await command("graph", "--help"), /^usage: knative-faas graph /);
  });

  it("the command draws the stack's events", async () => {
    const page = join(program.directory, "events.html");
    const drawn = await command("graph", "--html", page);
    assert.match(drawn, /^flowchart LR\n/);
    assert.match(drawn, /-->\|"type = order.sent"\|/);
    assert.match(readFileSync(page, "utf8"), /<svg [\s\S]*orders[\s\S]*<\/svg>/);
  });

  it("a broker that does not exist is reported at its path, before anything is applied", async () => {
    const lost = {
      type: "knative-faas:Function",
      properties: {
        namespace,
        image: "${audit.image}",
        triggers: { event: { mine: { broker: "order" }, right: { broker: "${orders.name}" } } },
      },
    };
    program.writeYaml({ ...resources([{ exact: { type: "order.sent" } }]), lost });
    const { code, written } = await program.pulumi(["preview"]);
    assert.notEqual(code, 0);
    assert.match(
      written,
      /"triggers\.event\.mine\.broker" has a problem: expected a broker of namespace events-routing, which has orders, got "order"/,
    );
    write([{ exact: { type: "order.sent" } }]);
  });

  it("dead letters that go nowhere are a failed update, each time until they go somewhere", async () => {
    const hub = (delivery: object) => ({
      hub: { type: "knative-faas:Broker", properties: { namespace, delivery } },
    });
    const given = (delivery: object) =>
      program.writeYaml({ ...resources([{ exact: { type: "order.sent" } }]), ...hub(delivery) });
    given({ retry: 1 });
    await program.up();
    for (const retry of [1, 2, 2]) {
      given({ retry, deadLetter: { function: "nope" } });
      assert.match((await program.failingUp()).written, /broker hub is not ready: .*events-routing\/nope/);
    }
    given({ retry: 2 });
    await program.up();
    await program.expectNoChanges();
    write([{ exact: { type: "order.sent" } }]);
    await program.up();
  });

  it("bad input is reported at its path, before anything is applied", async () => {
    const bad = resources() as Record<string, { properties: Record<string, unknown> }>;
    const broken = {
      hub: { type: "knative-faas:Broker", properties: { namespace, delivery: { backoffSeconds: -1 } } },
      tick: {
        type: "knative-faas:EventSource",
        properties: { namespace, cron: { schedule: "61 * * * *" }, sink: { broker: "orders" } },
      },
      worse: {
        type: "knative-faas:Function",
        properties: {
          namespace,
          image: `example.com/a@sha256:${"a".repeat(64)}`,
          triggers: {
            event: {
              sql: { broker: "orders", filters: [{ cesql: "type = " }] },
              two: { broker: "orders", filters: [{ exact: { type: "a" }, prefix: { type: "b" } }] },
              capitals: { broker: "orders", filters: [{ exact: { Type: "a" } }] },
            },
          },
        },
      },
    };
    program.writeYaml({ ...bad, ...broken });
    // The responses are sent together, yet an engine on a busy machine may end before it has read the last of them.
    let written = "";
    for (let count = 0; count < 3; count++) {
      const preview = await program.pulumi(["preview"]);
      assert.notEqual(preview.code, 0);
      written += preview.written;
    }
    for (const told of [
      /delivery\.backoffSeconds.*expected at least 0.*got -1/,
      /cron\.schedule.*expected the minute as 0 to 59.*got "61 \* \* \* \*"/,
      /triggers\.event\.sql\.filters\[0\]\.cesql.*character 8: expected an attribute/,
      /triggers\.event\.two\.filters\[0\]\.prefix.*exact and prefix are mutually exclusive; set only one/,
      /triggers\.event\.capitals\.filters\[0\]\.exact\.Type.*lower-case letters and digits/,
    ])
      assert.match(written, told);
    // An update without a preview ends with the first of them.
    const unseen = await program.pulumi(["up", "--yes", "--skip-preview"]);
    assert.notEqual(unseen.code, 0);
    const made = [await cluster.list("Broker", namespace), await cluster.list("PingSource", namespace)].flat();
    assert.deepEqual(
      made.map(({ metadata }) => metadata.name),
      ["orders"],
    );
    write([{ exact: { type: "order.sent" } }]);
  });
});
