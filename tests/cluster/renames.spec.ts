// Renames of a resource and of a stack: existing objects continue to serve, and belong to nobody else.
import assert from "node:assert/strict";
import { helloImage, timeouts } from "../engine/hello";
import { Program } from "../engine/program";
import { needsCluster } from "../levels";
import { type Item, TestCluster } from "./cluster";

const namespace = "renames";
const domain = "cart.renames.example.com";

describe("ownership: names that change", function () {
  this.timeout(240_000);
  let cluster: TestCluster;
  let program: Program;
  let image: string;

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    await cluster.namespace(namespace);
    image = await helloImage(cluster);
    program = new Program(target, "renames");
    write("cart", "bus");
    await program.init();
    await program.up();
  });
  after(async () => {
    await cluster?.removeNamespace(namespace);
    await cluster?.delete("ClusterDomainClaim", undefined, domain);
    program?.discard();
  });

  /** Resources other than the function and its broker. */
  const others = {
    wire: { type: "knative-faas:Flow", properties: { namespace, channel: {} } },
    clock: {
      type: "knative-faas:EventSource",
      properties: { namespace, cron: { schedule: "0 3 1 1 *" }, sink: { url: "http://sink.example.com" } },
    },
  };

  /** Objects have the same names in the cluster, whatever the resources are called; `before` are their previous names. */
  function write(
    ofFunction: string,
    ofBroker: string,
    before: [string?, string?] = [],
    more: object = {},
    beside = {},
  ): void {
    const options = (component: string, old: string | undefined) =>
      old === undefined ? {} : { aliases: [`urn:pulumi:test::renames::knative-faas:index:${component}::${old}`] };
    const properties = { name: "cart", namespace, image, timeouts, scale: { windowSeconds: 6 }, ...more };
    const triggers = { event: { placed: { broker: "bus", filters: [{ exact: { type: "placed" } }] } } };
    program.writeYaml({
      [ofFunction]: {
        type: "knative-faas:Function",
        properties: { ...properties, domains: { [domain]: {} }, triggers },
        options: { ...options("Function", before[0]), dependsOn: [`\${${ofBroker}}`] },
      },
      [ofBroker]: {
        type: "knative-faas:Broker",
        properties: { name: "bus", namespace },
        options: options("Broker", before[1]),
      },
      ...beside,
    });
  }

  async function uids(): Promise<string[]> {
    const kinds = ["KnativeService", "DomainMapping", "Trigger", "Broker", "Channel", "PingSource"] as const;
    const all = (await Promise.all(kinds.map((kind) => cluster.list(kind, namespace)))).flat();
    return all.map(({ kind, metadata }: Item) => `${kind} ${metadata.name} ${metadata.uid}`).sort();
  }

  it("a rename that was refused continues with the alias that it asked for, and nothing is deleted", async () => {
    const before = await uids();
    assert.equal(before.length, 4, before.join(", "));
    write("shopCart", "events");
    assert.match((await program.failingUp()).written, /set aliases to what it was/);
    write("shopCart", "events", ["cart", "bus"]);
    await program.up();
    assert.deepEqual(await uids(), before);
    await program.expectNoChanges();
  });

  it("an update that renames and fails is continued by the next", async () => {
    const before = await uids();
    const nothing = `${image.split("@")[0]}@sha256:${"0".repeat(64)}`;
    write("cart", "bus", ["shopCart", "events"], { image: nothing, timeouts: { ...timeouts, readySeconds: 10 } });
    await program.failingUp();
    write("cart", "bus", ["shopCart", "events"]);
    await program.up();
    assert.deepEqual(await uids(), before);
    await program.expectNoChanges();
  });

  it("what a stack has made before it was renamed is refused to a new one of its old name, each time", async () => {
    write("cart", "bus", [], {}, others);
    await program.up();
    const before = await uids();
    assert.equal(before.length, 6, before.join(", "));
    await program.must(["stack", "rename", "before"]);
    program.write("Pulumi.test.yaml", program.read("Pulumi.before.yaml"));
    await program.must(["stack", "init", "test"]);
    const alone = {
      "Service renames/cart": { cart: { type: "knative-faas:Function", properties: { namespace, image } } },
      "Broker renames/bus": { bus: { type: "knative-faas:Broker", properties: { namespace } } },
      "Channel renames/wire": { wire: others.wire },
      "PingSource renames/clock": { clock: others.clock },
    };
    // An engine reports only the first error of an update.
    for (const [object, resources] of Object.entries(alone)) {
      program.writeYaml(resources);
      for (const command of [["preview"], ["up", "--yes", "--skip-preview"], ["up", "--yes", "--skip-preview"]]) {
        const run = await program.pulumi(command);
        assert.notEqual(run.code, 0, run.written);
        assert.ok(run.written.includes(`${object} already exists with the labels of this stack`), run.written);
      }
    }
    const kept = program.resources().filter(({ type }) => type.startsWith("knative-faas:"));
    assert.deepEqual(kept, []);
    await program.must(["destroy", "--yes", "--skip-preview"]);
    assert.deepEqual(await uids(), before);
  });
});
