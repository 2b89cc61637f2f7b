// Gated rollouts on the cluster: traffic moves step by step under load, and is restored when a gate fails.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import { type Answer, byRevision, Load } from "./load";
import { RolloutProgram } from "./rolloutProgram";
import type { Left } from "./servedProgram";

describe("rollout: gates and steps on the cluster", function () {
  this.timeout(300_000);
  let program: RolloutProgram;
  let first: Left;

  before(async function () {
    program = new RolloutProgram(needsCluster(this), "rollout");
    first = await program.start(program.args("one", {}));
  });
  after(() => program?.end());

  it("the first deployment is asked the smoke gate alone", () => assert.deepEqual(first.release.gates, ["smoke"]));

  it("each gate and step is a node of the preview, and no request fails while traffic moves", async () => {
    program.set(program.args("two", {}));
    const steps = await program.preview();
    const jobs = steps.filter(({ urn, op }) => urn.includes("batch/v1:Job::") && !op.startsWith("delete"));
    const plans = jobs.map(({ urn, newState }) => [
      urn.split("::").pop(),
      JSON.parse(newState.inputs.spec.template.spec.containers[0].env[0].value).traffic?.[0].percent,
    ]);
    assert.deepEqual(Object.fromEntries(plans), {
      "hello/smoke": undefined,
      "hello/step-10": 10,
      "hello/step-50": 50,
      "hello/step-100": 100,
    });
    const load = new Load(program.cluster, first.url, 50);
    const run = await program.up();
    const answers = await load.stop();
    const second: Left = await program.outputs();
    assert.deepEqual(load.failed(), []);
    assert.deepEqual(second.release.gates, ["smoke", "step-10", "step-50", "step-100"]);
    assert.deepEqual(Object.keys(byRevision(answers)).sort(), [first.revision, second.revision].sort());
    console.log(
      `      ${run.seconds.toFixed(0)} s, ${answers.length} requests, ${JSON.stringify(byRevision(answers))}`,
    );
    await program.expectNoChanges();
    await program.expectNoDrift();
    await program.expectNoChanges();
    first = second;
  });

  it("a smoke gate that does not hold: no request reaches the revision, the old one serves, the next good one goes on", async () => {
    program.set(program.args("sick", {}, { env: { SICK: "true" } }));
    const load = new Load(program.cluster, first.url, 50);
    const run = await program.failingUp();
    const answers = await load.stop();
    assert.match(
      run.written,
      /rollout gate smoke failed for revision hello-[0-9a-f]{10}: GET \/healthz: request 1 of 2 was answered with 503/,
    );
    assert.match(run.written, /the database is gone after 0 requests/);
    assert.match(run.written, /the revision got no traffic/);
    assert.deepEqual(load.failed(), []);
    assert.deepEqual(Object.keys(byRevision(answers)), [first.revision]);
    const { metadata, status } = await program.service();
    const left = JSON.parse(metadata.annotations["knative-faas.dev/rollout-failure"]);
    assert.equal(left.message, "GET /healthz: request 1 of 2 was answered with 503 (expected 200)");
    const bad = status.latestCreatedRevisionName;
    assert.notEqual(bad, first.revision);
    assert.equal(await program.requestsOf(bad), 0);
    assert.deepEqual(await program.current(), [`${first.revision} 100`]);
    program.set(program.args("three", {}));
    await program.up();
    first = await program.outputs();
    assert.deepEqual(await program.current(), [`${first.revision} 100`]);
  });

  it("one that turns bad at 25 % loses its traffic; the same code is tried again by the next update", async () => {
    const rollout = { steps: [5, 25, 100], pauseSeconds: 3 };
    program.set(program.args("turns", rollout, { env: { BAD_AFTER: "25" } }));
    const load = new Load(program.cluster, first.url, 50);
    const run = await program.failingUp();
    await load.isServedBy(first.revision);
    const answers = await load.stop();
    assert.match(run.written, /rollout gate step-25 failed for revision hello-[0-9a-f]{10}: GET \/healthz: .*503/);
    assert.match(run.written, /traffic was restored/);
    const bad = load.failed();
    const last = (list: Answer[]) => list.reduce((latest, { at }) => Math.max(latest, at), 0);
    const began = Math.min(...bad.map(({ at }) => at));
    console.log(
      `      bad answers for ${((last(bad) - began) / 1000).toFixed(1)} s: ${bad.length} of ${answers.length}`,
    );
    assert.ok(bad.length > 0 && last(bad) - began < 75_000);
    assert.ok(bad.every(({ status }) => status === 500));
    assert.deepEqual(await program.current(), [`${first.revision} 100`]);
    const steps = await program.preview();
    const tried = steps.filter(({ urn, newState }) => urn.includes("batch/v1:Job::") && newState !== undefined);
    assert.ok(tried.every(({ newState }) => newState.inputs.metadata.name.endsWith("-2")));
    program.set(program.args("three", {}));
    await program.up();
    assert.deepEqual(await program.current(), [`${first.revision} 100`]);
  });
});
