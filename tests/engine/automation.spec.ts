// The Automation API example: creates, previews, updates and destroys a stack with an inline program.
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { TestCluster } from "../cluster/cluster";
import { attempt, run } from "../environment/command";
import { repository } from "../environment/home";
import { clusterSettings } from "../environment/stack";
import { needsCluster } from "../levels";
import { ExampleProgram } from "./example";

const namespace = "languages-automation";

describe("options: Automation API", () => {
  let cluster: TestCluster;
  let example: ExampleProgram;
  let first: { url: string; revision: string };

  /** The output of the example, run as by a user. */
  async function tool(command: string, name: string) {
    const began = Date.now();
    const settings = [...clusterSettings(example.target), `automation:namespace=${namespace}`];
    const options = { cwd: example.directory, env: example.environment };
    const printed = await run(process.execPath, ["--import", "tsx", "main.ts", command, name, ...settings], options);
    console.log(`      ${command} ${((Date.now() - began) / 1000).toFixed(1)} s`);
    return JSON.parse(printed);
  }

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    await cluster.namespace(namespace);
    example = new ExampleProgram(target, "languages-automation", "examples/automation");
    symlinkSync(join(repository, "node_modules"), join(example.directory, "node_modules"));
  });

  after(async () => {
    if (example === undefined) return;
    example.discard();
    await cluster.removeNamespace(namespace);
  });

  it("a new stack is previewed, and nothing is made", async () => {
    // The stack, the function, its service and its traffic.
    assert.deepEqual(await tool("preview", "World"), { create: 4 });
    assert.deepEqual(await cluster.list("KnativeService", namespace), []);
  });

  it("is brought up, and the function answers", async () => {
    first = await tool("up", "World");
    assert.equal(await cluster.answer(first.url), "Hello, World!\n");
  });

  it("is updated by another process: service and traffic change, and the answer", async () => {
    const { url, revision, changes } = await tool("up", "Automation");
    assert.equal(url, first.url);
    assert.notEqual(revision, first.revision);
    // The service and its traffic; the previous revision is kept.
    assert.deepEqual(changes, { update: 2, create: 1, same: 2 });
    assert.equal(await cluster.answer(url), "Hello, Automation!\n");
  });

  it("is destroyed and removed", async () => {
    assert.deepEqual(await tool("destroy", "Automation"), { delete: 5 });
    assert.deepEqual(await cluster.list("KnativeService", namespace), []);
    const stacks = await example.pulumi(["stack", "ls", "--all", "--json"]);
    assert.deepEqual(JSON.parse(stacks.stdout), []);
  });

  it("a command that there is not is reported", async () => {
    const options = { cwd: example.directory, env: example.environment };
    const { code, stderr } = await attempt(process.execPath, ["--import", "tsx", "main.ts", "apply"], options);
    assert.equal(code, 1);
    assert.match(stderr, /^expected preview, up, destroy, got "apply"$/m);
  });
});
