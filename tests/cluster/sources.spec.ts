// Event sources on the cluster: timers, Kubernetes objects, programs; fan-out by a channel; a broker that is replaced.
import assert from "node:assert/strict";
import type { Program } from "../engine/program";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";
import { Events, eventingProgram, type Recorded, recorders } from "./eventing";

const namespace = "events-sources";
const functions = ["ticks", "texts", "none", "objects", "programs", "bound", "fan", "timed"];

const ping = "dev.knative.sources.ping";
const trigger = (...filters: object[]) => ({ triggers: { event: { mine: { broker: "${hub.name}", filters } } } });

/** The installation's own settings, instead of the broker's own. */
const elsewhere = { config: { name: "config-br-default-channel", namespace: "knative-eventing" } };

const source = (properties: object) => ({ type: "knative-faas:EventSource", properties: { namespace, ...properties } });

function deployment() {
  const labels = { app: "sender" };
  const container = { name: "sender", image: "${ticks.image}", env: [{ name: "TYPE", value: "bound" }] };
  return {
    type: "kubernetes:apps/v1:Deployment",
    properties: {
      metadata: { name: "sender", namespace },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    },
  };
}

/** The program under test; `broker` are the settings that a case changes. */
function resources(broker: object = {}) {
  return {
    hub: { type: "knative-faas:Broker", properties: { namespace, ...broker } },
    wire: {
      type: "knative-faas:Flow",
      properties: { namespace, channel: { subscribers: { first: { function: "${objects.name}", path: "/first" } } } },
    },
    ...recorders(namespace, {
      ticks: trigger({ exact: { type: ping } }),
      texts: trigger({ cesql: "type LIKE 'dev.knative.%' AND region = 'eu'" }),
      none: trigger({ prefix: { type: "order." } }),
      objects: {},
      programs: {},
      bound: {},
      fan: { triggers: { channel: { wire: { channel: "${wire.name}" } } } },
      timed: { triggers: { cron: { often: { schedule: "*/2 * * * * *", data: "once", contentType: "text/plain" } } } },
    }),
    tick: source({
      cron: {
        schedule: "*/2 * * * * *",
        timeZone: "Europe/Berlin",
        data: '{"full":true}',
        extensions: { region: "eu" },
      },
      sink: { broker: "${hub.name}" },
    }),
    watch: source({
      apiServer: {
        resources: [{ apiVersion: "v1", kind: "ConfigMap", matchLabels: { watched: "yes" } }],
        mode: "Resource",
      },
      sink: { function: "${objects.name}" },
    }),
    program: source({
      container: {
        directory: "recorder",
        env: { TYPE: "made" },
        extensions: { from: "container" },
        terminationGracePeriodSeconds: 1,
      },
      sink: { function: "${programs.name}" },
    }),
    bind: source({
      sinkBinding: { subject: { apiVersion: "apps/v1", kind: "Deployment", matchLabels: { bound: "yes" } } },
      sink: { function: "${bound.name}" },
    }),
    sender: deployment(),
  };
}

