// Sources that this package's programs run, and queues that scale, as resources of a program.
import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { EventSource, Function, Knative } from "../../provider/src/index";
import { withCluster } from "./fakeCluster";
import { type LogMessage, type RenderOptions, render, Secret } from "./harness";
import { objects, one } from "./objects";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const program = `registry.example.com/source@sha256:${"b".repeat(64)}`;

const ready = { conditions: [{ type: "Ready", status: "True" }], sinkUri: "http://audit.shop.svc" };
const cluster = (status: object = ready): RenderOptions => ({
  respond: ({ type }) => (type.endsWith(":SinkBinding") ? { status } : undefined),
  read: () => ({ status }),
});

const mqtt = { image: program, address: "mqtt://broker.shop:1883", topics: ["orders/#"] };
const redis = { image: program, addresses: ["redis.shop:6379"], list: { key: "jobs" } };

describe("sources: a function with one of ours", () => {
  const make = (given: object, options = cluster()) =>
    render(() => void new Function("audit", { image, ...given } as never), options);

  it("is a workload, a binding, and the Pods, one after the other, behind the traffic", async () => {
    const all = await make({ triggers: { mqtt: { orders: mqtt } } });
    const workload = one(all, "StatefulSet");
    const binding = one(all, "SinkBinding");
    const pods = one(all, "StatefulSetPatch");
    assert.equal(workload.parent, all[0]?.urn);
    assert.ok(workload.dependencies.includes(one(all, "ServicePatch").urn));
    assert.ok(binding.dependencies.includes(workload.urn));
    assert.ok(pods.dependencies.includes(binding.urn));
    const { name, annotations } = pods.inputs.metadata as { name: string; annotations: Record<string, string> };
    assert.equal(name, (workload.inputs.metadata as { name: string }).name);
    assert.match(annotations["knative-faas.dev/template"] ?? "", /^[0-9a-f]{10}$/);
  });

  it("says why its events can't be sent", async () => {
    const condition = { type: "SinkProvided", status: "False", reason: "NotFound", message: "no such service" };
    const failed = { conditions: [{ type: "Ready", status: "False" }, condition] };
    await assert.rejects(
      make({ triggers: { redis: { jobs: redis } } }, cluster(failed)),
      /trigger jobs of function audit is not ready: SinkProvided: NotFound: no such service/,
    );
  });

  it("pulls its image as the function does", async () => {
    const all = await make({ pullSecrets: ["registry"], triggers: { redis: { jobs: redis } } });
    const { template } = one(all, "StatefulSet").inputs.spec as { template: { spec: { imagePullSecrets: object } } };
    assert.deepEqual(template.spec.imagePullSecrets, [{ name: "registry" }]);
  });

  it("pulls its image with the function's login", async () => {
    const registryLogin = { username: "robot", password: "s3cret" };
    const all = await make({ registryLogin, triggers: { redis: { jobs: redis } } });
    const { template } = one(all, "StatefulSet").inputs.spec as { template: { spec: { imagePullSecrets: object } } };
    const { name } = one(all, "Secret").inputs.metadata as { name: string };
    assert.deepEqual(template.spec.imagePullSecrets, [{ name }]);
  });

  it("an EventSource has a login of its own, in a Secret that exists before its Pods", async () => {
    const registryLogin = { username: "robot", password: "s3cret" };
    const container = { image };
    for (const [kind, own] of [
      ["StatefulSet", { redis }],
      ["ContainerSource", { container }],
    ] as const) {
      const args = { ...own, registryLogin, pullSecrets: ["mirror"], sink: { broker: "orders" } };
      const all = await render(() => void new EventSource("reader", args), cluster());
      const { template } = one(all, kind).inputs.spec as { template: { spec: { imagePullSecrets: object } } };
      assert.deepEqual(template.spec.imagePullSecrets, [{ name: "reader-pull" }, { name: "mirror" }]);
      const secret = one(all, "Secret");
      assert.ok(one(all, kind).dependencies.includes(secret.urn));
      assert.ok(secret.inputs.data instanceof Secret);
    }
  });

  it("an EventSource is the same, to any sink", async () => {
    const all = await render(() => {
      const source = new EventSource("reader", { redis, sink: { broker: "orders" } });
      source.sinkUri.apply((uri) => assert.equal(uri, "http://audit.shop.svc"));
    }, cluster());
    const kinds = ["StatefulSet", "SinkBinding", "StatefulSetPatch"];
    for (const kind of kinds) assert.equal(one(all, kind).parent, all[0]?.urn, kind);
  });

  it("reports all that is wrong at once, before anything is made", async () => {
    const wrong = {
      mqtt: { all: { ...mqtt, topics: ["a/#/b"], qos: 3, replicas: 2, event: { subject: "{topics}" } } },
      redis: { none: { image: program, addresses: ["redis"] }, both: { ...redis, channel: {} } },
    };
    const message = await make({ triggers: wrong }).then(
      () => "",
      (error) => JSON.stringify(error.errors ?? error.message),
    );
    for (const path of ["mqtt.all.topics[0]", "mqtt.all.qos", "mqtt.all.replicas", "mqtt.all.event.subject"])
      assert.ok(message.includes(`triggers.${path}`), `${path} in ${message}`);
    for (const path of ["redis.none.addresses[0]", "redis.none", "redis.both.channel"])
      assert.ok(message.includes(`triggers.${path}`), `${path} in ${message}`);
  });

  it("needs a registry where its program is not given", async () => {
    const built = { mqtt: { orders: { ...mqtt, image: undefined } } };
    await assert.rejects(make({ triggers: built }), /registry.*is required with triggers.mqtt.orders/s);
  });
});

