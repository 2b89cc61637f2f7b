// Answers of a function in Kafka topics on the cluster: from a broker, a timer, MQTT and Redis, also while the program that writes them is killed.
import assert from "node:assert/strict";
import { graphOf } from "../../provider/src/graph/graphModel";
import type { Program } from "../engine/program";
import { phase } from "../environment/progress";
import { bringServers } from "../environment/tools/debian";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { type Item, TestCluster } from "./cluster";
import { Events, eventingProgram, recorders } from "./eventing";
import { makeLogin, settled } from "./idle";
import { Kafka, login, Mqtt, Redis } from "./servers";

const namespace = "replies";
const topics = ["receipts", "reports", "readings", "results"];
const entries = 300;
const ofProgram = { labelSelector: "knative-faas.dev/replies" };

describe("sources: answers in a topic on the cluster", function () {
  this.timeout(firstBuildMilliseconds);
  let program: Program;
  let cluster: TestCluster;
  let events: Events;
  let kafka: Kafka;
  let redis: Redis;
  let mqtt: Mqtt;

  function resources() {
    const key = (name: string) => ({ name: "servers", key: name });
    const access = { user: key("user"), password: key("password") };
    const to = (topic: string) => ({
      replies: { bootstrapServers: [kafka.address], sasl: { mechanism: "SCRAM-SHA-512", ...access }, topic },
    });
    const triggers = {
      event: { paid: { broker: "${hub.name}", path: "/paid", ...to("receipts") } },
      cron: { often: { schedule: "*/2 * * * * *", data: '{"full":true}', ...to("reports") } },
      mqtt: { rooms: { address: `mqtt://${mqtt.address}`, topics: ["rooms/#"], ...access, ...to("readings") } },
      redis: {
        jobs: { addresses: [redis.address], list: { key: "jobs" }, password: key("password"), ...to("results") },
      },
    };
    return {
      hub: { type: "knative-faas:Broker", properties: { namespace } },
      ...recorders(namespace, { work: { env: { REPLY: "done" }, triggers } }),
    };
  }

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    await phase("servers", bringServers);
    [kafka, redis, mqtt] = await Promise.all([Kafka.start(), Redis.start(), Mqtt.start()]);
    for (const topic of topics) await kafka.ask("create", topic, "1");
    program = eventingProgram(target, namespace);
    await cluster.namespace(namespace);
    await makeLogin(cluster, namespace);
    program.writeYaml(resources(), { urls: { work: "${work.url}" }, hub: "${hub.url}" });
    await program.init();
  });

  after(async () => {
    if (program !== undefined) await program.remove();
    for (const server of [kafka, redis, mqtt]) server?.stop();
    if (program !== undefined) await cluster.removeNamespace(namespace);
  });

  /** The first entry of a topic. */
  const first = async (topic: string) => (await kafka.read(topic, 1))[0] ?? assert.fail(topic);

  it("comes up in one update, without a change after it, nor on refresh", async () => {
    const run = await program.up();
    console.log(`      up ${run.seconds.toFixed(1)} s`);
    events = new Events(cluster, (await program.outputs()).urls);
    await settled(program);
  });

  it("an event of a broker is answered in the topic, under its partition key, and not in the broker", async () => {
    const { hub } = await program.outputs();
    assert.equal(await events.send(hub, { id: "e1", type: "order.paid", partitionkey: "customer-1" }, '{"n":1}'), 202);
    const { key, value, headers } = await first("receipts");
    assert.deepEqual([key, value], ["customer-1", '{"n":1}>work']);
    assert.deepEqual([headers?.ce_type, headers?.ce_causationid], ["done", "e1"]);
    const paths = (await events.recorded("work")).map(({ path, attributes }) => `${path} ${attributes.type}`);
    assert.ok(paths.includes("/paid order.paid"), paths.join());
    assert.ok(!paths.includes("/paid done"), paths.join());
  });

  it("so is each time of a timer", async () => {
    const answers = await kafka.read("reports", 3);
    for (const { value } of answers) assert.equal(value, '{"full":true}>work');
    const ids = answers.map(({ headers }) => headers?.ce_causationid);
    assert.equal(new Set(ids).size, ids.length);
  });

  it("and a message of MQTT", async () => {
    await mqtt.publish("rooms/kitchen", "21");
    assert.equal((await first("readings")).value, "21>work");
  });

  it(`no answer to ${entries} entries of a list is lost while the program is killed three times`, async () => {
    const jobs = Array.from({ length: entries }, (_, index) => `job-${index}`);
    for (let part = 0; part < 3; part++) {
      await redis.push("jobs", jobs.slice((part * entries) / 3, ((part + 1) * entries) / 3));
      const labels = ["-l", "knative-faas.dev/replies=work-jobs-replies"];
      await cluster.kubectl("delete", "pod", "-n", namespace, ...labels, "--grace-period=0", "--force");
    }
    const isDone = async () => Number(await redis.ask("LLEN", "jobs")) === 0;
    await cluster.until("the list is empty", 120, isDone);
    const answers = await kafka.read("results", entries);
    await cluster.until("all answers are there", 120, async () => {
      const seen = new Set((await kafka.read("results", entries)).map(({ value }) => value));
      return jobs.every((job) => seen.has(`${job}>work`));
    });
    console.log(`      ${answers.length - entries} of ${entries} answers were written again`);
  });

  it("no log contains the password, nor does the state", async () => {
    const isStarted = ({ status }: Item) =>
      status.containerStatuses?.every(({ state }: { state: object }) => !("waiting" in state)) === true;
    let started: Item[] = [];
    // One that has just been created has no log.
    await cluster.until("each program has started", 60, async () => {
      started = (await cluster.list("Pod", namespace, ofProgram)).filter(isStarted);
      return started.length >= topics.length;
    });
    for (const { metadata } of started) {
      const log = await cluster.logs(namespace, metadata.name);
      assert.ok(!log.includes(login.password), metadata.name);
    }
    assert.ok(!program.state().includes(login.password));
  });

  it("the graph shows the answers as the function's", async () => {
    const { edges, nodes } = graphOf({ resources: program.resources() });
    const answers = edges.filter(({ kind }) => kind === "reply").map(({ from, to }) => `${from} ${to}`);
    assert.deepEqual(answers.sort(), topics.map((topic) => `Service ${namespace}/work topic ${topic}`).sort());
    assert.ok(!nodes.some(({ id }) => id.endsWith("-replies")));
  });

  it("a topic that does not exist fails the update, which says so, and the trigger goes on as it was", async () => {
    const wrong = JSON.parse(JSON.stringify(resources()).replaceAll('"reports"', '"missing"'));
    program.writeYaml(wrong, { urls: { work: "${work.url}" }, hub: "${hub.url}" });
    const { written } = await program.failingUp();
    assert.match(written, /the topic "missing" does not exist, create it/);
    const before = (await kafka.read("reports", 1)).length;
    await cluster.until("another answer", 20, async () => (await kafka.read("reports", 1)).length > before);
  });

  it("a destroy leaves nothing", async () => {
    await program.must(["destroy", "--yes", "--skip-preview"]);
    for (const kind of ["Deployment", "StatefulSet", "PingSource", "Trigger"] as const)
      assert.deepEqual(await cluster.list(kind, namespace), [], kind);
    const services = (await cluster.list("Service", namespace)).map(({ metadata }) => metadata.name);
    assert.deepEqual(
      services.filter((name: string) => name.endsWith("-replies")),
      [],
    );
  });
});
