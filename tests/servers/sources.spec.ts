// Sources with real servers on this machine: killed, stopped, and with a server and a sink that fail, they lose no message, and
// redelivered messages keep their ID.
import assert from "node:assert/strict";
import { Chaos, type Kind } from "../chaos/chaos";
import { phase } from "../environment/progress";
import { bringServers } from "../environment/tools/debian";

/** A third of what `npm run bench -- sources` publishes. */
const messages = 30_000;
const befalls = { kills: 30, stops: 5, restarts: 5, outages: 1 };
const flags = Object.entries({ messages, ...befalls, fail: 0.05 }).flatMap(([name, value]) => [`-${name}`, `${value}`]);

describe("sources: under fire", function () {
  this.timeout(330_000);
  let chaos: Chaos;

  before(async () => {
    await phase("servers for tests", bringServers);
    chaos = await new Chaos().build();
  });

  after(() => chaos?.remove());

  for (const kind of ["mqtt", "redis-stream", "redis-list"] satisfies Kind[]) {
    it(`${kind}: ${messages} messages, ${befalls.kills} kills, ${befalls.restarts} restarts of the server, 5 % of the requests fail`, async () => {
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
      for (const [what, times] of Object.entries(befalls))
        assert.equal(told[what as keyof typeof befalls], times, what);
    });
  }
});
