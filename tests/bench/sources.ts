// Sources from a local server to an HTTP sink, compared with Knative's own of the same kind: undisturbed, and with failures.

import { Chaos, type Found, type Kind } from "../chaos/chaos";
import { phase } from "../environment/progress";
import { bringServers } from "../environment/tools/debian";
import { type Figures, figures, type Row, rounds } from "./measure";

const times = 3;
const befalls = { messages: 100_000, kills: 100, stops: 5, restarts: 5, outages: 1, fail: 0.05 };
const fire = flags(befalls);
/** Kafka takes seconds to restart, and there are rebalances as well. */
const fireKafka = [...flags({ ...befalls, rebalances: 20 }), "-limit", "900s"];

function flags(values: Record<string, number>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [`-${name}`, `${value}`]);
}

/** Knative's MQTT source accepts only CloudEvents, with QoS 0; it has no source of lists, and its Kafka source is written in Java. */
const compared = [
  { kind: "redis-stream", messages: 30_000, more: [], peer: "Knative's source", goal: 1 },
  { kind: "mqtt", messages: 30_000, more: ["-cloudevents"], peer: "Knative's source", goal: 1 },
  { kind: "kafka", messages: 60_000, more: [], peer: "a bare loop", goal: 1.25 },
] as const;

/** Messages per second at which memory and latency of the Kafka source are measured. */
const rates = [1_000, 10_000];

export async function sources(): Promise<Row[]> {
  await phase("servers", bringServers);
  const chaos = new Chaos();
  try {
    await phase("our sources", () => chaos.build());
    await phase("Knative's sources", () => chaos.buildUpstream());
    const rows: Row[] = [];
    for (const pair of compared) rows.push(...(await undisturbed(chaos, pair)));
    for (const rate of rates) rows.push(...(await atRate(chaos, rate)));
    for (const { kind, more } of compared) {
      if (kind === "kafka") continue; // the bare loop is not meant to survive failures
      tell(kind, await chaos.own(kind, ...fire, ...more), await chaos.upstream(kind, ...fire, ...more));
    }
    tell("redis-list", await chaos.own("redis-list", ...fire));
    tell("kafka", await chaos.own("kafka", ...fireKafka));
    tell("kafka-replies", await chaos.own("kafka-replies", ...fireKafka));
    return rows;
  } finally {
    chaos.remove();
  }
}

/** The time until all messages have arrived, and the time of a processor that the source took meanwhile. */
async function undisturbed(
  chaos: Chaos,
  { kind, messages, more, peer, goal }: (typeof compared)[number],
): Promise<Row[]> {
  const calm = [...flags({ messages, kills: 0, restarts: 0, fail: 0 }), ...more];
  const processor = { ours: [] as number[], peer: [] as number[] };
  const noted = (list: number[], { seconds, processorSeconds }: Found) => {
    list.push(processorSeconds);
    return seconds;
  };
  const elapsed = await rounds(
    times,
    async () => noted(processor.ours, await chaos.own(kind, ...calm)),
    async () => noted(processor.peer, await chaos.upstream(kind, ...calm)),
  );
  const name = `${messages} messages, ${kind}, against ${peer}`;
  const [ours, of] = [processor.ours, processor.peer].map((all) => figures(all.slice(1))) as [Figures, Figures];
  return [
    { name, unit: "s", goal, ...elapsed },
    { name: `${name}: processor`, unit: "s", ours, peer: of },
  ];
}

async function atRate(chaos: Chaos, rate: number): Promise<Row[]> {
  const calmAt = flags({ messages: 10 * rate, kills: 0, restarts: 0, fail: 0, rate });
  const { memoryMiB, p50Milliseconds } = await chaos.own("kafka", ...calmAt);
  return [
    { name: `kafka, ${rate} messages/s: memory of the source`, unit: "MiB", goal: 40, ours: figures([memoryMiB]) },
    {
      name: `kafka, ${rate} messages/s: published -> sink, p50`,
      unit: "ms",
      goal: 10,
      ours: figures([p50Milliseconds]),
    },
  ];
}

/** Losses have no ratio. */
function tell(kind: Kind, ours: Found, peer?: Found): void {
  const of = ({ perSecond, lost, duplicates, messages, reordered, unanswered, answeredAgain }: Found) =>
    `${perSecond.toFixed(0)}/s, ${lost} of ${messages} lost, ${duplicates} duplicates, ${reordered} reordered, ${unanswered + answeredAgain} not answered once`;
  const { kills, stops, restarts, outages } = ours;
  const befell = `${kills} kills, ${stops} stops, ${restarts} restarts of the server, ${outages} outage of the sink`;
  console.log(`  ${kind}, ${befell}: ${of(ours)}${peer === undefined ? "" : `; the peer ${of(peer)}`}`);
}
