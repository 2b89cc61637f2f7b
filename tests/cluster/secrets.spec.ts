// A function's secret on the cluster: out of sight everywhere, and a new revision when it changes.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import { HelloProgram } from "./helloProgram";

describe("secrets: on the cluster", () => {
  let program: HelloProgram;

  before(async function () {
    program = new HelloProgram(needsCluster(this), "secrets");
    await program.start();
  });

  after(() => program?.end());

  it("stays out of sight; a changed one is a new revision", async () => {
    const { cluster } = program;
    const value = "Tr0ub4dor-and-3";
    const withSecret = (secret: string) => program.set({ secrets: { NAME: { "fn::secret": secret } }, env: {} });
    withSecret(value);
    const previewed = await program.must(["preview", "--diff"]);
    const applied = await program.up("--diff");
    const outputs = await program.outputs();
    assert.equal(await cluster.answer(outputs.url), `Hello, ${value}!\n`);
    const kinds = ["KnativeService", "Revision"] as const;
    const objects = JSON.stringify(await Promise.all(kinds.map((kind) => cluster.list(kind, program.name))));
    for (const text of [previewed.written, applied.written, program.state(), objects]) {
      assert.ok(!text.includes(value) && !text.includes(Buffer.from(value).toString("base64")), "the secret shows");
    }
    withSecret(`${value}3`);
    await program.up();
    const changed = await program.outputs();
    assert.notEqual(changed.revision, outputs.revision);
    assert.equal(await cluster.answer(changed.url), `Hello, ${value}3!\n`);
  });
});
