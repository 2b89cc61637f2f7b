// Two backends, each with a stack of the same project and name, on one cluster: neither touches the other's objects.
import assert from "node:assert/strict";
import { helloImage, timeouts } from "../engine/hello";
import { Program } from "../engine/program";
import { stackName } from "../environment/stack";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";

const namespace = "backends";

describe("ownership: stacks of one name in two backends", function () {
  this.timeout(240_000);
  let cluster: TestCluster;
  let first: Program;
  let second: Program;

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    await cluster.namespace(namespace);
    const image = await helloImage(cluster);
    first = new Program(target, "backends");
    second = new Program(target, "backends");
    second.environment.PULUMI_CONFIG_PASSPHRASE = first.environment.PULUMI_CONFIG_PASSPHRASE;
    for (const program of [first, second]) {
      program.writeYaml({
        cart: { type: "knative-faas:Function", properties: { namespace, image, timeouts, secrets: { TOKEN: "one" } } },
      });
      await program.init();
    }
    await first.up();
  });

  after(async () => {
    await cluster?.removeNamespace(namespace);
    first?.discard();
    second?.discard();
  });

  it("the second is refused in the preview and in the update, and the function stays as it is", async () => {
    const before = await cluster.get("KnativeService", namespace, "cart");
    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const run = await second.pulumi(command);
      assert.notEqual(run.code, 0);
      assert.match(
        run.written,
        /Service backends\/cart already exists and does not belong to this stack: it belongs to the stack/,
      );
      assert.match(
        run.written,
        /backends\/test of another backend, or one whose name its labels shorten; set another name or namespace, or set adopt: true/,
      );
    }
    const { uid, generation } = (await cluster.get("KnativeService", namespace, "cart")).metadata;
    assert.deepEqual([uid, generation], [before.metadata.uid, before.metadata.generation]);
  });

  it("a destroy of the second leaves what is the first's", async () => {
    await second.must(["destroy", "--yes", "--skip-preview"]);
    await first.expectNoDrift();
  });

  it("a state that moves to another backend continues with what it has", async () => {
    await first.must(["stack", "export", "--show-secrets", "--file", "state.json"]);
    second.write("state.json", first.read("state.json"));
    await second.must(["stack", "import", "--file", "state.json"]);
    await second.expectNoChanges();
  });

  it("Knative that the first has installed is refused in the second's preview", async function () {
    const program = new Program(needsCluster(this), "knative-faas-quickstart");
    try {
      program.stack = stackName;
      program.writeYaml({ knative: { type: "knative-faas:Knative", properties: {} } });
      await program.init();
      const run = await program.pulumi(["preview"]);
      assert.notEqual(run.code, 0);
      assert.match(run.written, /Knative already exists \(namespace [\w-]+\), installed by a stack of the same names/);
    } finally {
      program.discard();
    }
  });
});