describe("sources: Knative's on the cluster", function () {
  this.timeout(240_000);
  let program: Program;
  let cluster: TestCluster;
  let events: Events;

  const write = (broker?: object) =>
    program.writeYaml(resources(broker), {
      urls: Object.fromEntries(functions.map((name) => [name, `\${${name}.url}`])),
      wire: "${wire.url}",
    });

  /** The first event of a function that matches, within 20 seconds. */
  async function first(name: string, wanted: (one: Recorded) => boolean = () => true): Promise<Recorded> {
    let found: Recorded | undefined;
    await cluster.until(`${name} has its event`, 20, async () => {
      found = (await events.recorded(name)).find(wanted);
      return found !== undefined;
    });
    return found as Recorded;
  }

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    program = eventingProgram(target, "events-sources");
    await cluster.namespace(namespace);
    write();
    await program.init();
  });

  after(async () => {
    if (program === undefined) return;
    await program.removeBefore(namespace);
    await cluster.removeNamespace(namespace);
  });

  it("come up in one update, without a change after it, nor on refresh", async () => {
    const run = await program.up();
    console.log(`      up ${run.seconds.toFixed(1)} s`);
    events = new Events(cluster, (await program.outputs()).urls);
    await program.expectNoChanges();
    await program.expectNoDrift();
    await program.expectNoChanges();
  });

  it("a timer's event goes through the broker to the triggers that match, and to no other", async () => {
    const { attributes, data } = await first("ticks");
    assert.equal(attributes.type, ping);
    assert.equal(attributes.source, `/apis/v1/namespaces/${namespace}/pingsources/tick`);
    assert.equal(attributes.region, "eu");
    assert.deepEqual(JSON.parse(data), { full: true });
    assert.equal((await first("texts")).attributes.type, ping);
    assert.deepEqual(await events.recorded("none"), []);
  });

  it("a function's own timer reaches it without a broker", async () => {
    const { attributes, data } = await first("timed");
    assert.deepEqual([attributes.type, data], [ping, "once"]);
  });

  it("a change of a ConfigMap is an event, and only of those with the label", async () => {
    const made = { apiVersion: "v1", kind: "ConfigMap", data: { a: "b" } };
    for (const name of ["other", "seen"]) await cluster.create({ ...made, metadata: { name, namespace } });
    await cluster.label("ConfigMap", namespace, "seen", { watched: "yes" });
    const { attributes, data } = await first("objects", (one) => one.attributes.type !== "fan");
    assert.equal(attributes.type, "dev.knative.apiserver.resource.add");
    assert.equal(JSON.parse(data).metadata.name, "seen");
    const role = await cluster.get("Role", namespace, "watch");
    assert.deepEqual(role.rules, [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }]);
  });

  it("a Go program sends to its sink, with the extensions", async () => {
    const { attributes } = await first("programs");
    assert.deepEqual([attributes.type, attributes.from], ["made", "container"]);
  });

  it("a Deployment that exists is told where to send", async () => {
    assert.deepEqual(await events.recorded("bound"), []);
    await cluster.label("Deployment", namespace, "sender", { bound: "yes" });
    assert.equal((await first("bound")).attributes.type, "bound");
  });

  it("a program that does not start fails the update with the Pod's reason, and is picked up again", async () => {
    const kept = program.read("Pulumi.yaml");
    const wrong = kept.replace(/("container":\{)/, '$1"secretEnv":["lost"],"readySeconds":10,');
    assert.notEqual(wrong, kept);
    program.write("Pulumi.yaml", wrong);
    const { written } = await program.failingUp();
    assert.match(written, /program-\w+-deployment-\S+[\s\S]*CreateContainerConfigError[\s\S]*secret "lost" not found/);
    program.write("Pulumi.yaml", kept);
    await program.up();
    await program.expectNoChanges();
  });

  it("a channel hands an event to all of its subscribers", async () => {
    const { wire } = await program.outputs();
    assert.equal(await events.send(wire, { id: "f", type: "fan" }), 202);
    assert.equal((await first("fan")).attributes.id, "f");
    assert.equal((await first("objects", (one) => one.attributes.type === "fan")).attributes.id, "f");
  });

  it("a broker that keeps its events elsewhere is replaced, and its triggers pick up the new one", async () => {
    write(elsewhere);
    const steps = (await program.preview()).filter(({ op }) => op.startsWith("replace") || op.startsWith("create"));
    const replaced = steps.filter(({ op }) => op === "replace").map(({ urn }) => urn.split("::").pop());
    assert.deepEqual([...new Set(replaced)].sort(), ["hub", "hub-config"]);
    await program.up();
    await Promise.all([events.forget("ticks"), events.forget("texts")]);
    await Promise.all([first("ticks"), first("texts")]);
    await program.expectNoChanges();
  });

  it("a broker whose class has no controller here is refused, and stays as it is", async () => {
    write({ kafka: { bootstrapServers: ["127.0.0.1:9"] } });
    for (const command of ["preview", "up"]) {
      const { written } = await program.pulumi([command, ...(command === "up" ? ["--yes", "--skip-preview"] : [])]);
      assert.match(written, /requires the controller for brokers of class Kafka, which this cluster does not have/);
    }
    const { metadata } = await cluster.get("Broker", namespace, "hub");
    assert.equal(metadata.annotations["eventing.knative.dev/broker.class"], "MTChannelBasedBroker");
  });

  it("a broker of another class is replaced, and once it is of the old one again, its triggers take that up", async () => {
    write({ class: "Nobodys" });
    const steps = (await program.preview()).filter(({ op }) => op !== "same");
    assert.deepEqual([...new Set(steps.map(({ urn }) => urn.split("::").pop()))].sort(), ["hub", "hub-config"]);
    // Nothing makes it ready.
    await program.failingUp();
    const { metadata } = await cluster.get("Broker", namespace, "hub");
    assert.equal(metadata.annotations["eventing.knative.dev/broker.class"], "Nobodys");
    write(elsewhere);
    await program.up();
    await Promise.all([events.forget("ticks"), events.forget("texts")]);
    await Promise.all([first("ticks"), first("texts")]);
    await program.expectNoChanges();
  });

  it("a trigger that is taken away gets no more events", async () => {
    const without = resources(elsewhere);
    // biome-ignore lint/suspicious/noExplicitAny: a property of the program
    delete ((without as any).ticks.properties as any).triggers;
    program.writeYaml(without, { urls: Object.fromEntries(functions.map((name) => [name, `\${${name}.url}`])) });
    await program.up();
    // One that was on its way still arrives.
    await cluster.until("two ticks reach the other trigger only", 30, async () => {
      await Promise.all([events.forget("ticks"), events.forget("texts")]);
      await cluster.until("there are two", 20, async () => (await events.ids("texts")).length > 1);
      return (await events.recorded("ticks")).length === 0;
    });
  });
});
