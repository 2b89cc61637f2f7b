// Pulumi's resource options on a Function, in process on the real engine: providers, transforms, aliases, ignoreChanges, protect, retainOnDelete.
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { helloImage } from "../engine/hello";
import { Program } from "../engine/program";
import { repository } from "../environment/home";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";

const namespace = "options";

describe("options: Pulumi's, on a function", () => {
  let program: Program;
  let cluster: TestCluster;
  let image: string;

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    image = await helloImage(cluster);
    await cluster.namespace(namespace);
    program = new Program(target, "options", { pluginOnPath: false });
    symlinkSync(join(repository, "node_modules"), join(program.directory, "node_modules"));
    program.write(
      "Pulumi.yaml",
      JSON.stringify({ name: "options", runtime: { name: "nodejs", options: { typescript: false } } }),
    );
    program.write("package.json", JSON.stringify({ name: "options", main: "index.js" }));
    await program.init();
  });

  after(async () => {
    if (program === undefined) return;
    await program.removeBefore(namespace);
    await cluster.removeNamespace(namespace);
  });

  /** `functions` are statements; `first` and `second` are two providers, as for two clusters. */
  const write = (functions: string) =>
    program.write(
      "index.js",
      `const kubernetes = require("@pulumi/kubernetes");
const { Function } = require("knative-faas");
const of = (name) => new kubernetes.Provider(name, { kubeconfig: ${JSON.stringify(program.target.kubeconfig)}, context: ${JSON.stringify(program.target.context)} });
const [first, second] = [of("first"), of("second")];
const args = { image: ${JSON.stringify(image)}, namespace: "${namespace}", timeouts: { requestSeconds: 5 }, scale: { windowSeconds: 6 } };
${functions}
`,
    );

  const changes = async () =>
    (await program.preview()).filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn.split("::").pop()}`);

  it("two providers in one program make each its own", async () => {
    write(`exports.one = new Function("one", args, { provider: first }).url;
exports.two = new Function("two", args, { providers: { kubernetes: second } }).url;`);
    const steps = await program.preview();
    const owners = steps
      .filter(({ urn }) => urn.includes("Function$"))
      .map(({ urn, newState }) => [urn.split("::").pop(), newState.provider.split("::")[3]]);
    assert.deepEqual(Object.fromEntries(owners), {
      one: "first",
      "one-traffic": "first",
      two: "second",
      "two-traffic": "second",
    });
    await program.up();
    const { one, two } = await program.outputs();
    assert.deepEqual(await Promise.all([one, two].map((url) => cluster.answer(url))), ["Hello, !\n", "Hello, !\n"]);
  });

  it("a transform reaches the Service, and traffic follows a revision that Knative names", async () => {
    const transform = `({ type, props, opts }) => {
  if (type !== "kubernetes:serving.knative.dev/v1:Service") return undefined;
  const { name, ...metadata } = props.spec.template.metadata;
  metadata.annotations = { ...metadata.annotations, "example.com/by": "transform" };
  return { props: { ...props, spec: { ...props.spec, template: { ...props.spec.template, metadata } } }, opts };
}`;
    write(`const one = new Function("one", args, { provider: first, transforms: [${transform}] });
exports.one = one.url;
exports.revision = one.revision;
exports.two = new Function("two", args, { provider: second }).url;`);
    await program.up();
    const { one, revision } = await program.outputs();
    assert.match(revision, /^one-0000\d$/);
    const service = await cluster.get("KnativeService", namespace, "one");
    assert.equal(service.spec.template.metadata.annotations["example.com/by"], "transform");
    assert.equal(service.spec.traffic[0].revisionName, revision);
    assert.equal(await cluster.answer(one), "Hello, !\n");
    assert.deepEqual(await changes(), []);
  });

  it("an alias renames a function without touching what runs", async () => {
    write(`new Function("uno", { ...args, name: "one", env: { A: "1" } }, { provider: first, aliases: [{ name: "one" }], ignoreChanges: ["env", "spec.template"] });
new Function("two", args, { provider: second });`);
    const operations = (await program.preview())
      .filter(({ urn }) => /uno|one/.test(urn.split("::").pop() as string))
      .map(({ op }) => op);
    assert.deepEqual(
      [...new Set(operations)].filter((op) => !["same", "update"].includes(op)),
      [],
    );
    await program.up();
    assert.match((await cluster.get("KnativeService", namespace, "one")).metadata.creationTimestamp, /^2/);
  });

  it("a function that moves into a component is refused without an alias, and stays as it is with one", async () => {
    const before_ = await cluster.get("KnativeService", namespace, "two");
    const uno = `new Function("uno", { ...args, name: "one", env: { A: "1" } }, { provider: first, aliases: [{ name: "one" }], ignoreChanges: ["env", "spec.template"] });`;
    const moved = (aliases: string) => `const pulumi = require("@pulumi/pulumi");
${uno}
class Shop extends pulumi.ComponentResource {
  constructor(name) {
    super("example:index:Shop", name);
    new Function("two", args, { provider: second, parent: this${aliases} });
  }
}
new Shop("shop");`;
    write(moved(""));
    const { code, written } = await program.pulumi(["preview"]);
    assert.notEqual(code, 0);
    assert.match(written, /Service options\/two already exists and belongs to another resource of this stack: urn:/);
    write(moved(", aliases: [{ parent: pulumi.rootStackResource }]"));
    await program.up();
    const { metadata, spec } = await cluster.get("KnativeService", namespace, "two");
    assert.deepEqual([metadata.uid, spec], [before_.metadata.uid, before_.spec]);
    write(`const pulumi = require("@pulumi/pulumi");
${uno}
new Function("two", args, { provider: second, aliases: [{ parent: "urn:pulumi:test::options::example:index:Shop::shop" }] });`);
    await program.up();
    assert.equal((await cluster.get("KnativeService", namespace, "two")).metadata.uid, before_.metadata.uid);
  });

  it("ignoreChanges keeps the template, whatever the arguments say", async () => {
    const before_ = await cluster.get("KnativeService", namespace, "two");
    write(`new Function("uno", { ...args, name: "one" }, { provider: first, ignoreChanges: ["spec.template"] });
new Function("two", { ...args, env: { NAME: "Moon" } }, { provider: second, ignoreChanges: ["env"] });`);
    await program.up();
    const after_ = await cluster.get("KnativeService", namespace, "two");
    assert.deepEqual(after_.spec, before_.spec);
  });

  it("protect holds every object, until it is taken away", async () => {
    write(`new Function("uno", { ...args, name: "one" }, { provider: first, ignoreChanges: ["spec.template"] });
new Function("two", args, { provider: second, protect: true });`);
    await program.up();
    write(`new Function("uno", { ...args, name: "one" }, { provider: first, ignoreChanges: ["spec.template"] });`);
    assert.match((await program.failingUp()).written, /is protected|unprotect|protected/);
    assert.ok(await cluster.get("KnativeService", namespace, "two"));
    write(`new Function("uno", { ...args, name: "one" }, { provider: first, ignoreChanges: ["spec.template"] });
new Function("two", args, { provider: second, retainOnDelete: true });`);
    await program.up();
  });

  it("retainOnDelete leaves what was made on the cluster", async () => {
    write(`new Function("uno", { ...args, name: "one" }, { provider: first, ignoreChanges: ["spec.template"] });`);
    await program.up();
    assert.ok(await cluster.get("KnativeService", namespace, "two"));
  });
});
