// Sources with real servers on this machine: killed, stopped, and with a server and a sink that fail, they lose no message, and
// redelivered messages keep their ID.
import assert from "node:assert/strict";
import { Chaos, type Kind } from "../chaos/chaos";
import { phase } from "../environment/progress";
import { bringServers } from "../environment/tools/debian";

/** A third of what `npm run bench -- sources` publishes. */
const messages = 30_000;
const befalls = { kills: 30, stops: 5, restarts: 5, outages: 1, rebalances: 0 };
/** Kafka takes seconds to restart, and there are rebalances as well. */
const befallsKafka = { kills: 30, stops: 5, restarts: 2, outages: 1, rebalances: 6 };

describe("sources: under fire", function () {
  this.timeout(330_000);
  let chaos: Chaos;

  before(async () => {
    await phase("servers for tests", bringServers);
    chaos = await new Chaos().build();
  });

  after(() => chaos?.remove());

  const kinds: Record<Kind, typeof befalls> = {
    mqtt: befalls,
    "redis-stream": befalls,
    "redis-list": befalls,
    kafka: befallsKafka,
    "kafka-replies": befallsKafka,
  };
  for (const [kind, befall] of Object.entries(kinds) as [Kind, typeof befalls][]) {
    it(`${kind}: ${messages} messages, ${befall.kills} kills, ${befall.restarts} restarts of the server, 5 % of the requests fail`, async () => {
      const flags = Object.entries({ messages, ...befall, fail: 0.05 }).flatMap(([name, value]) => [
        `-${name}`,
        `${value}`,
      ]);
      const { delivered, lost, differingIds, sharedIds, late, exits, duplicates, perSecond, ...told } = await chaos.own(
        kind,
        ...flags,
      );
      console.log(`      ${perSecond.toFixed(0)} messages/s, ${duplicates} duplicates`);
      assert.deepEqual(
        { delivered, lost, differingIds, sharedIds },
        { delivered: messages, lost: 0, differingIds: 0, sharedIds: 0 },
      );
      assert.deepEqual({ late, exits }, { late: 0, exits: 0 }, "a source stood still, or ended by itself");
      for (const [what, times] of Object.entries(befall)) assert.equal(told[what as keyof typeof befalls], times, what);
      const { reordered, unanswered, answeredAgain } = told;
      assert.deepEqual({ reordered, unanswered, answeredAgain }, { reordered: 0, unanswered: 0, answeredAgain: 0 });
    });
  }
});
