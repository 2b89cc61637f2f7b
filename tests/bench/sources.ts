// Sources from a local server to an HTTP sink, compared with Knative's own of the same kind: undisturbed, and with failures.

import { Chaos, type Found, type Kind } from "../chaos/chaos";
import { phase } from "../environment/progress";
import { bringServers } from "../environment/tools/debian";
import { type Row, rounds } from "./measure";

const times = 3;
const undisturbed = 30_000;
const calm = flags({ messages: undisturbed, kills: 0, restarts: 0, fail: 0 });
const fire = flags({ messages: 100_000, kills: 100, stops: 5, restarts: 5, outages: 1, fail: 0.05 });

function flags(values: Record<string, number>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [`-${name}`, `${value}`]);
}

/** Knative's MQTT source accepts only CloudEvents, with QoS 0; it has no source of lists. */
const compared = [
  { kind: "redis-stream", more: [] },
  { kind: "mqtt", more: ["-cloudevents"] },
] as const;

export async function sources(): Promise<Row[]> {
  await phase("servers", bringServers);
  const chaos = new Chaos();
  try {
    await phase("our sources", () => chaos.build());
    await phase("Knative's sources", () => chaos.buildUpstream());
    const rows: Row[] = [];
    for (const { kind, more } of compared) {
      rows.push({
        name: `${undisturbed} messages, ${kind}, against Knative's source`,
        unit: "s",
        goal: 1,
        ...(await rounds(
          times,
          async () => (await chaos.own(kind, ...calm, ...more)).seconds,
          async () => (await chaos.upstream(kind, ...calm, ...more)).seconds,
        )),
      });
    }
    for (const { kind, more } of compared) {
      tell(kind, await chaos.own(kind, ...fire, ...more), await chaos.upstream(kind, ...fire, ...more));
    }
    tell("redis-list", await chaos.own("redis-list", ...fire));
    return rows;
  } finally {
    chaos.remove();
  }
}

/** Losses have no ratio. */
function tell(kind: Kind, ours: Found, peer?: Found): void {
  const of = ({ perSecond, lost, duplicates, messages }: Found) =>
    `${perSecond.toFixed(0)}/s, ${lost} of ${messages} lost, ${duplicates} duplicates`;
  const { kills, stops, restarts, outages } = ours;
  const befell = `${kills} kills, ${stops} stops, ${restarts} restarts of the server, ${outages} outage of the sink`;
  console.log(`  ${kind}, ${befell}: ${of(ours)}${peer === undefined ? "" : `; the peer ${of(peer)}`}`);
}
