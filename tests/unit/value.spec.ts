// Values that are known now or later: when they are made, and what of them waits.
import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { Output, output, unknown } from "@pulumi/pulumi";
import {
  asOutput,
  combined,
  delayed,
  hasLater,
  ignoreRejections,
  isLater,
  knownOf,
  notKnown,
} from "../../provider/src/pulumi/value";

/** The value behind a Value that must be later. */
async function later<T>(value: unknown): Promise<T | undefined> {
  assert.ok(Output.isInstance<T>(value));
  return knownOf(value as Output<T>);
}

describe("function: values known now or later", () => {
  const sum = (one: number, other: number) => one + other;

  it("are later as Outputs, promises and unknown values, also inside of others", () => {
    for (const value of [output(1), Promise.resolve(1), unknown]) {
      assert.ok(isLater(value));
      assert.ok(hasLater({ list: [value] }));
      assert.ok(!isLater({ list: [value] }));
    }
    for (const value of [undefined, null, 0, "", {}, [{ list: [] }]]) assert.ok(!hasLater(value));
  });

  it("make a value now if all of them are known, as they are", () => {
    assert.equal(combined([1, 2], sum), 3);
    const list = { entries: [1] };
    assert.equal(
      combined([list], (known) => known),
      list,
    );
  });

  it("otherwise make it later, from one or several, each in its place", async () => {
    assert.equal(await later(combined([output(1), 2], sum)), 3);
    const words = [output("a"), "b", Promise.resolve("c"), { inner: output("d") }] as const;
    const made = combined(words, (a, b, c, { inner }) => [a, b, c, inner].join(""));
    assert.equal(await later(made), "abcd");
  });

  it("may make another that is later, or a known one", async () => {
    for (const isKnown of [true, false]) {
      const made = combined([output(isKnown)], (is) => (is ? 1 : output(1)));
      assert.equal(await later(made), 1);
    }
    assert.equal(await later(combined([1], (known) => output(known))), 1);
  });

  it("wait for others", async () => {
    for (const value of ["a", output("a")]) assert.equal(delayed(value, "b", undefined), value);
    assert.equal(await later(delayed("a", output("b"))), "a");
    assert.equal(await later(delayed("a", output(notKnown<string>()))), undefined);
    const refused = delayed("a", Promise.reject(new Error("refused")));
    ignoreRejections(refused);
    await assert.rejects(later(refused), /refused/);
    // An unhandled rejection ends the process a turn later.
    await setImmediate();
  });

  it("become an Output only once", async () => {
    const one = output(1);
    assert.equal(asOutput(one), one);
    assert.equal(await later(asOutput(Promise.resolve(one))), 1);
  });
});
