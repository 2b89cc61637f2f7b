// Previews are accurate: what they predict for a hundred changes (images, revisions, traffic, objects, operations) is what up does with their plan.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import { share } from "../run/parts";
import type { Change, Group } from "./recorded/change";
import { named, type Outcome } from "./recorded/outcome";
import { Recording } from "./recorded/recording";
import { groups } from "./recordedChanges";

describe("preview: recorded changes", function () {
  this.timeout(600_000);
  for (const [name, group] of share(Object.entries(groups))) describe(name, () => recorded(name, group));
});

/** A group's changes, one after another, in a program of its own. */
function recorded(name: string, group: Group): void {
  let recording: Recording;

  before(async function () {
    recording = await Recording.of(needsCluster(this), `preview-${name}`, group);
  });

  after(() => recording?.end());

  for (const [index, change] of group.changes.entries()) {
    it(`${name} ${index + 1}. ${change.kind}: ${change.what}`, async () => {
      await change.make(recording.world);
      recording.write();
      if (change.fails === undefined) await held(recording, change);
      else await failed(recording, change, change.fails);
      assert.deepEqual(await recording.missing(), []);
      if (change.kind === "nothing" && index > 0) assert.deepEqual(recording.operations(), []);
    });
  }

  it(`${name} has no drift, and no change, after all of them`, async () => {
    await recording.world.program.expectNoDrift();
    await recording.world.program.expectNoChanges();
  });
}

async function held(recording: Recording, change: Change): Promise<void> {
  const told = await recording.preview(change);
  const { seconds } = await recording.update(change);
  const done = await recording.done("latestReadyRevisionName");
  report(done, seconds);
  assert.deepEqual(done, named(told, done));
  await recording.remember();
}

/** A failed update does nothing beyond its prediction; what served before continues to serve, and no object is lost. */
async function failed(recording: Recording, change: Change, words: RegExp): Promise<void> {
  const before = await recording.done("latestCreatedRevisionName");
  const told = await recording.preview(change);
  const { seconds, written } = await recording.update(change);
  const done = await recording.done("latestCreatedRevisionName");
  report(done, seconds);
  const lost = before.objects.filter((one) => told.objects.includes(one) && !done.objects.includes(one));
  const untold = done.operations.filter((one) => !told.operations.includes(one));
  assert.deepEqual({ lost, untold }, { lost: [], untold: [] });
  const functions = Object.entries(told.functions).map(([own, serving]) => {
    return [own, { ...serving, traffic: before.functions[own]?.traffic }];
  });
  assert.deepEqual(done.functions, Object.fromEntries(functions));
  assert.match(written, words);
}

function report({ functions, operations }: Outcome, seconds: number): void {
  const tables = Object.values(functions).map(({ traffic }) => traffic.join(", "));
  console.log(`        ${tables.join("; ")}  ${operations.length} operations, ${seconds.toFixed(1)} s`);
}
