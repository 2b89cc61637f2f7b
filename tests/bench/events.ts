// Events through a broker to a function, and a preview of many triggers, compared with the same objects written manually.
import { TestCluster } from "../cluster/cluster";
import { Events, eventingProgram, recorders } from "../cluster/eventing";
import type { StackTarget } from "../environment/stack";
import { figures, type Row } from "./measure";
import { compared } from "./preview";
import { byHand, kubectl, ours, theImage, theTarget } from "./stacks";

const times = 5;
const oneByOne = 200;
const many = 1000;
const atOnce = 20;

/** A broker and the function behind it. */
export interface Way {
  broker: string;
  /** Where the function reports what it received. */
  url: string;
}

interface Measured {
  /** Milliseconds from before an event is sent until the function has it. */
  p50: number;
  p99: number;
  /** Seconds for a thousand, twenty at a time. */
  thousand: number;
}

export async function events(): Promise<Row[]> {
  return [...(await delivery()), ...(await triggers())];
}

async function delivery(): Promise<Row[]> {
  const target = theTarget();
  const cluster = new TestCluster(target);
  const namespaces = ["bench-events-ours", "bench-events-peer"] as const;
  const program = eventingProgram(target, "bench-events");
  try {
    for (const namespace of namespaces) await cluster.namespace(namespace);
    const hub = { type: "knative-faas:Broker", properties: { namespace: namespaces[0] } };
    const trigger = { broker: `\${hub.name}`, filters: [{ exact: { type: "sent" } }] };
    const got = recorders(namespaces[0], { got: { triggers: { event: { sent: trigger } } } });
    const outputs = { broker: `\${hub.url}`, url: `\${got.url}`, image: `\${got.image}` };
    program.writeYaml({ hub, ...got }, outputs);
    await program.init();
    await program.up();
    const { broker, url, image } = await program.outputs();
    const peer = await brokerByHand(target, cluster, namespaces[1], { image, type: "sent" });
    return await measured(cluster, { broker, url }, peer);
  } finally {
    await program.remove();
    for (const namespace of namespaces) await cluster.removeNamespace(namespace);
  }
}

async function measured(cluster: TestCluster, ours: Way, peer: Way): Promise<Row[]> {
  const all: { ours: Measured[]; peer: Measured[] } = { ours: [], peer: [] };
  for (let round = 0; round <= times; round++) {
    const [one, other] = [await sent(cluster, ours, round), await sent(cluster, peer, round)];
    // The first round warms up.
    if (round === 0) continue;
    all.ours.push(one);
    all.peer.push(other);
  }
  const row = (name: string, unit: Row["unit"], property: keyof Measured): Row => {
    const of = (list: Measured[]) => figures(list.map((one) => one[property]));
    return { name, unit, ours: of(all.ours), peer: of(all.peer), goal: 1.05 };
  };
  const rate = (list: Measured[]) => (many / figures(list.map(({ thousand }) => thousand)).median).toFixed(0);
  console.log(`  events/s: ours ${rate(all.ours)}, the peer ${rate(all.peer)}`);
  return [
    row("HTTP -> broker -> function, p50 of 200, by kubectl", "ms", "p50"),
    row("HTTP -> broker -> function, p99 of 200, by kubectl", "ms", "p99"),
    row("1000 events through the broker, by kubectl", "s", "thousand"),
  ];
}

async function sent(cluster: TestCluster, { broker, url }: Way, round: number): Promise<Measured> {
  const events = new Events(cluster, { got: url });
  await events.forget("got");
  const began = new Map<string, number>();
  const send = async (id: string) => {
    began.set(id, now());
    const status = await events.send(broker, { id, type: "sent" });
    if (status !== 202) throw new Error(`the broker answered ${status}`);
  };
  const arrived = (count: number) =>
    cluster.until(`${count} events are there`, 60, async () => (await events.ids("got")).length >= count);
  for (let index = 0; index < oneByOne; index++) await send(`${round}-${index}`);
  await arrived(oneByOne);
  const got = await events.recorded("got");
  const latencies = got.map(({ attributes: { id = "" }, at }) => at / 1000 - (began.get(id) as number));
  latencies.sort((a, b) => a - b);
  const at = (part: number) => latencies[Math.floor(latencies.length * part)] as number;

  const first = now();
  for (let from = 0; from < many; from += atOnce)
    await Promise.all(Array.from({ length: atOnce }, (_, index) => send(`${round}-many-${from + index}`)));
  await arrived(oneByOne + many);
  const last = Math.max(...(await events.recorded("got")).map(({ at: came }) => came / 1000));
  return { p50: at(0.5), p99: at(0.99), thousand: (last - first) / 1000 };
}

