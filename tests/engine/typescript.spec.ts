// A TypeScript program that installed the package with `pulumi package add`: typed, deployed, with any tsconfig.json.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TestCluster } from "../cluster/cluster";
import { needsCluster } from "../levels";
import { helloImage, timeouts } from "./hello";
import { NodeProgram, providerDirectory, pulumiForNode } from "./node";
import { noteProcesses, ranExecutable } from "./runner";

const namespace = "engine-typescript";

describe("languages: a TypeScript program", () => {
  let program: NodeProgram;
  let cluster: TestCluster;
  let image: string;

  const write = (args = "") =>
    program.write(
      "index.ts",
      `import * as faas from "@pulumi/knative-faas";
const timeouts = ${JSON.stringify(timeouts)};
const hello = new faas.Function("hello", { image: "${image}", namespace: "${namespace}", env: { NAME: "TypeScript" }, timeouts, ${args} });
export const { url, digest, revision } = hello;
`,
    );

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    image = await helloImage(cluster);
    await cluster.namespace(namespace);
    program = new NodeProgram(target, "engine-typescript", pulumiForNode);
    await program.init();
  });

  after(async () => {
    if (program === undefined) return;
    await program.removeBefore(namespace);
    await cluster.removeNamespace(namespace);
  });

  it("is added from the provider's directory", async () => {
    const run = await program.must(["package", "add", providerDirectory]);
    const sdk = join(program.directory, "node_modules", "@pulumi", "knative-faas");
    assert.ok(existsSync(join(sdk, "bin", "index.js")), "the SDK is compiled");
    assert.match(readFileSync(join(program.directory, "Pulumi.yaml"), "utf8"), /knative-faas: .*\/provider/);
    console.log(`      package add ${run.seconds.toFixed(1)} s`);
  });

  it("compiles, and a mistake is an error of the compiler", async () => {
    write("scale: { min: 1, metric: faas.FunctionMetric.Rps }");
    const good = await program.compile();
    assert.equal(good.code, 0, good.stdout);
    write("scael: { min: 1 }");
    assert.match((await program.compile()).stdout, /'scael' does not exist in type 'FunctionArgs'/);
    write('port: "80"');
    const run = await program.pulumi(["preview"]);
    assert.match(run.written, /Type 'string' is not assignable to type 'Input<number> \| undefined'/);
  });

  it("is previewed without Pulumi's plugin runner, and nothing is made", async () => {
    const processes = noteProcesses(program);
    write();
    const steps = await program.preview();
    assert.deepEqual(
      steps.map(({ op, urn }) => [op, urn.split("$").pop()?.split("::").slice(-2).join(" ")]),
      [
        ["create", "pulumi:pulumi:Stack engine-typescript-test"],
        ["create", "knative-faas:index:Function hello"],
        ["create", "kubernetes:serving.knative.dev/v1:Service hello"],
        ["create", "kubernetes:serving.knative.dev/v1:ServicePatch hello-traffic"],
      ],
    );
    assert.ok(ranExecutable(processes(), providerDirectory));
    assert.deepEqual(await cluster.list("KnativeService", namespace), []);
  });

  it("is deployed and answers", async () => {
    const run = await program.up();
    const outputs = await program.outputs();
    assert.equal(await cluster.answer(outputs.url), "Hello, TypeScript!\n");
    assert.equal(outputs.digest, image.slice(image.indexOf("@") + 1));
    console.log(`      up ${run.seconds.toFixed(1)} s`);
  });

  const configurations: Record<string, object> = {
    "target es2022": { target: "es2022", module: "node16", moduleResolution: "node16" },
    "module esnext": { target: "es2020", module: "esnext", moduleResolution: "bundler", skipLibCheck: true },
  };
  for (const [name, options] of Object.entries(configurations)) {
    it(`does not mind a tsconfig.json with ${name}`, async () => {
      program.compilerOptions(options);
      await program.expectNoChanges();
    });
  }
});
