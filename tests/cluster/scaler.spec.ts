// A function scaled by a queue, on the cluster: from zero, up with the queue, and down again.
import assert from "node:assert/strict";
import type { Program } from "../engine/program";
import { phase } from "../environment/progress";
import { bringServers } from "../environment/tools/debian";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { type Item, TestCluster } from "./cluster";
import { Events, eventingProgram, recorders } from "./eventing";
import { atZero, makeLogin, settled } from "./idle";
import { login, Redis } from "./servers";

const namespace = "scaler";
const entries = 1000;
const minScale = "autoscaling.knative.dev/min-scale";

describe("scaler: a function with a queue on the cluster", function () {
  this.timeout(firstBuildMilliseconds);
  let program: Program;
  let cluster: TestCluster;
  let redis: Redis;

  function resources() {
    const server = { addresses: [redis.address], password: { name: "servers", key: "password" } };
    const scale = { target: 200, cooldownSeconds: 2 };
    const work = {
      ...{ scale: { min: 0, max: 8, windowSeconds: 6 }, concurrency: 10, env: { WORK: "100ms" } },
      triggers: { redis: { jobs: { ...server, list: { key: "jobs" }, parallelism: 40, scale } } },
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
    redis = await Redis.start();
    program = eventingProgram(target, namespace);
    await cluster.namespace(namespace);
    await makeLogin(cluster, namespace);
    program.writeYaml(resources(), { url: "${work.url}" });
    await program.init();
  });

  after(async () => {
    redis?.stop();
    if (program === undefined) return;
    await program.remove();
    await cluster.removeNamespace(namespace);
  });

  /** Waits until the predicate holds for the function's autoscaler. */
  const autoscaler = (what: string, seconds: number, predicate: (one: Item) => boolean) =>
    cluster.waitForAll(
      "PodAutoscaler",
      namespace,
      { labelSelector: "serving.knative.dev/service=work" },
      what,
      seconds,
      ([one]) => one !== undefined && predicate(one),
    );

  it("comes up in one update, without a change after it, nor on refresh", async () => {
    const run = await program.up();
    console.log(`      up ${run.seconds.toFixed(1)} s`);
    await settled(program);
  });

  it("a queue gets the Pods that it asks for, and gives them back", async () => {
    await atZero(cluster, namespace, "work");
    const all = Array.from({ length: entries }, (_, number) => `{"number":${number}}`);
    let wanted = 0;
    const wants = ({ metadata }: Item) => {
      wanted = Number(metadata.annotations[minScale] ?? 0);
      return wanted >= 2;
    };
    await redis.push("jobs", all);
    const told = await autoscaler("the autoscaler is told how many", 20, wants);
    const desired = await autoscaler("the Pods are wanted", 20, ({ status }) => status.desiredScale >= wanted);
    console.log(
      `      ${wanted} Pods told to the autoscaler after ${told.toFixed(2)} s, decided ${desired.toFixed(2)} s later`,
    );
    const isEmpty = async () => (await redis.ask("LLEN", "jobs")).trim() === "0";
    const drained = await cluster.until("the queue is empty", 60, isEmpty);
    await autoscaler("the autoscaler is free again", 30, ({ metadata }) => metadata.annotations[minScale] === "0");
    await atZero(cluster, namespace, "work");
    console.log(`      drained ${drained.toFixed(1)} s later`);
  });

  it("HTTP still wakes it, and nothing of all that is a change", async () => {
    await new Events(cluster, { work: (await program.outputs()).url }).recorded("work");
    await settled(program);
  });

  it("no log tells a password", async () => {
    const ofScaler = await cluster.list("Pod", "knative-faas", { labelSelector: "app=queue-scaler" });
    assert.ok(ofScaler.length > 0);
    const ofSources = await cluster.list("Pod", namespace, { labelSelector: "knative-faas.dev/source" });
    assert.ok(ofSources.length > 0);
    for (const { metadata } of [...ofScaler, ...ofSources]) {
      const log = await cluster.logs(metadata.namespace, metadata.name);
      assert.ok(!log.includes(login.password), metadata.name);
    }
    assert.ok(!program.state().includes(login.password));
  });
});
