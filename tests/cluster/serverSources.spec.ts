// MQTT and Redis sources on the cluster: a message or an entry wakes a function at zero, and arrives complete.
import assert from "node:assert/strict";
import type { Program } from "../engine/program";
import { phase } from "../environment/progress";
import { bringServers } from "../environment/tools/debian";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { TestCluster } from "./cluster";
import { Events, eventingProgram, type Recorded, recorders } from "./eventing";
import { atZero, hasPods, makeLogin, settled } from "./idle";
import { login, Mqtt, Redis } from "./servers";

const namespace = "sources-servers";
const secret = (key: string) => ({ name: "servers", key });
const names = ["readings", "orders"];
/** The credentials of a source, which are changed while it runs. */
const reader = { secret: "reader", user: "reader", passwords: ["opensesame-1", "opensesame-2"] } as const;
const readerKey = (key: string) => ({ name: reader.secret, key });

describe("sources: MQTT and Redis on the cluster", function () {
  this.timeout(firstBuildMilliseconds);
  let program: Program;
  let cluster: TestCluster;
  let events: Events;
  let redis: Redis;
  let mqtt: Mqtt;

  function resources() {
    const password = secret("password");
    const idle = { scale: { min: 0, max: 1, windowSeconds: 6 } };
    const topics = { address: `mqtt://${mqtt.address}`, topics: ["sensors/+/temperature"] };
    const event = { subject: "{topic.2}", id: "{json.id}" };
    const stream = { addresses: [redis.address], stream: { keys: ["orders"] } };
    const access = { user: secret("user"), password };
    const filtered = { event: { rooms: { broker: "${hub.name}", filters: [{ exact: { subject: "rooms/büro 1" } }] } } };
    const rooms = { mqtt: { ...topics, topics: ["rooms/#"], ...access }, sink: { broker: "${hub.name}" } };
    return {
      ...recorders(namespace, {
        readings: { ...idle, triggers: { mqtt: { all: { ...topics, ...access, event } } } },
        orders: {
          ...idle,
          triggers: {
            redis: { all: { ...stream, user: readerKey("user"), password: readerKey("password") } },
            ...filtered,
          },
        },
      }),
      hub: { type: "knative-faas:Broker", properties: { namespace } },
      rooms: { type: "knative-faas:EventSource", properties: { namespace, ...rooms } },
    };
  }

  /** Sets exactly one password of the reader. */
  async function setReader(password: string): Promise<void> {
    await redis.ask("ACL", "SETUSER", reader.user, "reset", "on", `>${password}`, "~*", "+@all");
  }

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    await phase("servers", bringServers);
    [redis, mqtt] = await Promise.all([Redis.start(), Mqtt.start()]);
    program = eventingProgram(target, namespace);
    await cluster.namespace(namespace);
    await makeLogin(cluster, namespace);
    await setReader(reader.passwords[0]);
    const metadata = { name: reader.secret, namespace };
    const stringData = { user: reader.user, password: reader.passwords[0] };
    await cluster.create({ apiVersion: "v1", kind: "Secret", metadata, stringData });
    program.writeYaml(resources(), { urls: Object.fromEntries(names.map((name) => [name, `\${${name}.url}`])) });
    await program.init();
  });

  after(async () => {
    redis?.stop();
    mqtt?.stop();
    if (program === undefined) return;
    await program.removeBefore(namespace);
    await cluster.removeNamespace(namespace);
  });

  /** The first event of a function that was at zero. */
  async function woken(name: string): Promise<Recorded> {
    const seconds = await hasPods(cluster, namespace, name);
    console.log(`      a Pod after ${seconds.toFixed(1)} s`);
    await cluster.until("it is there", 20, async () => (await events.recorded(name)).length > 0);
    return (await events.recorded(name))[0] as Recorded;
  }

  it("come up in one update, without a change after it, nor on refresh", async () => {
    const run = await program.up();
    console.log(`      up ${run.seconds.toFixed(1)} s`);
    events = new Events(cluster, (await program.outputs()).urls);
    await settled(program);
  });

  it("an MQTT message wakes a function at zero", async () => {
    await atZero(cluster, namespace, "readings");
    await mqtt.publish("sensors/kitchen/temperature", '{"id":"r1","celsius":21}');
    const { attributes, data } = await woken("readings");
    const { type, subject, id, source } = attributes;
    assert.deepEqual([type, subject, id], ["dev.knative-faas.mqtt.message", "kitchen", "r1"]);
    assert.equal(source, `mqtt://${mqtt.address}`);
    assert.equal(data, '{"id":"r1","celsius":21}');
  });

  it("a Redis entry wakes a function at zero", async () => {
    await atZero(cluster, namespace, "orders");
    const id = (await redis.ask("XADD", "orders", "*", "article", "lamp", "count", "2")).trim();
    const { attributes, data } = await woken("orders");
    assert.deepEqual(attributes.id, `orders/${id}`);
    assert.deepEqual(JSON.parse(data), { article: "lamp", count: "2" });
  });

  it("a broker compares what an MQTT source sends as it was published", async () => {
    await mqtt.publish("rooms/buero", "2");
    await mqtt.publish("rooms/büro 1", "1");
    const isOurs = ({ attributes }: Recorded) => attributes.type === "dev.knative-faas.mqtt.message";
    await cluster.until("it is there", 30, async () => (await events.recorded("orders")).some(isOurs));
    const found = (await events.recorded("orders")).filter(isOurs);
    assert.deepEqual(
      found.map(({ attributes, data }) => [attributes.subject, data]),
      [["rooms/büro 1", "1"]],
    );
  });

  it("a password that is rotated is taken up without anybody's hand", async () => {
    await setReader(reader.passwords[1]);
    await redis.ask("CLIENT", "KILL", "USER", reader.user);
    await cluster.kubectl(
      ...["patch", "secret", reader.secret, "-n", namespace, "-p"],
      JSON.stringify({ stringData: { password: reader.passwords[1] } }),
    );
    const id = (await redis.ask("XADD", "orders", "*", "article", "chair")).trim();
    const isThere = async () => (await events.ids("orders")).includes(`orders/${id}`);
    console.log(`      after ${(await cluster.until("it is there", 90, isThere)).toFixed(1)} s`);
  });

  it("no log of them tells a password", async () => {
    const sources = await cluster.list("Pod", namespace, { labelSelector: "knative-faas.dev/source" });
    assert.ok(sources.length >= 2);
    for (const { metadata } of sources) {
      const log = await cluster.logs(namespace, metadata.name);
      for (const password of [login.password, ...reader.passwords]) assert.ok(!log.includes(password), metadata.name);
    }
    assert.ok(!program.state().includes(login.password));
  });
});
