// A function with a Kafka source on the cluster: scaling from zero and by lag, answers in a topic, a rotated password.
import assert from "node:assert/strict";
import type { Program } from "../engine/program";
import { phase } from "../environment/progress";
import { bringServers } from "../environment/tools/debian";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { type Item, TestCluster } from "./cluster";
import { Events, eventingProgram, recorders } from "./eventing";
import { atZero, hasPods, makeLogin, settled } from "./idle";
import { type Entry, Kafka, login } from "./servers";

const namespace = "kafka";
const entries = 10_000;
const group = "orders";
const minScale = "autoscaling.knative.dev/min-scale";
const rotated = "opensesame-4712";

describe("sources: Kafka on the cluster", function () {
  this.timeout(firstBuildMilliseconds);
  let program: Program;
  let cluster: TestCluster;
  let kafka: Kafka;

  function resources(own: string) {
    const key = (name: string) => ({ name: "servers", key: name });
    const sasl = { mechanism: "SCRAM-SHA-512", user: key("user"), password: key("password") };
    const server = { bootstrapServers: [kafka.address], sasl, topics: ["orders"], group: own };
    const scale = { target: 2000, cooldownSeconds: 2 };
    const orders = { ...server, initialOffset: "earliest", parallelism: 100, replies: { topic: "prices" }, scale };
    const work = {
      ...{ scale: { min: 0, max: 5, windowSeconds: 6 }, concurrency: 20, env: { WORK: "20ms", REPLY: "priced" } },
      triggers: { kafka: { orders } },
    };
    const knative = { existing: true, eventing: {}, extensions: { queueScaler: {} } };
    return {
      knative: { type: "knative-faas:Knative", properties: knative },
      // After the Knative that installs the scaler.
      work: { ...(recorders(namespace, { work }).work as Item), options: { dependsOn: ["${knative}"] } },
    };
  }

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    await phase("servers", bringServers);
    kafka = await Kafka.start();
    for (const topic of ["orders", "prices"]) await kafka.ask("create", topic, "4");
    program = eventingProgram(target, namespace);
    await cluster.namespace(namespace);
    await makeLogin(cluster, namespace);
    program.writeYaml(resources(group), { url: "${work.url}" });
    await program.init();
  });

  after(async () => {
    if (program !== undefined) await program.remove();
    kafka?.stop();
    if (program !== undefined) await cluster.removeNamespace(namespace);
  });

  const orders = (count: number, first = 0): Entry[] =>
    Array.from({ length: count }, (_, index) => ({ key: `customer-${index % 50}`, value: `order-${first + index}` }));

  const autoscaler = (what: string, seconds: number, predicate: (one: Item) => boolean) =>
    cluster.waitForAll(
      "PodAutoscaler",
      namespace,
      { labelSelector: "serving.knative.dev/service=work" },
      what,
      seconds,
      ([one]) => one !== undefined && predicate(one),
    );

  const sourcePod = async () => {
    const [pod] = await cluster.list("Pod", namespace, { labelSelector: "knative-faas.dev/source" });
    return pod as Item;
  };

  it("comes up in one update, without a change after it, nor on refresh", async () => {
    const run = await program.up();
    console.log(`      up ${run.seconds.toFixed(1)} s`);
    await settled(program);
  });

  it("an entry wakes a function at zero, and its answer is in the topic of replies", async () => {
    await atZero(cluster, namespace, "work");
    await kafka.write("orders", [{ key: "customer-1", value: "lamp", headers: { "content-type": "text/plain" } }]);
    const seconds = await hasPods(cluster, namespace, "work");
    console.log(`      a Pod after ${seconds.toFixed(1)} s`);
    const [answer] = await kafka.read("prices", 1);
    assert.equal(answer?.key, "customer-1");
    assert.equal(answer?.value, "lamp>work");
    assert.equal(answer?.headers?.ce_type, "priced");
    const [event] = await new Events(cluster, { work: (await program.outputs()).url }).recorded("work");
    const { type, id, partitionkey, subject } = event?.attributes ?? {};
    assert.deepEqual([type, partitionkey], ["dev.knative.kafka.event", "customer-1"]);
    assert.match(`${id} ${subject}`, /^orders\/partition:\d\/offset:0 partition:\d#0$/);
  });

  it(`a lag of ${entries} entries gets the Pods that it asks for; then there are none`, async () => {
    await atZero(cluster, namespace, "work");
    let wanted = 0;
    const wants = ({ metadata }: Item) => {
      wanted = Number(metadata.annotations[minScale] ?? 0);
      return wanted >= 2;
    };
    await kafka.write("orders", orders(entries));
    const told = await autoscaler("the autoscaler is told how many", 20, wants);
    console.log(`      ${wanted} Pods reported to the autoscaler after ${told.toFixed(2)} s`);
    const drained = await cluster.until("the lag is empty", 180, async () => (await kafka.lag(group)) === 0);
    await autoscaler("the autoscaler is free again", 30, ({ metadata }) => metadata.annotations[minScale] === "0");
    await atZero(cluster, namespace, "work");
    console.log(`      drained ${drained.toFixed(1)} s later`);
  });

  it("each answer is there exactly once", async () => {
    const answers = await kafka.read("prices", entries + 2);
    const values = answers.map(({ value }) => value).sort();
    assert.deepEqual(values, ["lamp>work", ...orders(entries).map(({ value }) => `${value}>work`)].sort());
  });

  it("a password that is rotated is used by the same Pod", async () => {
    const before = await sourcePod();
    await kafka.setPassword(rotated);
    const change = JSON.stringify({ stringData: { password: rotated } });
    await cluster.kubectl("patch", "secret", "servers", "-n", namespace, "-p", change);
    await kafka.write("orders", orders(1, entries));
    const isThere = async () => (await kafka.lag(group)) === 0;
    console.log(`      after ${(await cluster.until("the entry is delivered", 150, isThere)).toFixed(1)} s`);
    const { metadata, status } = await sourcePod();
    assert.equal(metadata.uid, before.metadata.uid);
    assert.equal(status.containerStatuses[0].restartCount, before.status.containerStatuses[0].restartCount);
  });

  it("a preview says what another group means", async () => {
    program.writeYaml(resources("orders-2"), { url: "${work.url}" });
    const { written } = await program.must(["preview"]);
    assert.match(written, /group orders-2 is new: it begins at the oldest entries, 10,002 entries will be read/);
    assert.match(written, /group orders is read no more: Kafka keeps its offsets/);
    program.writeYaml(resources(group), { url: "${work.url}" });
    await settled(program);
  });

  it("a preview says where a trigger begins that gets another key, and with it another group", async () => {
    const renamed = JSON.stringify(resources(""))
      .replace('"kafka":{"orders"', '"kafka":{"later"')
      .replace('"group":"",', "");
    program.writeYaml(JSON.parse(renamed), { url: "${work.url}" });
    const { written } = await program.must(["preview"]);
    assert.match(
      written,
      /triggers\.kafka\.later: group \S+ is new: it begins at the oldest entries, 10,002 entries will be read/,
    );
    assert.match(written, /source work\/orders: group orders is read no more: Kafka keeps its offsets/);
    program.writeYaml(resources(group), { url: "${work.url}" });
  });

  it("no log contains a password", async () => {
    const ofScaler = await cluster.list("Pod", "knative-faas", { labelSelector: "app=queue-scaler" });
    for (const { metadata } of [...ofScaler, await sourcePod()]) {
      const log = await cluster.logs(metadata.namespace, metadata.name);
      for (const password of [login.password, rotated]) assert.ok(!log.includes(password), metadata.name);
    }
    assert.ok(!program.state().includes(login.password));
  });

  it("a destroy leaves the group, so that a function that comes back goes on where it was", async () => {
    await program.must(["destroy", "--yes", "--skip-preview"]);
    assert.deepEqual(await kafka.groups(), [group]);
  });
});
