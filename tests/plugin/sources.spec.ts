// This package's sources, queues and Function objects over gRPC: unknowns, secrets, mistakes, and a program that is built and pushed.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstBuildMilliseconds } from "../levels";
import { ConstructError, type ConstructOptions, type Plugin, type Registration, startPlugin, unknown } from "./harness";
import { buildEnvironment } from "./ko";
import { type Registry, serveRegistry } from "./registry";
import { stateOf, withState } from "./state";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const program = `registry.example.com/source@sha256:${"b".repeat(64)}`;
const isTrue = { conditions: [{ type: "Ready", status: "True" }], sinkUri: "http://there.example.com" };
const respond: ConstructOptions["respond"] = ({ type }) =>
  type.endsWith(":SinkBinding") ? { status: isTrue } : undefined;
const password = { name: "redis", key: "password" };

/** Of the user's own. */
const container = { name: "own", env: [{ name: "SOURCE", value: "no JSON" }] };
const stranger = { spec: { template: { metadata: { labels: { app: "own" } }, spec: { containers: [container] } } } };

const of = (all: Registration[], kind: string) => all.filter(({ type }) => type.endsWith(`:${kind}`));

describe("sources: over gRPC, with queues that scale", function () {
  this.timeout(firstBuildMilliseconds);
  let plugin: Plugin;
  let registry: Registry;
  let root = "";

  before(async function () {
    root = mkdtempSync(join(tmpdir(), "sources-"));
    const env = buildEnvironment(this, root);
    registry = await serveRegistry();
    plugin = await startPlugin({ env: { ...env, PULUMI_BACKEND_URL: "https://pulumi.example.com" } });
  });
  after(async () => {
    await plugin?.stop();
    registry?.close();
    if (root !== "") rmSync(root, { recursive: true });
  });

  const make = (type: string, inputs: object, options: Partial<ConstructOptions> = {}) =>
    plugin.construct({
      type: `knative-faas:index:${type}`,
      name: "mine",
      inputs: inputs as never,
      respond,
      ...options,
    });
  const mistakes = async (type: string, inputs: object) => {
    const error: ConstructError = await make(type, inputs).then(
      () => assert.fail("it was taken"),
      (thrown) => thrown,
    );
    assert.ok(error instanceof ConstructError, String(error));
    return error.errors?.map(({ propertyPath }) => propertyPath);
  };

  it("a preview knows the objects of a source whose address is not known yet", async () => {
    const redis = { image: program, addresses: [unknown()], list: { key: "jobs" }, password };
    const made = await make("Function", { image, triggers: { redis: { jobs: redis } } }, { dryRun: true });
    const [workload] = of(made.registrations, "StatefulSet");
    const text = JSON.stringify(workload?.inputs);
    assert.match(text, /"name":"mine-jobs"/);
    assert.match(
      text,
      /"secretKeyRef":\{"key":"password","name":"redis"\}|"secretKeyRef":\{"name":"redis","key":"password"\}/,
    );
    assert.equal(of(made.registrations, "StatefulSetPatch").length, 1);
  });

  const redisServer = { image: program, addresses: ["redis.shop:6379"], password };
  const readers = {
    redis: {
      jobs: { ...redisServer, list: { key: "jobs" }, scale: { target: 1 } },
      orders: { ...redisServer, stream: { keys: ["orders"] } },
    },
    mqtt: { readings: { image: program, address: "mqtt://broker.shop:1883", topics: ["#"] } },
  };

  /** A function with a source of each kind. */
  const reading = (options: Partial<ConstructOptions> = {}) =>
    make("Function", { image, scale: { max: 2 }, triggers: readers }, options);

  /** The prefix of its names at the servers: the reader of a list, a group, a client identifier, and what the scaler reads. */
  function namesAtServers({ registrations }: { registrations: Registration[] }): string[] {
    const text = JSON.stringify(registrations.map(({ inputs }) => inputs)).replaceAll("\\", "");
    const names = [
      /"instance":"([^"]+)-default-mine-jobs"/,
      /"group":"([^"]+)-default-mine-orders"/,
      /"clientId":"([^"]+)-default-mine-readings-[0-9a-f]+"/,
      /:processing:(\S+?)-default-mine-jobs-0"/,
    ];
    return names.map((name) => name.exec(text)?.[1] ?? "");
  }

  it("at its server a source has another name in each stack and backend, and its queue the same", async () => {
    const names = namesAtServers(await reading({ dryRun: true }));
    assert.match(names[0] ?? "", /^project-dev-[0-9a-f]{10}$/);
    assert.deepEqual(names, Array(4).fill(names[0]));
    const others = await Promise.all(
      [{ stack: "prod" }, { project: "other" }, { organization: "acme" }].map((stack) =>
        reading({ dryRun: true, ...stack }),
      ),
    );
    const all = [names, ...others.map(namesAtServers)].map(([first]) => first);
    assert.equal(new Set(all).size, 4, all.join(", "));
  });

  it("a stack that is renamed keeps the names that its sources have at their servers", async () => {
    const before = await reading();
    const state = stateOf(before.registrations);
    const renamed = await reading({ stack: "renamed", ...withState(state), dryRun: true });
    assert.deepEqual(namesAtServers(renamed), namesAtServers(before));
    const foreign = { type: "kubernetes:apps/v1:StatefulSet", outputs: stranger as never };
    const beside = await reading({ stack: "prod", ...withState({ "urn:stranger": foreign }), dryRun: true });
    assert.match(namesAtServers(beside)[0] ?? "", /^project-prod-/);
  });

  it("tells every mistake of a source and of a queue at its path", async () => {
    const mqtt = { image: program, address: "http://broker", topics: [] };
    const queue = { redisList: { addresses: ["a:1", "b:1"], keys: ["jobs"], target: 0 }, prometheus: {} };
    assert.deepEqual(
      (await mistakes("Function", { image, scale: { queue }, triggers: { mqtt: { all: mqtt } } }))?.sort(),
      [
        "scale.max",
        "scale.queue.prometheus",
        "scale.queue.prometheus.address",
        "scale.queue.prometheus.query",
        "scale.queue.prometheus.target",
        "scale.queue.redisList.addresses",
        "scale.queue.redisList.target",
        "triggers.mqtt.all.address",
        "triggers.mqtt.all.topics",
      ],
    );
    assert.deepEqual(await mistakes("Knative", { extensions: { queueScaler: {} } }), ["extensions.registry"]);
  });

  it("the program of a source is built into the registry, once, and runs by its digest", async () => {
    const redis = { addresses: ["redis.shop:6379"], list: { key: "jobs" } };
    const inputs = { redis, sink: { function: "hello" }, registry: `${registry.host}/acme` };
    const options = { config: { "knative-faas:baseImage": registry.base }, limitMilliseconds: 240_000 };
    const preview = await make("EventSource", inputs, { ...options, dryRun: true });
    assert.deepEqual(registry.pushed, []);
    const made = await make("EventSource", inputs, options);
    const imageOf = ({ registrations }: { registrations: Registration[] }) =>
      /knative-faas-redis-source@sha256:[0-9a-f]{64}/.exec(
        JSON.stringify(of(registrations, "StatefulSet")[0]?.inputs),
      )?.[0];
    assert.ok(imageOf(made) !== undefined);
    assert.equal(imageOf(preview), imageOf(made));
    assert.match(registry.pushed.join(), /^acme\/knative-faas-redis-source:[0-9a-f]{16}$/);
  });
});
