// The promotion example: one release through three stacks, by StackReference and by a program of the Automation API.
import assert from "node:assert/strict";
import { cpSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ExampleProgram } from "../engine/example";
import { run } from "../environment/command";
import { repository } from "../environment/home";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";

const stages = ["dev", "staging", "prod"] as const;
type Stage = (typeof stages)[number];

/** Different in each run, as the image is the same in all of them. */
const prod = `prod-${Date.now().toString(36)}`;

const namespaceOf = (stage: Stage) => `promotion-${stage}`;

describe("promotion: the example", function () {
  this.timeout(300_000);
  let cluster: TestCluster;
  let program: ExampleProgram;
  let digest: string;

  async function select(stage: Stage): Promise<void> {
    await program.must(["stack", "select", stage]);
    program.stack = stage;
  }

  /** Updates a stage, and returns its outputs. */
  async function deployed(stage: Stage) {
    await select(stage);
    const { seconds } = await program.up();
    const outputs = await program.outputs();
    console.log(`      ${stage} up ${seconds.toFixed(1)} s`);
    return outputs;
  }

  /** The message of an update that is refused after one line of the example was changed. */
  async function refused(file: string, from: string, to: string): Promise<string> {
    const text = program.read(file);
    assert.ok(text.includes(from), `${file} has ${from}`);
    program.write(file, text.replace(from, to));
    const { written } = await program.failingUp();
    program.write(file, text);
    return written;
  }

  const services = async (stage: Stage) => await cluster.list("KnativeService", namespaceOf(stage));

  /** Status of a manifest in the registry of the tests. */
  async function manifest(name: string, reference: string): Promise<number> {
    const [host, ...path] = program.target.registry.split("/");
    const accept = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";
    const url = `http://${host}/v2/${[...path, name].join("/")}/manifests/${reference}`;
    return (await fetch(url, { method: "HEAD", headers: { Accept: accept } })).status;
  }

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    program = new ExampleProgram(target, "promotion", "examples/promotion");
    symlinkSync(join(repository, "node_modules"), join(program.directory, "node_modules"));
    for (const stage of stages) {
      await cluster.namespace(namespaceOf(stage));
      program.stack = stage;
      await program.init();
      if (stage === "prod")
        await program.must(["config", "set", "knative-faas:registry", `${target.registry}/${prod}`]);
    }
  });

  after(async () => {
    if (program === undefined) return;
    program.recover();
    for (const stage of stages) {
      await program.must(["destroy", "--yes", "--skip-preview", "--stack", stage]);
      await cluster.removeNamespace(namespaceOf(stage));
    }
    program.discard();
  });

  it("dev builds a release, which passes its smoke gate", async () => {
    const { url, release, digest: built } = await deployed("dev");
    assert.equal(await cluster.answer(url), `Hello from ${release.revision}!\n`);
    assert.deepEqual([release.digest, release.builder, release.gates], [built, "ko", ["smoke"]]);
    digest = built;
  });

  it("staging deploys it without the source", async () => {
    rmSync(join(program.directory, "hello"), { recursive: true });
    const { url, release } = await deployed("staging");
    assert.equal(release.image, `${program.target.registry}/hello@${digest}`);
    assert.deepEqual([release.builder, release.gates], ["ko", ["smoke"]]);
    assert.equal(await cluster.answer(url), `Hello from ${release.revision}!\n`);
  });

  it("prod refuses a release that has not passed a gate, and nothing is applied", async () => {
    await select("prod");
    const written = await refused("stage.ts", 'require: ["smoke"]', 'require: ["smoke", "load"]');
    assert.match(written, /^ +require: the release has not passed load \(it passed: smoke\); promote one that has$/m);
    assert.deepEqual(await services("prod"), []);
    assert.doesNotMatch(program.state(), /serving\.knative\.dev/);
  });

  it("prod's preview says how it differs from staging, and copies nothing", async () => {
    const { written } = await program.must(["preview"]);
    assert.match(written, /same image as the release; differs: scale\.min 0 -> 1$/m);
    assert.equal(await manifest(`${prod}/hello`, digest), 404);
  });

  it("prod runs the same digest out of its own repository, and the list of its parts lies next to it", async () => {
    const { url, release } = await deployed("prod");
    const image = `${program.target.registry}/${prod}/hello@${digest}`;
    assert.equal(release.image, image);
    const [pod] = await cluster.list("Pod", namespaceOf("prod"));
    const named = ({ name }: { name: string }) => name === "user-container";
    assert.equal(pod.spec.containers.find(named).image, image);
    // The node names an image by the repository that it was first pulled from.
    assert.match(pod.status.containerStatuses.find(named).imageID, new RegExp(`@${digest}$`));
    assert.equal(await cluster.answer(url), `Hello from ${release.revision}!\n`);
    assert.equal(await manifest(`${prod}/hello`, `${digest.replace(":", "-")}.sbom`), 200);
    await program.expectNoChanges();
  });

  it("a release without a digest is refused, and the stage stays as it is", async () => {
    await select("staging");
    const [before] = await services("staging");
    const asOfTag = 'stage(name, given?.apply((one) => ({ ...one, digest: "" })))';
    const written = await refused("index.ts", "stage(name, given)", asOfTag);
    assert.match(written, /^ +release\.digest: expected sha256: .*a release of an image by tag has none, got ""$/m);
    const [after] = await services("staging");
    assert.equal(after.metadata.resourceVersion, before.metadata.resourceVersion);
  });

  it("a gate that fails in dev leaves its last release to staging", async () => {
    cpSync(join(repository, "examples", "promotion", "hello"), join(program.directory, "hello"), { recursive: true });
    await select("dev");
    const failing = 'env: { TRY: "1" }, rollout: { smoke: { http: { path: "/", status: 201 } } }';
    const written = await refused("stage.ts", 'rollout: { smoke: { http: { path: "/" } } }', failing);
    assert.match(
      written,
      /rollout gate smoke failed for revision \S+: GET \/: .* was answered with 200 \(expected 201\)/,
    );
    assert.equal((await program.outputs()).digest, digest);
    await select("staging");
    await program.expectNoChanges();
  });

  it("one program takes a changed line from dev through staging to prod, each asked before the next", async () => {
    program.write("hello/handle.go", program.read("hello/handle.go").replace("Hello", "Good morning"));
    program.write("names.cjs", namesOf(program.target.local?.address));
    const began = Date.now();
    const options = { cwd: program.directory, env: program.environment };
    const printed = await run(process.execPath, ["--require", "./names.cjs", "--import", "tsx", "promote.ts"], options);
    console.log(`      promote ${((Date.now() - began) / 1000).toFixed(1)} s`);
    const [, promoted] = /^dev: (sha256:[0-9a-f]{64})$/m.exec(printed) ?? [];
    assert.notEqual(promoted, digest);
    assert.equal(printed, stages.map((stage) => `${stage}: ${promoted}\n`).join(""));
    for (const stage of stages) {
      await select(stage);
      const { url, release } = await program.outputs();
      assert.equal(await cluster.answer(url), `Good morning from ${release.revision}!\n`);
      const passed = stage === "dev" ? ["smoke"] : ["smoke", "step-50", "step-100"];
      assert.deepEqual(release.gates, passed);
      await program.expectNoChanges();
    }
  });
});

/** A module that resolves the functions' hosts to this address: names of a local cluster are not in any DNS. */
function namesOf(address: string | undefined): string {
  if (address === undefined) return "";
  return `const dns = require("node:dns");
const { lookup } = dns;
dns.lookup = (host, ...rest) => lookup(host.endsWith(".sslip.io") ? "${address}" : host, ...rest);
`;
}
