// A function's life on the cluster: deployed, unchanged, changed, reverted, idle.
import assert from "node:assert/strict";
import { cpSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "../engine/program";
import { needsCluster } from "../levels";
import type { TestCluster } from "./cluster";
import { type Hello, HelloProgram, helloSource } from "./helloProgram";

const name = "function-life";

/** The service's template in a preview or a state. */
// biome-ignore lint/suspicious/noExplicitAny: the inputs of a resource
function templateOf(steps: Step[]): any {
  const service = steps.find((step) => step.urn.endsWith("serving.knative.dev/v1:Service::hello"));
  return service?.newState.inputs.spec.template;
}

describe("function: life on the cluster", () => {
  let program: HelloProgram;
  let cluster: TestCluster;
  let first: Hello;

  before(async function () {
    program = new HelloProgram(needsCluster(this), name);
    cluster = program.cluster;
    await program.start();
  });

  after(() => program?.end());

  it("answers with its greeting", async () => {
    const run = await program.up();
    first = await program.outputs();
    assert.equal(await cluster.answer(first.url), "Hello, World!\n");
    assert.equal(first.image, `${program.target.registry}/hello@${first.digest}`);
    assert.match(first.revision, /^hello-[0-9a-f]{10}$/);
    console.log(`      first up ${run.seconds.toFixed(1)} s`);
  });

  it("has no change when nothing changed, after a touch and from another directory", async () => {
    const run = await program.expectNoChanges();
    await program.up("--expect-no-changes");
    const now = new Date();
    utimesSync(join(program.directory, "hello", "main.go"), now, now);
    await program.expectNoChanges();
    cpSync(helloSource, join(program.directory, "elsewhere", "clone"), { recursive: true });
    program.set({ source: { directory: "elsewhere/clone" } });
    await program.expectNoChanges();
    program.set();
    console.log(`      preview without a change ${run.seconds.toFixed(1)} s`);
  });

  it("has no drift on refresh", async () => {
    await program.expectNoDrift();
    await program.expectNoChanges();
  });

  it("previews the digest and the revision that a changed line of Go makes", async () => {
    const greets = (source: string) => source.replace("Hello, %s!", "Good morning, %s!");
    await program.withSource(greets, async () => {
      const template = templateOf(await program.preview());
      const run = await program.up();
      const second: Hello = await program.outputs();
      assert.equal(template.spec.containers[0].image, second.image);
      assert.equal(template.metadata.name, second.revision);
      assert.notEqual(second.digest, first.digest);
      assert.equal(await cluster.answer(second.url), "Good morning, World!\n");
      console.log(`      one changed line ${run.seconds.toFixed(1)} s`);
    });
  });

  it("makes a new revision of the same image for a changed variable, and rolls back to the old revision", async () => {
    await program.up();
    const { metadata } = await cluster.get("Revision", name, first.revision);
    program.set({ env: { NAME: "Knative" } });
    await program.up();
    const changed: Hello = await program.outputs();
    assert.equal(changed.digest, first.digest);
    assert.notEqual(changed.revision, first.revision);
    assert.equal(await cluster.answer(changed.url), "Hello, Knative!\n");
    program.set();
    await program.up();
    assert.deepEqual(await program.outputs(), first);
    assert.equal((await cluster.get("Revision", name, first.revision)).metadata.uid, metadata.uid);
    assert.equal(await cluster.answer(first.url), "Hello, World!\n");
  });

  it("goes to sleep when idle and wakes up for a request", async () => {
    await cluster.answer(first.url);
    const idle = await cluster.waitForAll("Pod", name, {}, "no Pod is left", 120, (pods) => pods.length === 0);
    const began = Date.now();
    assert.equal(await cluster.answer(first.url), "Hello, World!\n");
    console.log(`      Pod gone after ${idle.toFixed(1)} s, cold start ${((Date.now() - began) / 1000).toFixed(2)} s`);
  });
});
