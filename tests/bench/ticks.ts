// A PingSource through a broker to a function, compared with the same objects by kubectl; both tick every second, concurrently.
import { pause, TestCluster } from "../cluster/cluster";
import { Events, eventingProgram, type Recorded, recorders } from "../cluster/eventing";
import { brokerByHand, type Way } from "./events";
import { figures, type Row } from "./measure";
import { kubectl, theTarget } from "./stacks";

const type = "dev.knative.sources.ping";
const schedule = "* * * * * *";
const minutes = 2;

export async function ticks(): Promise<Row[]> {
  const target = theTarget();
  const cluster = new TestCluster(target);
  const namespaces = ["bench-ticks-ours", "bench-ticks-peer"] as const;
  const program = eventingProgram(target, "bench-ticks");
  try {
    for (const namespace of namespaces) await cluster.namespace(namespace);
    const [namespace, other] = namespaces;
    const trigger = { broker: `\${hub.name}`, filters: [{ exact: { type } }] };
    const source = { namespace, cron: { schedule }, sink: { broker: `\${hub.name}` } };
    const resources = {
      hub: { type: "knative-faas:Broker", properties: { namespace } },
      tick: { type: "knative-faas:EventSource", properties: source },
      ...recorders(namespace, { got: { triggers: { event: { sent: trigger } } } }),
    };
    program.writeYaml(resources, { broker: `\${hub.url}`, url: `\${got.url}`, image: `\${got.image}` });
    await program.init();
    await program.up();
    const { broker, url, image } = await program.outputs();
    const peer = await brokerByHand(target, cluster, other, { image, type });
    await kubectl(target, ["apply", "-f", "-"], [sourceByHand(other)]);
    return await measured(cluster, { broker, url }, peer);
  } finally {
    await program.remove();
    for (const namespace of namespaces) await cluster.removeNamespace(namespace);
  }
}

const sourceByHand = (namespace: string) => ({
  apiVersion: "sources.knative.dev/v1",
  kind: "PingSource",
  metadata: { name: "tick", namespace },
  spec: { schedule, sink: { ref: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name: "hub", namespace } } },
});

async function measured(cluster: TestCluster, ours: Way, peer: Way): Promise<Row[]> {
  const events = new Events(cluster, { ours: ours.url, peer: peer.url });
  for (const name of ["ours", "peer"])
    await cluster.until(`${name} ticks`, 60, async () => (await events.ids(name)).length > 0);
  for (const name of ["ours", "peer"]) await events.forget(name);
  await pause(minutes * 60_000);
  const both = [latencies(await events.recorded("ours")), latencies(await events.recorded("peer"))] as const;
  console.log(`  ${both.map(({ length }) => length).join(" and ")} ticks in ${minutes} minutes`);
  const row = (name: string, part: number): Row => {
    const [one, other] = both.map((list) => figures([list[Math.floor(list.length * part)] as number]));
    return { name, unit: "ms", ours: one as Row["ours"], peer: other, goal: 1.05 };
  };
  return [
    row("PingSource -> broker -> function, p50, by kubectl", 0.5),
    row("PingSource -> broker -> function, p99, by kubectl", 0.99),
  ];
}

/** Milliseconds from the creation of an event by the source to its arrival at the function. */
function latencies(events: Recorded[]): number[] {
  return events.map(({ attributes: { time = "" }, at }) => at / 1000 - instant(time)).sort((a, b) => a - b);
}

/** JavaScript's dates have milliseconds only; the event's time has nanoseconds. */
function instant(time: string): number {
  const fraction = Number(/\.\d+/.exec(time)?.[0] ?? 0);
  return Date.parse(time.replace(/\.\d+/, "")) + fraction * 1000;
}
