// Rollout gates that are a user's program, and a Prometheus query.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import { one, RolloutProgram } from "./rolloutProgram";
import type { Left } from "./servedProgram";

describe("rollout: gates of the user's own", function () {
  this.timeout(300_000);
  let program: RolloutProgram;
  let first: Left;

  before(async function () {
    program = new RolloutProgram(needsCluster(this), "rollout-gates");
    first = await program.start(program.args("six", {}));
  });
  after(() => program?.end());

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
      program.args(name, {
        smoke: { job: { image: first.image, args: [String(exitCode)], timeoutSeconds: 60 } },
        steps: [100],
        each: { prometheus: { address: "${metrics.url}", query: 'errors{revision="$revision"}', atMost: 0.05 } },
      });
    program.set(checking("seven", 7), value("0.01"));
    const refused = await program.failingUp();
    assert.match(
      refused.written,
      /rollout gate smoke failed for revision hello-[0-9a-f]{10}: .*checked hello-[0-9a-f]{10} of hello for gate smoke/s,
    );
    program.set(checking("seven", 0), value("0.2"));
    const measured = await program.failingUp();
    assert.match(
      measured.written,
      /rollout gate step-100 failed for revision .*: query returned 0\.2, expected at most 0\.05/s,
    );
    assert.deepEqual(await program.current(), [`${first.revision} 100`]);
    program.set(checking("seven", 0), value("0.01"));
    await program.up();
    assert.deepEqual(((await program.outputs()) as Left).release.gates, ["smoke", "step-100"]);
  });

  it("traffic that is moved back by hand while a step is tried stays there, and the rollout ends", async () => {
    const [before = ""] = await program.current();
    program.set(program.args("eight", { steps: [10, 100], pauseSeconds: 30 }));
    const update = program.failingUp();
    await program.sharesAre(2, "step-10 has moved traffic");
    const traffic = [{ revisionName: before.split(" ")[0], percent: 100 }];
    await program.cluster.patch("KnativeService", program.name, "hello", { spec: { traffic } });
    assert.match(
      (await update).written,
      new RegExp(
        `rollout gate step-10 failed for revision hello-[0-9a-f]{10}: another client has set traffic to ${before} %.*\\n.*traffic is where the other client has set it`,
      ),
    );
    assert.deepEqual(await program.current(), [before]);
  });
});
