// The supported Pulumi CLIs, on the cluster: the life of a function with the oldest and a current one; older ones are refused.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { TestCluster } from "../cluster/cluster";
import type { StackTarget } from "../environment/stack";
import { layerHome, layers } from "../environment/tools/layers";
import { bringOldestPulumi } from "../environment/tools/tools";
import { needsCluster } from "../levels";
import { helloImage, timeouts } from "./hello";
import { Program } from "./program";

const namespace = "cli";

/** Where each CLI is; undefined if Pulumi is the user's own. */
const places: Record<string, (target: StackTarget) => string | undefined> = {
  oldest: ({ tools }) => tools.oldestPulumi,
  current: ({ tools }) => tools.pulumi,
  older: ({ tools }) => tools.oldestPulumi && join(layerHome(layers.languages), "pulumi"),
};

describe("plugin: with each Pulumi CLI", () => {
  let target: StackTarget;
  let cluster: TestCluster;
  let image: string;
  const programs: Program[] = [];

  before(async function () {
    this.timeout(900_000);
    target = needsCluster(this);
    if (target.tools.oldestPulumi !== undefined) await bringOldestPulumi();
    cluster = new TestCluster(target);
    image = await helloImage(cluster);
    await cluster.namespace(namespace);
  });

  after(async () => {
    for (const program of programs) await program.removeBefore(namespace);
    await cluster?.removeNamespace(namespace);
  });

  async function started(which: string, context: Mocha.Context): Promise<Program> {
    const pulumi = places[which]?.(target);
    if (pulumi === undefined) return context.skip();
    const tools = { ...target.tools, pulumi, path: `${dirname(pulumi)}:${target.tools.path}` };
    const program = new Program({ ...target, tools }, `cli-${which}`);
    programs.push(program);
    program.writeYaml({});
    await program.init();
    return program;
  }

  function write(program: Program, resource: string, env: object, options: object = {}): void {
    const properties = { name: program.name, namespace, image, timeouts, scale: { windowSeconds: 6 }, env };
    program.writeYaml(
      { [resource]: { type: "knative-faas:Function", properties, options } },
      { url: `\${${resource}.url}`, revision: `\${${resource}.revision}` },
    );
  }

  for (const which of ["oldest", "current"]) {
    it(`with the ${which} one a function is made, renamed with an alias, changed and destroyed`, async function () {
      const program = await started(which, this);
      write(program, "first", { NAME: "one" });
      await program.up();
      const { metadata } = await cluster.get("KnativeService", namespace, program.name);
      const aliases = [`urn:pulumi:test::${program.name}::knative-faas:index:Function::first`];
      write(program, "second", { NAME: "one" }, { aliases });
      await program.expectNoChanges();
      write(program, "second", { NAME: "two" }, { aliases });
      await program.up();
      assert.match(await cluster.answer((await program.outputs()).url), /Hello, two!/);
      assert.equal((await cluster.get("KnativeService", namespace, program.name)).metadata.uid, metadata.uid);
      await program.expectNoDrift();
      await program.must(["destroy", "--yes", "--skip-preview"]);
      assert.equal(await cluster.find("KnativeService", namespace, program.name), undefined);
    });
  }

  it("an older one is refused before anything is made", async function () {
    const program = await started("older", this);
    write(program, "first", {});
    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const { code, written } = await program.pulumi(command);
      assert.notEqual(code, 0);
      assert.match(written, /knative-faas needs the Pulumi CLI 3\.223\.0 or newer: an older one does not pass aliases/);
    }
    assert.equal(await cluster.find("KnativeService", namespace, program.name), undefined);
  });
});
