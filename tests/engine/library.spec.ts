// The npm package outside the repository: the tarball is self-contained, and it runs inside the user's own process.
import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { TestCluster } from "../cluster/cluster";
import { run } from "../environment/command";
import { needsCluster } from "../levels";
import { helloImage, timeouts } from "./hello";
import { NodeProgram, providerDirectory } from "./node";
import type { Run } from "./program";

const namespace = "engine-library";

/** The beginning of every program: its own provider, as the stack's configuration would not work. */
const own = `const { readFileSync } = require("node:fs");
const kubernetes = require("@pulumi/kubernetes");
const pulumi = require("@pulumi/pulumi");
const { Function } = require("knative-faas");
const own = () => new kubernetes.Provider("own", {
  kubeconfig: readFileSync(process.env.KUBECONFIG, "utf8"),
  context: process.env.CONTEXT,
});
`;

describe("languages: the package as a library", () => {
  let program: NodeProgram;
  let cluster: TestCluster;
  let args: string;

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    const image = await helloImage(cluster);
    args = JSON.stringify({ image, namespace, timeouts, env: { NAME: "library" } });
    await cluster.namespace(namespace);
    program = new NodeProgram(target, "engine-library", { "knative-faas": "file:package.tgz" });
    program.environment.CONTEXT = target.context;
    await program.init();
    await program.must(["config", "set", "kubernetes:kubeconfig", "/nowhere"]);
  });

  after(async () => {
    if (program === undefined) return;
    await program.removeBefore(namespace);
    await cluster.removeNamespace(namespace);
  });

  it("is packed with all it needs and nothing else, and is installed", async () => {
    const [packed] = JSON.parse(await program.npm("pack", providerDirectory, "--json", "--ignore-scripts"));
    const files: string[] = packed.files.map((file: { path: string }) => file.path);
    const needed = [
      "PulumiPlugin.yaml",
      "pulumi-resource-knative-faas",
      "bin/pulumi-resource-knative-faas",
      "built.cjs",
      "dist/index.d.ts",
      "dist/index.js",
    ];
    for (const file of [
      ...needed,
      "dist/plugin.js",
      "dist/start.js",
      "programs/cmd/rollout/main.go",
      "crds/functions.yaml",
      "docs/Function.md",
      "docs/Knative.md",
      "package.json",
      "schema.json",
    ])
      assert.ok(files.includes(file));
    assert.deepEqual(
      files.filter(
        (file) => !/^(dist|bin|crds|docs|handler|programs)\/|^[\w.-]+$/.test(file) || /(_test\.go|\.cache)$/.test(file),
      ),
      [],
    );
    renameSync(join(program.directory, packed.filename), join(program.directory, "package.tgz"));
    const began = Date.now();
    await program.npm("install");
    console.log(`      npm install ${((Date.now() - began) / 1000).toFixed(1)} s`);
  });

  it("is typed; its children are made with the provider that it was given", async () => {
    program.write(
      "index.ts",
      `import { Function, type FunctionArgs } from "knative-faas";
import { Provider } from "@pulumi/kubernetes";
// @ts-expect-error: not an argument
const _wrong: FunctionArgs = { scael: { min: 1 } };
const own = new Provider("own", { kubeconfig: ${JSON.stringify(program.target.kubeconfig)} });
export const { url } = new Function("hello", ${args}, { provider: own });
`,
    );
    const steps = await program.preview();
    const children = steps.filter(({ urn }) => urn.includes("Function$"));
    const providers = children.map(({ newState }) => newState.provider.split("::").slice(-3, -1).join("::"));
    assert.deepEqual(providers, Array(2).fill("pulumi:providers:kubernetes::own"));
  });

  it("works in an inline program of the Automation API", async () => {
    program.write(
      "inline.js",
      `${own}const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const hello = async () => ({ url: new Function("hello", ${args}, { providers: { kubernetes: own() } }).url });
const project = { stackName: "test", projectName: "${program.name}", program: hello };
LocalWorkspace.createOrSelectStack(project, { workDir: __dirname })
  .then((stack) => stack.up())
  .then(({ outputs }) => console.log(outputs.url.value));
`,
    );
    const began = Date.now();
    const options = { cwd: program.directory, env: program.environment };
    const url = (await run(process.execPath, ["inline.js"], options)).trim();
    assert.equal(await cluster.answer(url), "Hello, library!\n");
    console.log(`      up ${((Date.now() - began) / 1000).toFixed(1)} s`);
  });

  describe("a wrong program", () => {
    // Node.js prefers index.js to index.ts.
    const write = (text: string) => program.write("index.js", `${own}${text}\n`);
    const told = (result: Run, ...lines: RegExp[]) => {
      for (const line of lines) assert.match(result.written, line);
      assert.doesNotMatch(result.written, /^\s+at .*:\d+/m, "no stack");
      // The SDK takes more than a minute for an error with a long stack, at each of its levels.
      assert.ok(result.seconds < 60, `the error took ${result.seconds} s`);
      console.log(`      told after ${result.seconds.toFixed(1)} s`);
    };

    it("is told of every mistake at its path, at once and without a stack", async () => {
      write(
        'new Function("wrong", { image: "hello", namespace: "No", env: { K_SERVICE: "x" }, scale: { min: 3, max: 1 } });',
      );
      told(
        await program.failingUp(),
        /invalid Function$/m,
        /^ +namespace: expected a DNS label.*got "No"$/m,
        /^ +image: expected an image reference with a digest.*got "hello"; add its digest, or set allowMutableTag$/m,
        /^ +env\.K_SERVICE: is set by Knative itself/m,
        /^ +scale\.min: expected at most scale\.max \(1\), got 3/m,
      );
    });

    it("is told of an Output that turns out bad", async () => {
      write(
        `const image = pulumi.output(new Promise((resolve) => setTimeout(() => resolve("hello"), 500)));
new Function("wrong", { image, namespace: "${namespace}" }, { provider: own() });`,
      );
      told(
        await program.failingUp(),
        /invalid Function$/m,
        /^ +image: expected .* digest.*got "hello"; add its digest, or set allowMutableTag$/m,
      );
    });
  });
});
