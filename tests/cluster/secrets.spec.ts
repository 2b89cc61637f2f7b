// A function's secret on the cluster: visible nowhere, and a new revision when it changes.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import { HelloProgram } from "./helloProgram";

/** Knative repeats this text in the conditions of its objects. */
const crash =
  'package main\n\nimport (\n\t"log"\n\t"os"\n)\n\nfunc main() { log.Fatal("cannot log in as shop:" + os.Getenv("NAME")) }\n';

/** As stored in the state; a secret is another object there. */
function plainOutputs(program: HelloProgram): object {
  const { outputs } = program.resources().find(({ type }) => type === "pulumi:pulumi:Stack");
  return { url: outputs.url, revision: outputs.revision };
}

describe("secrets: on the cluster", function () {
  this.timeout(300_000);
  let program: HelloProgram;
  const value = "Tr0ub4dor-and-3";
  const withSecret = (secret: string) => program.set({ secrets: { NAME: { "fn::secret": secret } }, env: {} });
  const forms = [value, Buffer.from(value).toString("base64")];
  const shows = (text: string) => forms.some((form) => text.includes(form));
  const inCluster = async () => {
    const kinds = ["KnativeService", "Revision"] as const;
    return JSON.stringify(await Promise.all(kinds.map((kind) => program.cluster.list(kind, program.name))));
  };

  before(async function () {
    program = new HelloProgram(needsCluster(this), "secrets");
    await program.start();
  });

  after(() => program?.end());

  it("stays out of sight; a changed one is a new revision", async () => {
    const { cluster } = program;
    withSecret(value);
    const previewed = await program.must(["preview", "--diff"]);
    const applied = await program.up("--diff");
    const outputs = await program.outputs();
    assert.equal(await cluster.answer(outputs.url), `Hello, ${value}!\n`);
    for (const text of [previewed.written, applied.written, program.state(), await inCluster()])
      assert.ok(!shows(text), "the secret shows");
    withSecret(`${value}3`);
    await program.up();
    const changed = await program.outputs();
    assert.notEqual(changed.revision, outputs.revision);
    assert.equal(await cluster.answer(changed.url), `Hello, ${value}3!\n`);
  });

  it("stays out of sight also where its program prints it as it crashes, and Knative repeats it", async () => {
    withSecret(value);
    await program.withSource(
      () => crash,
      async () => {
        const failed = await program.failingUp("--diff");
        assert.match(failed.written, /cannot log in as shop:\[secret\]/);
        assert.ok(!shows(failed.written), "the update shows the secret");
        assert.ok(shows(await inCluster()), "Knative does not repeat it");
        const commands = [
          ["preview", "--json"],
          ["preview", "--diff", "--refresh"],
          ["preview", "--json", "--refresh"],
        ];
        for (const command of [...commands, ["refresh", "--yes", "--skip-preview", "--diff"], ["stack", "export"]]) {
          const { written } = await program.must(command);
          assert.ok(!shows(written), `pulumi ${command.join(" ")} shows the secret`);
          assert.ok(!shows(program.state()), `pulumi ${command.join(" ")} leaves the secret in the state`);
        }
      },
    );
    await program.up();
    await program.expectNoChanges();
    const { url, revision } = await program.outputs();
    assert.deepEqual(plainOutputs(program), { url, revision });
    assert.equal(await program.cluster.answer(url), `Hello, ${value}!\n`);
  });
});
