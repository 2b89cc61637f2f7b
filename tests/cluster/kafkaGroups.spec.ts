// Kafka over TLS on the cluster: where a group begins, what a preview says in numbers, and when a group is deleted with its source.
import assert from "node:assert/strict";
import type { Program } from "../engine/program";
import { phase } from "../environment/progress";
import { bringServers } from "../environment/tools/debian";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { type Item, pause, TestCluster } from "./cluster";
import { Events, eventingProgram, recorders } from "./eventing";
import { atZero, hasPods, settled } from "./idle";
import { type Entry, Kafka, login } from "./servers";

const namespace = "kafka-groups";
const group = "orders";
const rotated = "opensesame-4713";

describe("sources: Kafka groups on the cluster", function () {
  this.timeout(firstBuildMilliseconds);
  let program: Program;
  let cluster: TestCluster;
  let kafka: Kafka;

  const key = (name: string) => ({ name: "servers", key: name });

  /** Reads over TLS, with a certificate and a password of the user. */
  const server = () => ({
    bootstrapServers: [kafka.tlsAddress],
    sasl: { mechanism: "SCRAM-SHA-512", user: key("user"), password: key("password") },
    tls: { caCert: key("ca"), cert: key("cert"), key: key("key") },
  });

  function resources(orders: object | undefined) {
    const triggers = orders === undefined ? {} : { triggers: { kafka: { orders: { ...server(), ...orders } } } };
    const extensions = { queueScaler: {}, functionController: {} };
    return {
      knative: { type: "knative-faas:Knative", properties: { existing: true, eventing: {}, extensions } },
      work: {
        ...(recorders(namespace, { work: triggers }).work as Item),
        options: { dependsOn: ["${knative}"] },
      },
    };
  }

  const write = (orders: object | undefined) =>
    program.writeYaml(resources(orders), { url: "${work.url}", image: "${work.image}" });

  const latest = { topics: ["orders"], group, deleteGroup: true, replicas: 2, sessionSeconds: 10 };

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    await phase("servers", bringServers);
    kafka = await Kafka.start();
    for (const topic of ["orders", "parcels", "calls", "answers", "ticks"]) await kafka.ask("create", topic, "2");
    program = eventingProgram(target, namespace);
    await cluster.namespace(namespace);
    const metadata = { name: "servers", namespace };
    const stringData = { ...login, ...kafka.certificates };
    await cluster.create({ apiVersion: "v1", kind: "Secret", metadata, stringData });
    write(latest);
    await program.init();
  });

  after(async () => {
    if (program !== undefined) await program.remove();
    kafka?.stop();
    if (program !== undefined) await cluster.removeNamespace(namespace);
  });

  const entries = (what: string, count: number): Entry[] =>
    Array.from({ length: count }, (_, index) => ({ key: `customer-${index}`, value: `${what}-${index}` }));

  const values = async () => {
    const events = new Events(cluster, { work: (await program.outputs()).url });
    return (await events.recorded("work")).map(({ data }) => data).sort();
  };
  const delivered = (what: string, count: number) =>
    cluster.until(`${count} of ${what} are delivered`, 60, async () => {
      return (await values()).filter((data) => data.startsWith(what)).length === count;
    });
  const hasGroup = async (name = group) => (await kafka.groups()).includes(name);
  const sourcePods = () => cluster.list("Pod", namespace, { labelSelector: "knative-faas.dev/source" });
  const readyPods = (count: number) =>
    cluster.waitForAll(
      "Pod",
      namespace,
      { labelSelector: "knative-faas.dev/source" },
      "its Pods are ready",
      90,
      (all) => {
        const isReady = ({ metadata, status }: Item) =>
          metadata.deletionTimestamp === undefined && status?.containerStatuses?.[0]?.ready === true;
        return all.length === count && all.every(isReady);
      },
    );

  it("a new group with `latest` reads over TLS what comes after it, and nothing before", async () => {
    await kafka.write("orders", entries("early", 5));
    const run = await program.up();
    console.log(`      up ${run.seconds.toFixed(1)} s`);
    await settled(program);
    await kafka.write("orders", entries("later", 3));
    await delivered("later", 3);
    assert.deepEqual(await values(), ["later-0", "later-1", "later-2"]);
  });

  it("a preview says how many entries another group, topic and offset mean", async () => {
    await kafka.write("parcels", entries("parcel", 1234));
    write({ ...latest, group: "orders-2" });
    const another = await program.must(["preview"]);
    assert.match(
      another.written,
      /group orders-2 is new: it begins at the end, 8 entries will not be read; group orders/,
    );
    write({ ...latest, topics: ["orders", "parcels"], initialOffset: "earliest" });
    const { written } = await program.must(["preview"]);
    assert.match(
      written,
      /topic parcels: where group orders has committed nothing yet, it begins at the oldest entries, 1,234 entries will be read/,
    );
    assert.deepEqual(await kafka.groups(), [group]);
    write(latest);
  });

  it("a password that is rotated is used over TLS by the same Pods", async () => {
    const before = await sourcePods();
    await kafka.setPassword(rotated);
    const change = JSON.stringify({ stringData: { password: rotated } });
    await cluster.kubectl("patch", "secret", "servers", "-n", namespace, "-p", change);
    // By then the server has asked all connections to log in again.
    await pause(6000);
    await kafka.write("orders", entries("rotated", 2));
    console.log(
      `      after ${(await cluster.until("the entries are delivered", 150, async () => (await kafka.lag(group)) === 0)).toFixed(1)} s`,
    );
    const ids = (pods: Item[]) =>
      pods.map(({ metadata, status }) => [metadata.uid, status.containerStatuses[0].restartCount]);
    assert.deepEqual(ids(await sourcePods()).sort(), ids(before).sort());
  });

  it("an update, a scaled source, an evicted Pod and a StatefulSet that was deleted keep the group", async () => {
    write({ ...latest, parallelism: 7, replicas: 1 });
    await program.up();
    await readyPods(1);
    assert.ok(await hasGroup());
    const [pod] = await sourcePods();
    const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: pod?.metadata.name, namespace } };
    program.write("eviction.json", JSON.stringify(eviction));
    const path = `/api/v1/namespaces/${namespace}/pods/${pod?.metadata.name}/eviction`;
    await cluster.kubectl("create", "--raw", path, "-f", `${program.directory}/eviction.json`);
    await cluster.until(
      "another Pod is there",
      60,
      async () => (await sourcePods())[0]?.metadata.uid !== pod?.metadata.uid,
    );
    await readyPods(1);
    assert.ok(await hasGroup());
    await kafka.write("orders", entries("evicted", 2));
    await delivered("evicted", 2);

    const left = await cluster.get("StatefulSet", namespace, "work-orders");
    await cluster.kubectl("delete", "statefulset", "work-orders", "-n", namespace);
    await kafka.write("orders", entries("replaced", 2));
    await program.up("--refresh");
    const now = await cluster.get("StatefulSet", namespace, "work-orders");
    assert.notEqual(now.metadata.uid, left.metadata.uid);
    await readyPods(1);
    await delivered("replaced", 2);
    assert.ok(await hasGroup());
  });

  it("a trigger that is removed takes its group along", async () => {
    write({ ...latest });
    await program.up();
    await readyPods(2);
    write(undefined);
    const { written } = await program.must(["preview"]);
    assert.match(written, /source work\/orders: group orders is read no more: it is deleted with its source/);
    await program.up();
    console.log(
      `      gone after ${(await cluster.until("the group is gone", 40, async () => !(await hasGroup()))).toFixed(1)} s`,
    );
  });

  async function apply(name: string, spec: object) {
    const { image } = await program.outputs();
    const kind = { apiVersion: "knative-faas.dev/v1alpha1", kind: "Function" };
    const object = { ...kind, metadata: { name, namespace }, spec: { image, ...spec } };
    program.write("function.json", JSON.stringify(object));
    await cluster.kubectl("apply", "-f", `${program.directory}/function.json`);
  }

  const remove = (name: string) =>
    cluster.kubectl("delete", "functions.knative-faas.dev", name, "-n", namespace, "--wait");

  it("the answers of a Function object are in topics, those to a timer and those to entries", async () => {
    const to = (topic: string) => ({ replies: { ...server(), topic } });
    const triggers = {
      cron: { often: { schedule: "*/2 * * * * *", data: "tick", contentType: "text/plain", ...to("ticks") } },
      kafka: { calls: { ...server(), topics: ["calls"], initialOffset: "earliest", replies: { topic: "answers" } } },
    };
    await apply("clock", { env: { NAME: "clock", REPLY: "told" }, scale: { min: 1, max: 1 }, triggers });
    await kafka.write("calls", [{ key: "customer-1", value: "ring" }]);
    for (const [topic, value] of Object.entries({ ticks: "tick>clock", answers: "ring>clock" }))
      await cluster.until(`an answer in ${topic}`, 60, async () => (await kafka.read(topic, 1))[0]?.value === value);
    await remove("clock");
    await cluster.until("its programs are gone", 60, async () => {
      const kinds = ["Deployment", "StatefulSet"] as const;
      const lists = await Promise.all(kinds.map((kind) => cluster.list(kind, namespace)));
      return !lists.flat().some(({ metadata }) => metadata.name.startsWith("clock-"));
    });
  });

  it("a Function object reads from Kafka and scales from zero by lag; its group goes with it", async () => {
    const parcels = {
      ...{ ...server(), topics: ["parcels"], group: "parcels", initialOffset: "earliest", deleteGroup: true },
      scale: { target: 1000, cooldownSeconds: 2 },
    };
    await apply("parcels", {
      env: { NAME: "parcels", WORK: "5ms" },
      scale: { min: 0, max: 3, windowSeconds: 6 },
      triggers: { kafka: { parcels } },
    });
    await cluster.until(
      "everything is read",
      120,
      async () => (await hasGroup("parcels")) && (await kafka.lag("parcels")) === 0,
    );
    await atZero(cluster, namespace, "parcels");
    await kafka.write("parcels", entries("more", 3000));
    console.log(`      a Pod after ${(await hasPods(cluster, namespace, "parcels")).toFixed(1)} s`);
    await cluster.until("the lag is empty", 120, async () => (await kafka.lag("parcels")) === 0);
    await remove("parcels");
    console.log(
      `      gone after ${(await cluster.until("the group is gone", 40, async () => !(await hasGroup("parcels")))).toFixed(1)} s`,
    );
  });

  it("a destroy deletes the group", async () => {
    write(latest);
    await program.up();
    await readyPods(2);
    assert.ok(await hasGroup());
    await program.must(["destroy", "--yes", "--skip-preview"]);
    console.log(
      `      gone after ${(await cluster.until("the group is gone", 40, async () => !(await hasGroup()))).toFixed(1)} s`,
    );
  });
});