describe("sources: names at a server that two nodes share", () => {
  /** The warnings about two functions, or about a function and a source. */
  async function warned(one: object, other: object, asSource?: object): Promise<string[]> {
    const logs: NonNullable<RenderOptions["logs"]> = [];
    const program = () => {
      new Function("first", { image, triggers: one } as never);
      if (asSource === undefined) new Function("second", { image, triggers: other } as never);
      else new EventSource("second", { ...asSource, sink: { url: "http://nowhere" } } as never);
    };
    await render(program, { ...cluster(), logs });
    return logs.filter(({ severity }) => severity === "warning").map(({ message }) => message);
  }

  it("one client identifier of MQTT is refused, at one address", async () => {
    const named = { ...mqtt, clientId: "same" };
    await assert.rejects(
      warned({ mqtt: { a: named } }, { mqtt: { b: named } }),
      /triggers\.mqtt\.b\.clientId: is the same as that of Function first, triggers\.mqtt\.a\.clientId, at the same address/,
    );
    const elsewhere = { ...named, address: "mqtt://other.shop:1883" };
    assert.deepEqual(await warned({ mqtt: { a: named } }, { mqtt: { b: elsewhere } }), []);
  });

  it("readers of one group, and of one list, are told that they divide what comes", async () => {
    const stream = { ...redis, list: undefined, stream: { keys: ["orders"], group: "shop" } };
    const divided = "reads the same data under the same name, so each gets only a part of it";
    for (const given of [stream, redis]) {
      const [first] = await warned({ redis: { a: given } }, { redis: { b: given } });
      assert.match(
        first ?? "",
        new RegExp(`^triggers\\.redis\\.b\\.\\S+: Function first, triggers\\.redis\\.a\\.\\S+ ${divided}`),
      );
      assert.equal((await warned({ redis: { a: given } }, {}, { redis: given })).length, 1);
    }
    assert.deepEqual(await warned({ redis: { a: redis } }, { redis: { b: { ...redis, list: { key: "other" } } } }), []);
  });

  it("what has one name in two clusters has one at the server too", async () => {
    const stream = { ...redis, list: undefined, stream: { keys: ["orders"] } };
    const inBoth = async (triggers: object) => {
      const logs: NonNullable<RenderOptions["logs"]> = [];
      const program = () => {
        for (const region of ["eu", "us"]) {
          const provider = new kubernetes.Provider(region, { kubeconfig: region, context: region });
          new Function(region, { image, name: "worker", triggers } as never, { provider });
        }
      };
      await render(program, { ...cluster(), logs });
      return logs.filter(({ severity }) => severity === "warning").map(({ message }) => message);
    };
    const [message] = await inBoth({ redis: { a: stream } });
    assert.match(
      message ?? "",
      /^triggers\.redis\.a\.stream\.group: Function eu, \S+ reads the same data under the same name/,
    );
    await assert.rejects(
      inBoth({ mqtt: { a: mqtt } }),
      /mqtt\.a\.clientId: is the same as that of Function eu.*set a different one for each/,
    );
  });
});

describe("scaler: a function that a queue scales", () => {
  const password = { name: "redis", key: "password" };
  const queue = { redisList: { addresses: ["redis.shop:6379"], keys: ["jobs"], target: 20, password } };
  const make = (scale: object, knative?: object) =>
    render(() => {
      const dependsOn = knative === undefined ? [] : [new Knative("knative", knative)];
      new Function("work", { image, scale } as never, { dependsOn });
    });

  it("has the queue at its Service, and lets the scaler read just its log-in", async () => {
    const all = await make({ max: 5, queue });
    const { labels, annotations } = one(all, "Service").inputs.metadata as Record<string, Record<string, string>>;
    assert.equal(labels?.["knative-faas.dev/scaled"], "true");
    assert.equal(JSON.parse(annotations?.["knative-faas.dev/scale-on"] ?? "{}").redisList.keys[0], "jobs");
    assert.deepEqual(one(all, "Role").inputs.rules, [
      { apiGroups: [""], resources: ["secrets"], resourceNames: ["redis"], verbs: ["get"] },
    ]);
  });

  it("has no rights where there is no log-in", async () => {
    const { password: _, ...open } = queue.redisList;
    assert.equal(objects(await make({ max: 5, queue: { redisList: open } }), "Role").length, 0);
  });

  it("is reported without the scaler in the cluster, which somebody else may bring", async () => {
    const logs: LogMessage[] = [];
    const scaled = () => void new Function("work", { image, scale: { max: 5, queue } } as never);
    const work = ({ config }: { config: Record<string, string> }) => render(scaled, { config, preview: true, logs });
    await withCluster(() => [], work);
    const words =
      "requires the queue scaler, which this cluster does not have, so the queue starts no Pods; add extensions: { queueScaler: {} } to Knative (with existing: true if Knative was installed by others)";
    const told = logs.map(({ message }) => message).filter((message) => message.startsWith("scale.queue"));
    assert.deepEqual(told, [`scale.queue: ${words}`]);
    const apiVersion = "apps/v1";
    const there = { apiVersion, kind: "Deployment", metadata: { name: "queue-scaler", namespace: "knative-faas" } };
    logs.length = 0;
    await withCluster(() => [there], work);
    assert.deepEqual(
      logs.filter(({ message }) => message.startsWith("scale.queue")),
      [],
    );
  });

  it("is refused without the scaler in the Knative that it depends on", async () => {
    await assert.rejects(
      make({ max: 5, queue }, {}),
      /scale\.queue.*requires the queue scaler.*extensions: \{ queueScaler: \{\} \}/s,
    );
    const all = await make({ max: 5, queue }, { extensions: { queueScaler: { image: program } } });
    assert.equal(all.filter(({ name }) => name === "work").length, 2);
  });
});
