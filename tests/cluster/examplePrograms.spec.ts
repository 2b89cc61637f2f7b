// The examples whose programs run next to Knative, one after the other, because these programs share one namespace.
import assert from "node:assert/strict";
import { ExampleProgram } from "../engine/example";
import { phase } from "../environment/progress";
import type { StackTarget } from "../environment/stack";
import { bringServers } from "../environment/tools/debian";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { TestCluster } from "./cluster";
import { Kafka, login, Mqtt, Redis } from "./servers";

describe("examples: with programs beside Knative", function () {
  this.timeout(firstBuildMilliseconds);
  let target: StackTarget;
  let cluster: TestCluster;

  before(async function () {
    target = needsCluster(this);
    cluster = new TestCluster(target);
    await phase("servers", bringServers);
  });

  /** From an empty namespace to an update without changes: what the example promises, and its removal. */
  async function life(
    name: string,
    settings: string[],
    holds: (namespace: string, program: ExampleProgram) => Promise<void>,
  ) {
    const namespace = `examples-${name}`;
    const program = new ExampleProgram(target, namespace, `examples/${name}`);
    await cluster.namespace(namespace);
    await program.init(`namespace=${namespace}`, ...settings);
    try {
      await holds(namespace, program);
      await program.expectNoChanges();
    } finally {
      await program.remove();
      await cluster.removeNamespace(namespace);
    }
    const wide = ["Namespace", "CustomResourceDefinition", "ClusterRole"] as const;
    const left = (await Promise.all(wide.map((kind) => cluster.list(kind)))).flat();
    const names = left.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    assert.deepEqual(
      names.filter((name) => / (knative-faas(-|$)|functions\.knative-faas\.dev)/.test(name)),
      [],
    );
  }

  async function logged(namespace: string, name: string, pattern: RegExp): Promise<void> {
    const selection = { labelSelector: `serving.knative.dev/service=${name}` };
    // A Pod that has just started has no log yet.
    const log = () => cluster.logs(namespace, selection, "user-container").catch(() => "");
    await cluster.until(`${name} writes ${pattern}`, 30, async () => pattern.test(await log()));
  }

  it("queue: a list of Redis gets the Pods that it asks for", async () => {
    const redis = await Redis.start({ password: false });
    await life("queue", [`redis=${redis.address}`], async (namespace, program) => {
      await program.up();
      await redis.push(
        "jobs",
        Array.from({ length: 400 }, (_, number) => `{"id":"job-${number}"}`),
      );
      await logged(namespace, "worker", /^did job-\d+: \{"id":"job-\d+"\}$/m);
      const ofWorker = { labelSelector: "serving.knative.dev/service=worker" };
      await cluster.waitForAll("Pod", namespace, ofWorker, "there are several Pods", 30, (pods) => pods.length > 2);
      await cluster.until("the list is empty", 60, async () => (await redis.ask("LLEN", "jobs")).trim() === "0");
    }).finally(() => redis.stop());
  });

  it("kafka: orders of a topic are priced into another one, and what is no order is a dead letter", async () => {
    const kafka = await Kafka.start();
    await life("kafka", [`kafka=${kafka.openAddress}`], async (_namespace, program) => {
      for (const topic of ["orders.placed", "orders.priced", "orders.lost"]) await kafka.ask("create", topic, "3");
      await program.up();
      const placed = Array.from({ length: 200 }, (_, number) => ({ id: `order-${number}`, items: 1 + (number % 3) }));
      const written = placed.map((order) => ({ key: order.id, value: JSON.stringify(order) }));
      await kafka.write("orders.placed", [...written, { key: "none", value: "{}" }]);
      const priced = (await kafka.read("orders.priced", placed.length)).map(({ value }) => JSON.parse(value));
      assert.deepEqual(
        priced.map(({ id, cents }) => `${id} ${cents}`).sort(),
        placed.map(({ id, items }) => `${id} ${250 * items}`).sort(),
      );
      const [lost] = await kafka.read("orders.lost", 1);
      assert.equal(lost?.key, "none");
      assert.equal(lost?.headers?.ce_knativeerrorcode, "400");
    }).finally(() => kafka.stop());
  });

  it("mqtt: a function gets the messages of a broker", async () => {
    const broker = await Mqtt.start();
    await life("mqtt", [`broker=mqtt://${broker.address}`], async (namespace, program) => {
      const metadata = { name: "mqtt", namespace };
      await cluster.create({ apiVersion: "v1", kind: "Secret", metadata, stringData: login });
      await program.up();
      await broker.publish("sensors/kitchen/temperature", "21.5");
      await logged(namespace, "readings", /^kitchen: 21\.5$/m);
    }).finally(() => broker.stop());
  });

  it("function-objects: kubectl applies a function, and a function of the stack is such an object", async () => {
    await life("function-objects", [], async (namespace, program) => {
      const apply = (file: string) => cluster.kubectl("-n", namespace, "apply", "-f", `${program.directory}/${file}`);
      const answerOf = async (name: string) => {
        await cluster.ready("Function", namespace, name);
        return cluster.answer((await cluster.get("Function", namespace, name)).status.url);
      };
      await program.up();
      const { image, manifest } = await program.outputs();
      program.write("function.yaml", program.read("function.yaml").replace("IMAGE", image));
      await apply("function.yaml");
      assert.equal(await answerOf("greeter"), "Hello, kubectl!\n");
      const exported = { ...manifest, metadata: { ...manifest.metadata, name: "exported" } };
      program.write("exported.json", JSON.stringify(exported));
      await apply("exported.json");
      assert.equal(await answerOf("exported"), "Hello, stack!\n");
      await cluster.deleteAll("Function", namespace);
      await cluster.waitForAll("Function", namespace, {}, "no Function is left", 60, (all) => all.length === 0);
    });
  });
});
