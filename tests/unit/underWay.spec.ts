// The errors of a preview: the engine drops constructs in progress at the first one, so all are sent together.
import assert from "node:assert/strict";
import { setImmediate, setTimeout } from "node:timers/promises";
import { UnderWay } from "../../provider/src/underWay";

describe("errors: constructs of a preview that are under way together", () => {
  it("fail at one moment, when the last has ended, whenever each began and ended", async () => {
    const underWay = new UnderWay();
    const ended: string[] = [];
    const made = (name: string, milliseconds: number, fails = true) =>
      underWay
        .together(() => setTimeout(milliseconds).then(() => (fails ? assert.fail(name) : undefined)))
        .catch(() => undefined)
        .finally(() => ended.push(name));
    const all = [made("early", 0), made("later", 130), made("well", 210, false), made("last", 190)];
    await Promise.race(all);
    assert.deepEqual(ended, ["well"]);
    await Promise.race([all[0], all[1], all[3]]);
    await setImmediate();
    assert.deepEqual(ended.slice(1).sort(), ["early", "last", "later"]);
  });

  it("and one that fails after them waits anew", async () => {
    const underWay = new UnderWay();
    const failing = () => underWay.together(() => Promise.reject(new Error("no")));
    await assert.rejects(failing(), /no/);
    await assert.rejects(failing(), /no/);
  });
});
