// Sources of MQTT and Redis, and functions that a queue scales, on the cluster: from zero, up with a queue, and down again.
import assert from "node:assert/strict";
import type { Program } from "../engine/program";
import { phase } from "../environment/progress";
import { bringServers } from "../environment/tools/debian";
import { needsCluster } from "../levels";
import { pause, TestCluster } from "./cluster";
import { Events, eventingProgram, recorders } from "./eventing";
import { login, Mqtt, Redis } from "./servers";

const namespace = "extensions";
const secret = (key: string) => ({ name: "servers", key });
const entries = 1000;

describe("extensions: sources and the queue scaler on the cluster", function () {
  this.timeout(600_000);
  let program: Program;
  let cluster: TestCluster;
  let events: Events;
  let redis: Redis;
  let mqtt: Mqtt;

  function resources() {
    const password = secret("password");
    const server = { addresses: [redis.address], password };
    const idle = { scale: { min: 0, max: 1, windowSeconds: 6 } };
    return {
      knative: {
        type: "knative-faas:Knative",
        properties: { existing: true, eventing: {}, extensions: { queueScaler: {} } },
      },
      ...recorders(namespace, {
        readings: {
          ...idle,
          triggers: {
            mqtt: {
              all: {
                ...{ address: `mqtt://${mqtt.address}`, topics: ["sensors/+/temperature"] },
                ...{ user: secret("user"), password, event: { subject: "{topic.2}", id: "{json.id}" } },
              },
            },
          },
        },
        orders: { ...idle, triggers: { redis: { all: { ...server, stream: { keys: ["orders"] } } } } },
        work: {
          ...{ scale: { min: 0, max: 8, windowSeconds: 6 }, concurrency: 10, env: { WORK: "100ms" } },
          triggers: {
            redis: {
              jobs: { ...server, list: { key: "jobs" }, parallelism: 40, scale: { target: 200, cooldownSeconds: 2 } },
            },
          },
        },
      }),
    };
  }

  const names = ["readings", "orders", "work"];
  const pods = async (name: string) => {
    const all = await cluster.get("-n", namespace, "pods", "-l", `serving.knative.dev/service=${name}`);
    return all.items.filter(
      ({ metadata }: { metadata: { deletionTimestamp?: string } }) => !metadata.deletionTimestamp,
    );
  };
  const atZero = (name: string) => cluster.until(`${name} has no Pod`, 90, async () => (await pods(name)).length === 0);

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    await phase("servers", bringServers);
    [redis, mqtt] = await Promise.all([Redis.start(), Mqtt.start()]);
    program = eventingProgram(target, namespace);
    await cluster.namespace(namespace);
    const given = Object.entries(login).map(([key, value]) => `--from-literal=${key}=${value}`);
    await cluster.kubectl("-n", namespace, "create", "secret", "generic", "servers", ...given);
    program.writeYaml(dependent(resources()), {
      urls: Object.fromEntries(names.map((name) => [name, `\${${name}.url}`])),
    });
    await program.init();
  });

  after(async () => {
    if (program === undefined) return;
    await program.remove();
    await cluster.removeNamespace(namespace);
    redis.stop();
    mqtt.stop();
  });

  it("come up in one update, without a change after it, nor on refresh", async () => {
    const run = await program.up();
    console.log(`      up ${run.seconds.toFixed(1)} s`);
    events = new Events(cluster, (await program.outputs()).urls);
    await settled();
  });

  async function settled() {
    await program.must(["preview", "--expect-no-changes"]);
    await program.must(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
    await program.must(["preview", "--expect-no-changes"]);
  }

  it("an MQTT message wakes a function at zero", async () => {
    await atZero("readings");
    await mqtt.publish("sensors/kitchen/temperature", '{"id":"r1","celsius":21}');
    const seconds = await cluster.until("readings has a Pod", 20, async () => (await pods("readings")).length > 0);
    console.log(`      a Pod after ${seconds.toFixed(1)} s`);
    await cluster.until("the message is there", 20, async () => (await events.recorded("readings")).length > 0);
    const [{ attributes, data } = { attributes: {}, data: "" }] = await events.recorded("readings");
    const { type, subject, id, source } = attributes as Record<string, string>;
    assert.deepEqual([type, subject, id], ["dev.knative-faas.mqtt.message", "kitchen", "r1"]);
    assert.equal(source, `mqtt://${mqtt.address}`);
    assert.equal(data, '{"id":"r1","celsius":21}');
  });

  it("a Redis entry wakes a function at zero", async () => {
    await atZero("orders");
    const id = (await redis.ask("XADD", "orders", "*", "article", "lamp", "count", "2")).trim();
    const seconds = await cluster.until("orders has a Pod", 20, async () => (await pods("orders")).length > 0);
    console.log(`      a Pod after ${seconds.toFixed(1)} s`);
    await cluster.until("the entry is there", 20, async () => (await events.recorded("orders")).length > 0);
    const [{ attributes, data } = { attributes: {}, data: "" }] = await events.recorded("orders");
    assert.deepEqual((attributes as Record<string, string>).id, `orders/${id}`);
    assert.deepEqual(JSON.parse(data), { article: "lamp", count: "2" });
  });

  it("a queue gets the Pods that it asks for, and gives them back", async () => {
    await atZero("work");
    const autoscaler = async () => {
      const all = await cluster.get("-n", namespace, "podautoscaler", "-l", "serving.knative.dev/service=work");
      return all.items[0];
    };
    const minScale = "autoscaling.knative.dev/min-scale";
    await redis.push(
      "jobs",
      Array.from({ length: entries }, (_, number) => `{"number":${number}}`),
    );
    const began = Date.now();
    let wanted = 0;
    while (wanted < 2) {
      wanted = Number((await autoscaler()).metadata.annotations[minScale] ?? 0);
      assert.ok(Date.now() - began < 20_000, "the autoscaler was told nothing within 20 s");
    }
    const told = (Date.now() - began) / 1000;
    const desired = await cluster.until(
      "the Pods are wanted",
      20,
      async () => (await autoscaler()).status.desiredScale >= wanted,
    );
    console.log(
      `      ${wanted} Pods told to the autoscaler after ${told.toFixed(2)} s, decided ${desired.toFixed(2)} s later`,
    );
    assert.ok(told < 3, `${told} s`);
    const drained = await cluster.until("the queue is empty", 60, async () => {
      const length = await redis.ask("LLEN", "jobs");
      return length.trim() === "0";
    });
    await cluster.until(
      "the autoscaler is free again",
      30,
      async () => (await autoscaler()).metadata.annotations[minScale] === "0",
    );
    await atZero("work");
    console.log(
      `      drained after ${drained.toFixed(1)} s, at zero ${((Date.now() - began) / 1000).toFixed(1)} s after the push`,
    );
  });

  it("HTTP still wakes it, and nothing of all that is a change", async () => {
    await events.recorded("work");
    await settled();
  });

  it("no log tells a password", async () => {
    await pause(1000);
    const sources = await cluster.kubectl(
      "-n",
      namespace,
      "get",
      "pods",
      "-l",
      "knative-faas.dev/source",
      "-o",
      "name",
    );
    for (const pod of sources.trim().split("\n")) {
      const log = await cluster.kubectl("-n", namespace, "logs", pod);
      assert.ok(!log.includes(login.password), pod);
    }
    const log = await cluster.kubectl("-n", "knative-faas", "logs", "deployment/queue-scaler");
    assert.ok(!log.includes(login.password));
    assert.ok(!(await program.state()).includes(login.password));
  });
});

/** Functions after the Knative that brings the scaler. */
function dependent(all: Record<string, { type: string; options?: object }>) {
  return Object.fromEntries(
    Object.entries(all).map(([name, one]) => [
      name,
      name === "knative" ? one : { ...one, options: { dependsOn: ["${knative}"] } },
    ]),
  );
}