/** Milliseconds since 1970, with a fraction. */
const now = () => performance.timeOrigin + performance.now();

/** Broker, function and trigger as written for kubectl. */
export async function brokerByHand(
  target: StackTarget,
  cluster: TestCluster,
  namespace: string,
  { image, type }: { image: string; type: string },
): Promise<Way> {
  const broker = { apiVersion: "eventing.knative.dev/v1", kind: "Broker", metadata: { name: "hub", namespace } };
  const annotations = { "autoscaling.knative.dev/min-scale": "1", "autoscaling.knative.dev/max-scale": "1" };
  const service = {
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: { name: "got", namespace },
    spec: { template: { metadata: { annotations }, spec: { timeoutSeconds: 10, containers: [{ image }] } } },
  };
  const ref = { apiVersion: service.apiVersion, kind: service.kind, name: "got", namespace };
  const trigger = {
    apiVersion: broker.apiVersion,
    kind: "Trigger",
    metadata: { name: "got-sent", namespace },
    spec: { broker: "hub", filters: [{ exact: { type } }], subscriber: { ref } },
  };
  await kubectl(target, ["apply", "-f", "-"], [broker, service, trigger]);
  await cluster.ready("Broker", namespace, "hub");
  await cluster.ready("KnativeService", namespace, "got");
  await cluster.ready("Trigger", namespace, "got-sent");
  const { status } = await cluster.get("KnativeService", namespace, "got");
  const { status: hub } = await cluster.get("Broker", namespace, "hub");
  return { broker: hub.address.url, url: status.url };
}

const functions = 20;
const each = 5;

async function triggers(): Promise<Row[]> {
  const image = await theImage(theTarget());
  const name = `preview of ${functions} functions and ${functions * each} triggers, against objects by hand`;
  const one = `const { Broker } = require("knative-faas");
const hub = new Broker("hub", { namespace: "bench-ours" });
const event = (index) => Object.fromEntries(Array.from({ length: ${each} }, (_, key) =>
  ["t" + key, { broker: hub.name, filters: [{ exact: { type: "f" + index + ".t" + key } }] }]));
${ours(functions, "bench-ours", () => ({ image })).replace("...source,", "...source, triggers: { event: event(index) },")}`;
  const other = `${byHand(functions, "bench-peer", image)}${triggersByHand}`;
  return [await compared(name, one, other, { goal: 1.1 })];
}

/** What a Broker and the triggers of functions register, written manually. */
const triggersByHand = `
const place = (name) => ({ name, namespace: "bench-peer", annotations });
const config = new kubernetes.core.v1.ConfigMap("hub-config", { metadata: { name: "hub-config", namespace: "bench-peer" },
  data: { "channel-template-spec": "apiVersion: messaging.knative.dev/v1\\nkind: InMemoryChannel\\n" } });
const hub = new kubernetes.apiextensions.CustomResource("hub", {
  apiVersion: "eventing.knative.dev/v1", kind: "Broker", metadata: place("hub"),
  spec: { config: { apiVersion: "v1", kind: "ConfigMap", name: config.metadata.name, namespace: "bench-peer" } } });
for (let index = 0; index < ${functions}; index++) for (let key = 0; key < ${each}; key++)
  new kubernetes.apiextensions.CustomResource("h" + index + "-t" + key, {
    apiVersion: "eventing.knative.dev/v1", kind: "Trigger", metadata: place("h" + index + "-t" + key),
    spec: { broker: hub.metadata.name, filters: [{ exact: { type: "f" + index + ".t" + key } }],
      subscriber: { ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "h" + index, namespace: "bench-peer" } } },
  });
`;
