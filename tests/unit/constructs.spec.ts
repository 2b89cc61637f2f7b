// The constructs of an update that are in progress: one that is about to fail lets the others end.
import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { counted, othersEnded } from "../../provider/src/pulumi/constructs";

describe("errors: a construct of an update that is about to fail", function () {
  this.timeout(20_000);
  const ended: string[] = [];
  const scope = () => ({ fail: () => undefined });
  const works = (name: string, work: () => Promise<unknown>) =>
    counted(scope(), work).then(
      () => ended.push(name),
      () => ended.push(`${name} failed`),
    );
  const failing = () => othersEnded().then(() => assert.fail());

  beforeEach(() => ended.splice(0));

  it("lets the others end, and the one that follows", async () => {
    const others = works("first", () => setTimeout(700)).then(() => works("second", () => setTimeout(700)));
    await Promise.all([works("lost", failing), others]);
    assert.deepEqual(ended, ["first", "second", "lost failed"]);
  });

  it("does not wait for one that is about to fail too, nor in a library", async () => {
    await Promise.all([works("one", failing), works("other", failing), assert.rejects(failing())]);
    assert.deepEqual(ended.sort(), ["one failed", "other failed"]);
  });
});
