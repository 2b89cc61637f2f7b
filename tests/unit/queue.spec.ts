// Concurrent builds: never more than the machine has cores, and a failure frees its slot.
import assert from "node:assert/strict";
import { most, queued } from "../../provider/src/build/limit";

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("builds: queue", () => {
  it("runs all, at most as many at a time as there are places", async () => {
    let running = 0;
    let highest = 0;
    const work = async (number: number) => {
      highest = Math.max(highest, ++running);
      await turn();
      running--;
      return number;
    };
    const numbers = Array.from({ length: 5 * most }, (_, number) => number);
    assert.deepEqual(await Promise.all(numbers.map((number) => queued(() => work(number)))), numbers);
    assert.equal(highest, most);
  });

  it("gives a place to who waits, not to who comes at that very moment", async () => {
    let running = 0;
    let highest = 0;
    const work = async () => {
      highest = Math.max(highest, ++running);
      await Promise.resolve();
      running--;
    };
    const chain = async (length: number): Promise<void> => {
      for (let i = 0; i < length; i++) {
        await queued(work);
        await Promise.all([queued(work), queued(work)]);
      }
    };
    await Promise.all(Array.from({ length: 3 * most }, (_, i) => chain(5 + i)));
    assert.ok(highest <= most, `${highest} at a time`);
  });

  it("frees its place after a failure", async () => {
    const failures = Array.from({ length: 2 * most }, () => queued(() => Promise.reject(new Error("no"))));
    const results = await Promise.allSettled(failures);
    assert.equal(results.filter(({ status }) => status === "rejected").length, 2 * most);
    assert.equal(await queued(async () => "done"), "done");
  });
});
