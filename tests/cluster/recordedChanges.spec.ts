// A preview is the truth: what it says of a hundred changes (images, revisions, traffic, objects, operations) is what up does, by its plan.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import { share } from "../run/parts";
import type { Group } from "./recorded/change";
import { named, type Outcome } from "./recorded/outcome";
import { Recording } from "./recorded/recording";
import { groups } from "./recordedChanges";

describe("preview: recorded changes", function () {
  this.timeout(600_000);
  for (const [name, group] of share(Object.entries(groups))) describe(name, () => recorded(name, group));
});

/** A group's changes, one after another, of a program of its own. */
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
      const before = await recording.there();
      const told = await recording.preview(change);
      const { seconds, written } = await recording.update(change);
      const done = await recording.done(change);
      report(done, seconds);
      if (change.fails === undefined) assert.deepEqual(done, named(told, done));
      else asFarAsItWent(before, told, done);
      if (change.fails !== undefined) return assert.match(written, change.fails);
      if (change.kind === "nothing" && index > 0) assert.deepEqual(done.operations, []);
      await recording.remember();
    });
  }

  it(`${name} has no drift, and no change, after all of them`, async () => {
    await recording.world.program.expectNoDrift();
    await recording.world.program.expectNoChanges();
  });
}

/** An update that fails does nothing else than was told; what served before it serves on, and no object is lost. */
function asFarAsItWent(before: Omit<Outcome, "operations">, told: Outcome, done: Outcome): void {
  const isTold = (operation: string) => told.operations.includes(operation);
  const tables = ({ functions }: Pick<Outcome, "functions">) => Object.values(functions).map(({ traffic }) => traffic);
  const revisions = ({ functions }: Outcome) =>
    Object.values(functions).map(({ image, revision }) => [image, revision]);
  const staying = before.objects.filter((object) => told.objects.includes(object));
  assert.deepEqual(done.operations.filter(isTold), done.operations);
  assert.deepEqual(tables(done), tables(before));
  assert.deepEqual(revisions(done), revisions(told));
  assert.deepEqual(
    staying.filter((object) => !done.objects.includes(object)),
    [],
  );
}

function report({ functions, operations }: Outcome, seconds: number): void {
  const tables = Object.values(functions).map(({ traffic }) => traffic.join(", "));
  console.log(`        ${tables.join("; ")}  ${operations.length} operations, ${seconds.toFixed(1)} s`);
}
