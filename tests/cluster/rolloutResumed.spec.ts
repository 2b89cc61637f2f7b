// Rollouts whose engine dies between steps: the next update resumes, rolls back, or starts clean.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { needsCluster } from "../levels";
import { Load } from "./load";
import { RolloutProgram } from "./rolloutProgram";
import type { Left } from "./servedProgram";

describe("rollout: an engine that dies on the way", function () {
  this.timeout(300_000);
  let program: RolloutProgram;
  let first: Left;

  before(async function () {
    program = new RolloutProgram(needsCluster(this), "rollout-resumed");
    first = await program.start(program.args("three", {}));
  });
  after(() => program?.end());

  it("an engine that dies between steps: the next update continues from there", async () => {
    program.set(program.args("four", { steps: [10, 100], pauseSeconds: 10 }));
    await killedAt(/hello\/step-10 creating.*(selected nothing|waiting for gate)/);
    await program.sharesAre(2, "a tenth of the traffic moved");
    program.recover();
    await program.up();
    const last: Left = await program.outputs();
    assert.deepEqual(await program.current(), [`${last.revision} 100`]);
    assert.deepEqual(last.release.gates, ["smoke", "step-10", "step-100"]);
    await program.expectNoChanges();
    first = last;
  });

  it("an engine that dies between steps, and the change is taken back: all traffic goes back", async () => {
    program.set(program.args("taken back", { steps: [10, 100], pauseSeconds: 10 }));
    await killedAt(/hello\/step-10 creating.*(selected nothing|waiting for gate)/);
    await program.sharesAre(2, "a tenth of the traffic moved");
    program.recover();
    program.set(program.args("four", { steps: [10, 100], pauseSeconds: 10 }));
    await program.up();
    assert.deepEqual(await program.current(), [`${first.revision} 100`]);
    await program.jobsEnded();
    assert.deepEqual(await program.current(), [`${first.revision} 100`]);
    await program.expectNoChanges();
  });

  it("a dead engine leaves a gate that does not hold to its Job, and the next good update begins clean", async () => {
    program.set(program.args("five", { steps: [10, 100], pauseSeconds: 10 }, { env: { BAD_AFTER: "3" } }));
    const load = new Load(program.cluster, first.url, 50);
    await killedAt(/hello\/step-10 creating.*(selected nothing|waiting for gate)/);
    await program.sharesAre(2, "the Job moved traffic");
    await program.sharesAre(1, "the Job took it back");
    await load.stop();
    assert.deepEqual(await program.current(), [`${first.revision} 100`]);
    program.recover();
    program.set(program.args("six", { steps: [10, 100] }));
    await program.up();
    first = await program.outputs();
    assert.deepEqual(await program.current(), [`${first.revision} 100`]);
  });

  /** Kills only the engine, when it writes a matching line. */
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
