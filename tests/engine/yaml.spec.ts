// The package in YAML programs: the plugin by its directory and on PATH, and Pulumi's resource options.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { TestCluster } from "../cluster/cluster";
import { needsCluster } from "../levels";
import { helloImage, timeouts } from "./hello";
import { providerDirectory } from "./node";
import { Program, type Step } from "./program";
import { noteProcesses, ranExecutable } from "./runner";

const namespace = "engine-yaml";

describe("options: a YAML program", () => {
  let cluster: TestCluster;
  let program: Program;
  let image: string;
  let processes: () => string[][];

  const packages = { "knative-faas": providerDirectory };
  const outputs = { url: "${hello.url}", revision: "${hello.revision}" };
  const hello = (options: object, more = {}) => ({
    type: "knative-faas:Function",
    properties: { image, namespace, timeouts, ...more },
    options,
  });
  /** The program's own provider; the stack's configuration would not work. */
  const own = () => ({
    type: "pulumi:providers:kubernetes",
    properties: {
      kubeconfig: readFileSync(program.target.kubeconfig, "utf8"),
      context: program.target.context,
    },
  });
  const settings = () => ({
    type: "kubernetes:core/v1:ConfigMap",
    properties: { metadata: { name: "settings", namespace }, data: {} },
    options: { provider: "${own}" },
  });

  const write = (options: object, more = {}) =>
    program.writeYaml({ own: own(), settings: settings(), hello: hello(options, more) }, outputs, { packages });

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    image = await helloImage(cluster);
    await cluster.namespace(namespace);
    program = new Program(target, "engine-yaml", { pluginOnPath: false });
    processes = noteProcesses(program);
    program.writeYaml({});
    await program.init();
    await program.must(["config", "set", "kubernetes:kubeconfig", "/nowhere"]);
  });

  after(async () => {
    if (program === undefined) return;
    await program.removeBefore(namespace);
    await cluster.removeNamespace(namespace);
  });

  it("takes options: provider, dependsOn, protect", async () => {
    write({ provider: "${own}", dependsOn: ["${settings}"], protect: true });
    const steps = await program.preview();
    const state = (name: string) => steps.find(({ urn }) => urn.endsWith(name))?.newState;
    assert.deepEqual(state("Function::hello").dependencies, [state("ConfigMap::settings").urn]);
    for (const child of [state("v1:Service::hello"), state("ServicePatch::hello-traffic")]) {
      assert.match(child.provider, /::pulumi:providers:kubernetes::own::/);
      assert.equal(child.protect, true);
    }
    assert.ok(ranExecutable(processes(), providerDirectory));
  });

  it("takes a list of providers; a function without any env answers", async () => {
    write({ providers: ["${own}"] });
    const run = await program.up();
    assert.equal(await cluster.answer((await program.outputs()).url), "Hello, !\n");
    console.log(`      up ${run.seconds.toFixed(1)} s`);
  });

  it("changes what stands next to the template, and the revision stays", async () => {
    const { revision } = await program.outputs();
    write({ providers: ["${own}"] }, { visibility: "cluster-local" });
    await program.up();
    const outputs = await program.outputs();
    assert.equal(outputs.revision, revision);
    assert.equal(outputs.url, `http://hello.${namespace}.svc.cluster.local`);
    const { labels } = (await cluster.get("KnativeService", namespace, "hello")).metadata;
    assert.equal(labels["networking.knative.dev/visibility"], "cluster-local");
  });

  it("picks up a function that an update made before it died", async () => {
    const { revision } = await program.outputs();
    const { urn } = program.resources().find((resource: Step) => resource.urn.endsWith("v1:Service::hello"));
    await program.must(["state", "delete", urn, "--yes", "--force", "--target-dependents"]);
    await program.up();
    assert.equal((await program.outputs()).revision, revision);
    await program.must(["refresh", "--yes", "--skip-preview"]);
    await program.expectNoChanges();
  });

  const configurations = {
    garbage: "garbage {{{",
    "a base that is not installed": '{ "extends": "@acme/tsconfig" }',
    "options of a newer TypeScript": '{ "compilerOptions": { "target": "es2099", "notYetKnown": true } }',
  };
  for (const [name, text] of Object.entries(configurations)) {
    it(`does not mind a tsconfig.json with ${name}`, async () => {
      program.write("tsconfig.json", text);
      await program.expectNoChanges();
    });
  }

  it("two wrong functions are reported by one preview, and nothing of one that is well", async () => {
    const several = new Program(program.target, "engine-several");
    const other = (port: number) => ({ ...hello({}), properties: { image, namespace, port } });
    several.writeYaml({ wrong: other(8012), well: other(8080), bad: other(8013) });
    await several.init();
    const { code, written } = await several.pulumi(["preview"]);
    await several.remove();
    const told = [...written.matchAll(/Function resource '(\w+)' has a problem/g)].map(([, name]) => name);
    assert.notEqual(code, 0);
    assert.deepEqual([...new Set(told)].sort(), ["bad", "wrong"]);
  });

  it("finds the plugin on PATH, and the engine says so", async () => {
    const ambient = new Program(program.target, "engine-path");
    ambient.writeYaml({ ambient: hello({}) });
    await ambient.init();
    const { written } = await ambient.must(["preview"]);
    await ambient.remove();
    assert.match(written, /using pulumi-resource-knative-faas from \$PATH at .*\/provider\/bin\//);
  });
});
