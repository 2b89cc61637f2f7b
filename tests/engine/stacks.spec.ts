// Two stacks in one cluster at the same time: they do not affect each other.
import assert from "node:assert/strict";
import { TestCluster } from "../cluster/cluster";
import { needsCluster } from "../levels";
import { helloImage, timeouts } from "./hello";
import { Program } from "./program";

const names = ["engine-one", "slice-engine-two"] as const;

describe("options: two stacks in one cluster", () => {
  let cluster: TestCluster;
  let programs: Program[] = [];

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    const image = await helloImage(cluster);
    programs = names.map((name) => new Program(target, name));
    await Promise.all(
      programs.map(async (program) => {
        const properties = { image, namespace: program.name, env: { NAME: program.name }, timeouts };
        const outputs = { url: "${hello.url}", revision: "${hello.revision}" };
        program.writeYaml({ hello: { type: "knative-faas:Function", properties } }, outputs);
        await cluster.namespace(program.name);
        await program.init();
      }),
    );
  });

  after(async () => {
    for (const program of programs) {
      await program.removeBefore(program.name);
      await cluster.removeNamespace(program.name);
    }
  });

  it("deploy functions of one name into two namespaces at the same time", async () => {
    await Promise.all(programs.map((program) => program.up()));
    for (const program of programs) {
      assert.equal(await cluster.answer((await program.outputs()).url), `Hello, ${program.name}!\n`);
    }
  });

  it("one is destroyed, and the other answers and has no changes", async () => {
    const [one, two] = programs as [Program, Program];
    await one.must(["destroy", "--yes", "--skip-preview"]);
    assert.deepEqual(await cluster.list("KnativeService", one.name), []);
    assert.equal(await cluster.answer((await two.outputs()).url), `Hello, ${two.name}!\n`);
    await two.expectNoDrift();
    await two.expectNoChanges();
  });
});
