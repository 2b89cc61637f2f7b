// Gated rollouts on the cluster: traffic moves step by step under load, and goes back when a gate does not hold.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { needsCluster } from "../levels";
import { pause } from "./cluster";
import { type Answer, byRevision, Load } from "./load";
import { type Left, ServedProgram } from "./servedProgram";

const health = { http: { path: "/healthz", body: "ok", repeat: 2 } };
/** One Pod, so that all requests to a revision count in one place. */
const one = { scale: { min: 1, max: 1 } };

describe("rollout: gates and steps on the cluster", function () {
  this.timeout(240_000);
  let program: ServedProgram;
  let first: Left;
  let registry: string;

  const args = (name: string, rollout: object, more: object = {}) => ({
    ...one,
    registry,
    env: { NAME: name, ...(more as { env?: object }).env },
    rollout: { smoke: health, steps: [10, 50, 100], each: health, pauseSeconds: 1, ...rollout },
  });

  before(async function () {
    const target = needsCluster(this);
    registry = target.registry;
    program = new ServedProgram(target, "rollout");
    first = await program.start(args("one", {}));
  });
  after(() => program?.end());

  const current = async () =>
    ((await program.service()).status.traffic as { revisionName: string; percent: number }[])
      .filter(({ percent }) => percent > 0)
      .map(({ revisionName, percent }) => `${revisionName} ${percent}`);

  it("the first deployment is asked the smoke gate alone", () => assert.deepEqual(first.release.gates, ["smoke"]));

  it("each gate and step is a node of the preview, and no request fails while traffic moves", async () => {
    program.set(args("two", {}));
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
    await program.must(["preview", "--expect-no-changes"]);
    await program.must(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
    await program.must(["preview", "--expect-no-changes"]);
    first = second;
  });

  it("a smoke gate that does not hold: no request reaches the revision, the old one serves, the next good one goes on", async () => {
    program.set(args("sick", {}, { env: { SICK: "true" } }));
    const load = new Load(program.cluster, first.url, 50);
    const run = await program.failingUp();
    const answers = await load.stop();
    assert.match(
      run.written,
      /gate smoke of revision hello-[0-9a-f]{10} does not hold: GET \/healthz: request 1 of 2 answered 503/,
    );
    assert.match(run.written, /the database is gone after 0 requests/);
    assert.match(run.written, /the revision got no traffic/);
    assert.deepEqual(load.failed(), []);
    assert.deepEqual(Object.keys(byRevision(answers)), [first.revision]);
    const bad = (await program.service()).status.latestCreatedRevisionName;
    assert.notEqual(bad, first.revision);
    assert.equal(await program.requestsOf(bad), 0);
    assert.deepEqual(await current(), [`${first.revision} 100`]);
    program.set(args("three", {}));
    await program.up();
    first = await program.outputs();
    assert.deepEqual(await current(), [`${first.revision} 100`]);
  });

  it("one that turns bad at 25 % loses its traffic within 15 s; the same code is tried anew by the next update", async () => {
    const rollout = { steps: [5, 25, 100], pauseSeconds: 3 };
    program.set(args("turns", rollout, { env: { BAD_AFTER: "25" } }));
    const load = new Load(program.cluster, first.url, 50);
    const run = await program.failingUp();
    await pause(1000);
    const answers = await load.stop();
    assert.match(run.written, /gate step-25 of revision hello-[0-9a-f]{10} does not hold: GET \/healthz: .*503/);
    assert.match(run.written, /traffic is back where it was/);
    const bad = load.failed();
    const last = (list: Answer[]) => list.reduce((latest, { at }) => Math.max(latest, at), 0);
    const began = Math.min(...bad.map(({ at }) => at));
    console.log(
      `      bad answers for ${((last(bad) - began) / 1000).toFixed(1)} s: ${bad.length} of ${answers.length}`,
    );
    assert.ok(bad.length > 0 && last(bad) - began < 15_000);
    assert.ok(bad.every(({ status }) => status === 500));
    assert.deepEqual(await current(), [`${first.revision} 100`]);
    const steps = await program.preview();
    const tried = steps.filter(({ urn, newState }) => urn.includes("batch/v1:Job::") && newState !== undefined);
    assert.ok(tried.every(({ newState }) => newState.inputs.metadata.name.endsWith("-2")));
    program.set(args("three", {}));
    await program.up();
    assert.deepEqual(await current(), [`${first.revision} 100`]);
  });

  it("an engine that dies between steps: the next update goes on from there", async () => {
    program.set(args("four", { steps: [10, 100], pauseSeconds: 4 }));
    await killedAt(/hello\/step-10 creating.*selected nothing/);
    await program.cluster.until("a tenth of the traffic moved", 30, async () => (await current()).length === 2);
    program.recover();
    await program.up();
    const last: Left = await program.outputs();
    assert.deepEqual(await current(), [`${last.revision} 100`]);
    assert.deepEqual(last.release.gates, ["smoke", "step-10", "step-100"]);
    await program.must(["preview", "--expect-no-changes"]);
    first = last;
  });

  it("an engine that dies between steps, and the change is taken back: all traffic goes back", async () => {
    program.set(args("taken back", { steps: [10, 100], pauseSeconds: 4 }));
    await killedAt(/hello\/step-10 creating.*selected nothing/);
    await program.cluster.until("a tenth of the traffic moved", 30, async () => (await current()).length === 2);
    program.recover();
    program.set(args("four", { steps: [10, 100], pauseSeconds: 4 }));
    await program.up();
    assert.deepEqual(await current(), [`${first.revision} 100`]);
    await pause(8000);
    assert.deepEqual(await current(), [`${first.revision} 100`]);
    await program.must(["preview", "--expect-no-changes"]);
  });

  it("a dead engine leaves a gate that does not hold to its Job, and the next good update begins clean", async () => {
    program.set(args("five", { steps: [10, 100], pauseSeconds: 4 }, { env: { BAD_AFTER: "3" } }));
    const load = new Load(program.cluster, first.url, 50);
    await killedAt(/hello\/step-10 creating.*selected nothing/);
    await program.cluster.until("the Job moved traffic", 30, async () => (await current()).length === 2);
    await program.cluster.until("the Job took it back", 30, async () => (await current()).length === 1);
    await load.stop();
    assert.deepEqual(await current(), [`${first.revision} 100`]);
    program.recover();
    program.set(args("six", { steps: [10, 100] }));
    await program.up();
    first = await program.outputs();
    assert.deepEqual(await current(), [`${first.revision} 100`]);
  });

  it("a program of the user's and a query to Prometheus are gates too", async () => {
    const value = (number: string) => ({
      metrics: {
        type: "knative-faas:Function",
        properties: {
          ...one,
          namespace: program.name,
          image: first.image,
          visibility: "cluster-local",
          env: { VALUE: number },
        },
      },
    });
    const checking = (name: string, exitCode: number) =>
      args(name, {
        smoke: { job: { image: first.image, args: [String(exitCode)], timeoutSeconds: 60 } },
        steps: [100],
        each: { prometheus: { address: "${metrics.url}", query: 'errors{revision="$revision"}', atMost: 0.05 } },
      });
    program.set(checking("seven", 7), value("0.01"));
    const refused = await program.failingUp();
    assert.match(
      refused.written,
      /gate smoke of revision hello-[0-9a-f]{10} does not hold: .*checked hello-[0-9a-f]{10} of hello for gate smoke/s,
    );
    program.set(checking("seven", 0), value("0.2"));
    const measured = await program.failingUp();
    assert.match(measured.written, /gate step-100 of revision .* does not hold: .*gave 0\.2, expected at most 0\.05/s);
    assert.deepEqual(await current(), [`${first.revision} 100`]);
    program.set(checking("seven", 0), value("0.01"));
    await program.up();
    assert.deepEqual(((await program.outputs()) as Left).release.gates, ["smoke", "step-100"]);
  });

  /** Ends the engine, and nothing else, when it writes a line. */
  async function killedAt(moment: RegExp): Promise<void> {
    const { tools } = program.target;
    const options = { cwd: program.directory, env: program.environment };
    const engine = spawn(tools.pulumi, ["up", "--yes", "--skip-preview", "--non-interactive"], options);
    const written: string[] = [];
    createInterface({ input: engine.stdout }).on("line", (line) => {
      written.push(line);
      if (moment.test(line)) engine.kill("SIGKILL");
    });
    const [, signal] = await new Promise<[number, string]>((ended) =>
      engine.on("close", (...how) => ended(how as never)),
    );
    assert.equal(signal, "SIGKILL", written.join("\n"));
  }
});
