// `knative-faas status` on the cluster: a function that serves, scales to zero, and whose next revision crashes.
import assert from "node:assert/strict";
import { ran } from "../engine/commandProcess";
import { needsCluster } from "../levels";
import { type Hello, HelloProgram } from "./helloProgram";

const name = "loop-status";

describe("loop: status on the cluster", () => {
  let program: HelloProgram;

  before(async function () {
    program = new HelloProgram(needsCluster(this), name);
    await program.start();
  });

  after(() => program?.end());

  const status = async () => {
    const { code, stdout, stderr } = await ran(program, ["status", "hello", "--json"]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout)[0];
  };

  it("of a stack without functions is not an error", async () => {
    const { code, stdout } = await ran(program, ["status"]);
    assert.deepEqual([code, stdout], [0, "the stack has no functions yet\n"]);
  });

  it("shows the revision that serves, and its Pods", async () => {
    await program.up();
    const { revision, url }: Hello = await program.outputs();
    await program.cluster.answer(url);
    const { revisions, ...own } = await status();
    assert.equal(typeof own.created, "string");
    assert.deepEqual([own.status, own.url, own.problems], ["ready", url, []]);
    assert.deepEqual(revisions, [
      { name: revision, percent: 100, tags: [], pods: { ready: 1, total: 1, starting: 0, failing: 0 } },
    ]);
    const { stdout } = await ran(program, ["status"]);
    assert.match(stdout, new RegExp(`^hello +ready +${revision} +1/1 +\\d+[sm] +${url}$`, "m"));
  });

  it("shows why the next revision fails, with the last words of its program, while the first one serves", async () => {
    const { revision }: Hello = await program.outputs();
    const crashes = (source: string) => source.replace("ctx, stop :=", 'log.Fatal("no database")\n\tctx, stop :=');
    await program.withSource(crashes, () => program.failingUp());
    const found = await status();
    assert.equal(found.status, "failed");
    assert.deepEqual([found.revisions[0].name, found.revisions[0].percent], [revision, 100]);
    assert.equal(found.revisions[1].percent, 0);
    assert.match(found.problems.join("\n"), /container user-container exited with code 1: .*no database/);
  });
});
