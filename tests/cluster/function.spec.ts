// A function's life on the cluster: deployed, unchanged, changed, set back, broken, secret, idle, gone.
import assert from "node:assert/strict";
import { cpSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Program, type Step } from "../engine/program";
import { repository } from "../environment/home";
import { needsCluster } from "../levels";
import { pause, TestCluster } from "./cluster";

const namespace = "slice-function";
const hello = join(repository, "examples", "quickstart", "hello");

/** The function under test; a case changes what it names. */
function properties(changes: object = {}): object {
  return { source: { directory: "hello" }, namespace, env: { NAME: "World" }, scale: { windowSeconds: 6 }, ...changes };
}

/** The template that a preview or a state says the service has. */
// biome-ignore lint/suspicious/noExplicitAny: the inputs of a resource
function templateOf(steps: Step[]): any {
  const service = steps.find((step) => step.urn.endsWith("serving.knative.dev/v1:Service::hello"));
  return service?.newState.inputs.spec.template;
}

describe("slice: a function on the cluster", function () {
  this.timeout(180_000);
  let program: Program;
  let cluster: TestCluster;
  let first: { url: string; image: string; digest: string; revision: string };

  const write = (changes?: object) =>
    program.writeYaml(
      { hello: { type: "knative-faas:Function", properties: properties(changes) } },
      { url: "${hello.url}", image: "${hello.image}", digest: "${hello.digest}", revision: "${hello.revision}" },
    );

  /** What the node has of a resource that only this test asks for, as a device plugin would say it. */
  const slots = async (amount: number) => {
    const { items } = await cluster.get("nodes");
    const status = ["capacity", "allocatable"].map((field) => [field, { "example.com/slot": String(amount) }]);
    const patch = JSON.stringify({ status: Object.fromEntries(status) });
    await cluster.kubectl("patch", "node", items[0].metadata.name, "--subresource=status", "--patch", patch);
  };

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    program = new Program(target, "slice-function");
    cpSync(hello, join(program.directory, "hello"), { recursive: true });
    write();
    await cluster.namespace(namespace);
    await program.init();
  });

  after(async () => {
    if (program === undefined) return;
    await program.remove();
    await cluster.removeNamespace(namespace);
  });

  it("answers with its greeting", async () => {
    const run = await program.up();
    first = await program.outputs();
    assert.equal(await cluster.answer(first.url), "Hello, World!\n");
    assert.equal(first.image, `${program.target.registry}/hello@${first.digest}`);
    assert.match(first.revision, /^hello-[0-9a-f]{10}$/);
    console.log(`      first up ${run.seconds.toFixed(1)} s`);
  });

  it("has no change when nothing changed, after a touch and from another directory", async () => {
    const run = await program.must(["preview", "--expect-no-changes"]);
    await program.up("--expect-no-changes");
    const now = new Date();
    utimesSync(join(program.directory, "hello", "main.go"), now, now);
    await program.must(["preview", "--expect-no-changes"]);
    cpSync(hello, join(program.directory, "elsewhere", "clone"), { recursive: true });
    write({ source: { directory: "elsewhere/clone" } });
    await program.must(["preview", "--expect-no-changes"]);
    write();
    console.log(`      preview without a change ${run.seconds.toFixed(1)} s`);
  });

  it("has no drift on refresh", async () => {
    await program.must(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
    await program.must(["preview", "--expect-no-changes"]);
  });

  it("previews the digest and the revision that a changed line of Go makes", async () => {
    const file = join(program.directory, "hello", "main.go");
    const source = readFileSync(file, "utf8");
    writeFileSync(file, source.replace("Hello, %s!", "Good morning, %s!"));
    const template = templateOf(await program.preview());
    const run = await program.up();
    const second = await program.outputs();
    assert.equal(template.spec.containers[0].image, second.image);
    assert.equal(template.metadata.name, second.revision);
    assert.notEqual(second.digest, first.digest);
    assert.equal(await cluster.answer(second.url), "Good morning, World!\n");
    writeFileSync(file, source);
    console.log(`      one changed line ${run.seconds.toFixed(1)} s`);
  });

  it("makes a new revision of the same image for a changed variable, and goes back to the old revision", async () => {
    await program.up();
    const { metadata } = await cluster.get("-n", namespace, "revision", first.revision);
    write({ env: { NAME: "Knative" } });
    await program.up();
    const changed = await program.outputs();
    assert.equal(changed.digest, first.digest);
    assert.notEqual(changed.revision, first.revision);
    assert.equal(await cluster.answer(changed.url), "Hello, Knative!\n");
    write();
    await program.up();
    assert.deepEqual(await program.outputs(), first);
    assert.equal((await cluster.get("-n", namespace, "revision", first.revision)).metadata.uid, metadata.uid);
    assert.equal(await cluster.answer(first.url), "Hello, World!\n");
  });

  it("goes to sleep when idle and wakes up for a request", async () => {
    await cluster.answer(first.url);
    const idle = await cluster.until(
      "no Pod is left",
      120,
      async () => (await cluster.get("-n", namespace, "pods")).items.length === 0,
    );
    const began = Date.now();
    assert.equal(await cluster.answer(first.url), "Hello, World!\n");
    console.log(`      Pod gone after ${idle.toFixed(1)} s, cold start ${((Date.now() - began) / 1000).toFixed(2)} s`);
  });

  describe("a wrong program", () => {
    const wrong: { name: string; changes: object; says: RegExp[] }[] = [
      {
        name: "scale.min over scale.max",
        changes: { scale: { min: 3, max: 1 } },
        says: [/scale\.min/, /expected at most scale\.max \(1\), got 3/],
      },
      // Pulumi's YAML knows the schema and tells it itself, before the plugin is asked.
      { name: "an unknown key", changes: { scael: { min: 1 } }, says: [/Property scael does not exist/, /scale, /] },
      {
        name: "a bad quantity",
        changes: { resources: { requests: { memory: "64 megs" } } },
        says: [/resources\.requests\.memory/, /expected a Kubernetes quantity .*got "64 megs"/],
      },
      { name: "a reserved port", changes: { port: 8012 }, says: [/port/, /queue-proxy/, /got 8012/] },
      {
        name: "a directory that is no Go module",
        changes: { source: { directory: "." } },
        says: [/source\.directory/, /no go\.mod in it or above it: run go mod init/],
      },
      {
        name: "a registry that does not answer",
        changes: { registry: "127.0.0.1:5009", env: { NAME: "nobody" } },
        says: [/registry 127\.0\.0\.1:5009 does not answer: .*ECONNREFUSED/],
      },
      { name: "a reserved variable", changes: { env: { K_SERVICE: "x" } }, says: [/env\.K_SERVICE/, /set by Knative/] },
    ];
    for (const { name, changes, says } of wrong) {
      it(`is told of ${name}; nothing is applied`, async () => {
        const before = await cluster.get("-n", namespace, "ksvc,revision,secret");
        write(changes);
        const run = await program.failingUp();
        write();
        for (const text of says) assert.match(run.written, text);
        const after = await cluster.get("-n", namespace, "ksvc,revision,secret");
        const specs = (list: { items: object[] }) => list.items.map((item) => (item as { spec?: object }).spec);
        assert.deepEqual(specs(after), specs(before));
        assert.ok(run.seconds < 20, `the error took ${run.seconds} s`);
      });
    }

    it("is told of a type error as the compiler writes it; the function still answers", async () => {
      const file = join(program.directory, "hello", "main.go");
      const source = readFileSync(file, "utf8");
      writeFileSync(file, source.replace('os.Getenv("NAME")', "42 + true"));
      const run = await program.failingUp();
      writeFileSync(file, source);
      assert.match(run.written, /function hello .* does not compile:/);
      assert.match(run.written, /main\.go:\d+:\d+: .*mismatched types|main\.go:\d+:\d+: .*cannot convert/);
      assert.equal(await cluster.answer(first.url), "Hello, World!\n");
      assert.ok(run.seconds < 20, `the error took ${run.seconds} s`);
    });
  });

  describe("a revision that fails", () => {
    const crash =
      'package main\n\nimport "log"\n\nfunc main() { log.Fatal("cannot open the database: no such host") }\n';

    it("fails the update with the container's last log lines within a minute; the old revision serves", async () => {
      const file = join(program.directory, "hello", "main.go");
      const source = readFileSync(file, "utf8");
      writeFileSync(file, crash);
      const run = await program.failingUp();
      writeFileSync(file, source);
      assert.match(run.written, /revision hello-[0-9a-f]{10} is not ready/);
      assert.match(run.written, /cannot open the database: no such host/);
      assert.equal(await cluster.answer(first.url), "Hello, World!\n");
      assert.ok(run.seconds < 60, `the error took ${run.seconds} s`);
      console.log(`      crash told after ${run.seconds.toFixed(1)} s`);
    });

    it("fails the update for an image that does not exist, with the reason", async () => {
      write({ source: undefined, image: `${program.target.registry}/nothing@sha256:${"0".repeat(64)}` });
      const run = await program.failingUp();
      write();
      assert.match(run.written, /is not ready: .*(ImagePullBackOff|ErrImagePull|not found)/s);
      assert.equal(await cluster.answer(first.url), "Hello, World!\n");
      assert.ok(run.seconds < 60, `the error took ${run.seconds} s`);
      console.log(`      missing image told after ${run.seconds.toFixed(1)} s`);
    });

    it("is not one whose Pod finds no node yet: that is waited for, and a limit tells it", async () => {
      const one = { extended: { "example.com/slot": "1" } };
      const needing = (readySeconds: number) =>
        write({ resources: { requests: one, limits: one }, timeouts: { readySeconds } });
      needing(20);
      const failed = await program.failingUp();
      assert.match(failed.written, /is not ready: 0\/1 nodes are available: 1 Insufficient example\.com\/slot/);
      needing(60);
      const given = pause(15_000).then(() => slots(1));
      const run = await program.up();
      await given;
      assert.match(run.written, /waiting for a node: .*Insufficient example\.com\/slot/);
      assert.equal(await cluster.answer((await program.outputs()).url), "Hello, World!\n");
      await program.must(["preview", "--expect-no-changes"]);
      await slots(0);
    });

    it("is forgotten with the next good update", async () => {
      write();
      await program.up();
      assert.deepEqual(await program.outputs(), first);
      await program.must(["preview", "--expect-no-changes"]);
    });
  });

  // In a suite of its own, as mocha runs a suite's own cases before those of its inner suites.
  describe("a secret", () => {
    it("stays out of sight; a changed one is a new revision", async () => {
      const value = "Tr0ub4dor-and-3";
      const withSecret = (secret: string) => write({ secrets: { NAME: { "fn::secret": secret } }, env: {} });
      withSecret(value);
      const previewed = await program.must(["preview", "--diff"]);
      const applied = await program.up("--diff");
      const outputs = await program.outputs();
      assert.equal(await cluster.answer(outputs.url), `Hello, ${value}!\n`);
      const service = JSON.stringify(await cluster.get("-n", namespace, "ksvc,revision"));
      for (const text of [previewed.written, applied.written, await program.state(), service]) {
        assert.ok(!text.includes(value) && !text.includes(Buffer.from(value).toString("base64")), "the secret shows");
      }
      withSecret(`${value}3`);
      await program.up();
      const changed = await program.outputs();
      assert.notEqual(changed.revision, outputs.revision);
      assert.equal(await cluster.answer(changed.url), `Hello, ${value}3!\n`);
    });
  });
});
