// Changes outside of Pulumi, and the remains of a failed first update: the next update detects and reports them.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import { HelloProgram } from "./helloProgram";
import { type Left, ServedProgram } from "./servedProgram";

describe("ownership: what changes behind the state's back", function () {
  this.timeout(240_000);
  let program: ServedProgram;
  let first: Left;
  let second: Left;
  const set = (name: string, more: object = {}) => program.set({ env: { NAME: name }, ...more });

  before(async function () {
    program = new ServedProgram(needsCluster(this), "behind-state");
    first = await program.start({ env: { NAME: "one" } });
    set("two");
    await program.up();
    second = await program.outputs();
  });

  after(() => program?.end());

  it("traffic that was moved by hand is reported, and a rollout that fails goes back to where it was moved", async () => {
    const traffic = [{ revisionName: first.revision, percent: 100 }];
    await program.cluster.patch("KnativeService", program.name, "hello", { spec: { traffic } });
    const told = new RegExp(
      `traffic was changed outside of Pulumi since the last update: it is 100 % ${first.revision}`,
    );
    assert.match((await program.must(["preview"])).written, told);
    set("three", { rollout: { steps: [50, 100], each: { http: { path: "/", body: "never" } } } });
    const run = await program.failingUp();
    assert.match(run.written, /rollout gate step-50 failed for revision hello-[0-9a-f]{10}/);
    const { spec } = await program.service();
    assert.deepEqual(
      spec.traffic.map(({ revisionName, percent }: (typeof traffic)[0]) => ({ revisionName, percent })),
      traffic,
    );
    set("two");
    await program.up("--refresh");
    assert.equal((await program.service()).spec.traffic[0].revisionName, second.revision);
    await program.expectNoChanges();
  });

  it("a template that was changed by hand is reported, and restored by a refresh", async () => {
    const before = await program.service();
    const broken = structuredClone(before.spec.template);
    broken.metadata.name = "hello-by-hand";
    broken.spec.containers[0].image = "127.0.0.1:5000/no-such-image:none";
    await program.cluster.patch("KnativeService", program.name, "hello", { spec: { template: broken } });
    const changed =
      /template was changed outside of Pulumi since the last update: its newest revision is hello-by-hand, but the update had created hello-/;
    assert.match((await program.must(["preview"])).written, changed);
    assert.match((await program.must(["up", "--yes", "--skip-preview"])).written, changed);
    await program.up("--refresh");
    assert.equal((await program.service()).spec.template.metadata.name, before.spec.template.metadata.name);
    await program.expectNoChanges();
    await program.expectNoDrift();
  });

  it("a service that was deleted is reported, and is there again after one update with a refresh", async () => {
    await program.cluster.delete("KnativeService", program.name, "hello");
    await program.cluster.waitFor(
      "KnativeService",
      program.name,
      "hello",
      "it is gone",
      60,
      (one) => one === undefined,
    );
    const lost = /Knative Service hello is in the state of this stack but no longer exists in the cluster/;
    assert.match((await program.pulumi(["preview"])).written, lost);
    const gone = /Service behind-state\/hello is in the state of this stack but no longer exists in the cluster/;
    assert.match((await program.failingUp()).written, gone);
    set("four");
    await program.up("--refresh");
    const { url }: Left = await program.outputs();
    assert.match(await program.cluster.answer(url), /four/);
    await program.expectNoDrift();
    await program.expectNoChanges();
  });

  it("a service that somebody has made in its place is refused, after a refresh too, and stays as it is", async () => {
    const { cluster, name: namespace } = program;
    const image = (await program.service()).spec.template.spec.containers[0].image;
    const deleted = async () => {
      await cluster.delete("KnativeService", namespace, "hello");
      await cluster.waitFor("KnativeService", namespace, "hello", "it is gone", 60, (one) => one === undefined);
    };
    await deleted();
    const metadata = { name: "hello", namespace };
    const spec = { template: { spec: { containers: [{ image }] } } };
    const made = await cluster.create({ apiVersion: "serving.knative.dev/v1", kind: "Service", metadata, spec });
    const refused =
      /Service behind-state\/hello is not the one that this stack created: .* somebody created another one/;
    const isRefused = async () => {
      for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
        const run = await program.pulumi(command);
        assert.notEqual(run.code, 0);
        assert.match(run.written, refused);
      }
    };
    await isRefused();
    // A refresh writes the other object's uid into the state.
    await program.must(["refresh", "--yes", "--skip-preview"]);
    await isRefused();
    assert.equal((await program.service()).metadata.uid, made.metadata.uid);
    await deleted();
    await program.up("--refresh");
    await program.expectNoChanges();
  });

  it("a revision whose Secret was deleted is not gone back to, nor is the Secret made empty", async () => {
    const { cluster, name: namespace } = program;
    const keep = { revisions: { keep: 3 } };
    program.set({ ...keep, secrets: { TOKEN: "first" } });
    await program.up();
    const before: Left = await program.outputs();
    const { envFrom } = (await program.service()).spec.template.spec.containers[0];
    program.set({ ...keep, secrets: { TOKEN: "second" } });
    await program.up();
    await cluster.delete("Secret", namespace, envFrom[0].secretRef.name);
    await program.up("--refresh");
    assert.equal(await cluster.find("Secret", namespace, envFrom[0].secretRef.name), undefined);
    program.set({ ...keep, secrets: { TOKEN: "second" }, traffic: [{ revision: before.revision, percent: 100 }] });
    assert.match((await program.failingUp()).written, new RegExp(before.revision));
    program.set({ env: { NAME: "four" } });
    await program.up();
  });

  it("a Secret that was deleted is reported, and is there again after a refresh", async () => {
    const { cluster, name: namespace } = program;
    program.set({ env: { NAME: "four" }, secrets: { TOKEN: "one" } });
    await program.up();
    const name =
      program
        .resources()
        .find(({ type }) => type === "kubernetes:core/v1:Secret")
        ?.id.split("/")[1] ?? "";
    await cluster.delete("Secret", namespace, name);
    const told = new RegExp(
      `Secret ${namespace}/${name} is in the state of this stack but no longer exists in the cluster`,
    );
    assert.match((await program.must(["preview"])).written, told);
    assert.match((await program.failingUp()).written, told);
    await program.up("--refresh");
    await cluster.get("Secret", namespace, name);
    assert.doesNotMatch((await program.must(["preview"])).written, told);
  });

  it("a broker is told that lost its dead letters, and one that was deleted; both are there again after a refresh", async () => {
    const { cluster, name: namespace } = program;
    const gone = (kind: "KnativeService" | "Broker", name: string) =>
      cluster.waitFor(kind, namespace, name, "it is gone", 60, (one) => one === undefined);
    const delivery = { retry: 1, deadLetter: { function: "${hello.name}" } };
    const bus = { type: "knative-faas:Broker", properties: { namespace, delivery } };
    program.set({ env: { NAME: "four" } }, { bus });
    await program.up();
    const told = /is not ready now|no longer exists in the cluster/;
    assert.doesNotMatch((await program.must(["preview"])).written, told);
    await cluster.delete("KnativeService", namespace, "hello");
    await gone("KnativeService", "hello");
    const lost = /Broker behind-state\/bus is not ready now: InMemoryChannel bus-kne-trigger: .*"hello" not found/;
    await cluster.until("the loss is told", 60, async () => lost.test((await program.must(["preview"])).written));
    await cluster.delete("Broker", namespace, "bus");
    await gone("Broker", "bus");
    const missing = /Broker behind-state\/bus is in the state of this stack but no longer exists in the cluster/;
    assert.match((await program.must(["preview"])).written, missing);
    // Its dead letters wait for the function.
    assert.match((await program.failingUp()).written, /Service behind-state\/hello .* no longer exists in the cluster/);
    await program.up("--refresh");
    assert.doesNotMatch((await program.must(["preview"])).written, told);
  });

  it("a broker whose dead letters have lost their function fails each update, until the function is there again", async () => {
    const { name: namespace } = program;
    const delivery = { retry: 1, deadLetter: { function: "late" } };
    const bus = { type: "knative-faas:Broker", properties: { namespace, delivery } };
    const image = "${hello.image}";
    const late = { type: "knative-faas:Function", properties: { namespace, image } };
    program.set({ env: { NAME: "four" } }, { late });
    await program.up();
    program.set({ env: { NAME: "four" } }, { late, bus });
    await program.up();
    program.set({ env: { NAME: "four" } }, { bus });
    const leaves = /delivery\.deadLetter: Service behind-state\/late .* belongs to this stack, but no component/;
    assert.match((await program.must(["up", "--yes", "--skip-preview"])).written, leaves);
    for (const _ of [1, 2])
      assert.match((await program.failingUp()).written, /broker bus is not ready: .*"late" not found/);
    program.set({ env: { NAME: "four" } }, { late, bus });
    await program.up();
    await program.expectNoChanges();
  });
});

describe("errors: after a first update that failed", function () {
  this.timeout(240_000);
  let program: HelloProgram;

  before(async function () {
    program = new HelloProgram(needsCluster(this), "errors-first");
    await program.start();
  });

  after(() => program?.end());

  const crashing = (number: string) => {
    const program = 'package main\n\nimport (\n\t"fmt"\n\t"os"\n\t"time"\n)\n\n';
    return `${program}func main() {\n\ttime.Sleep(3 * time.Second)\n\tfmt.Println("cannot open database ${number}")\n\tos.Exit(1)\n}\n`;
  };

  it("the next ones fail with their own words, and a good one serves", async () => {
    program.set({ timeouts: { requestSeconds: 5, readySeconds: 12 } });
    for (const number of ["one", "two"]) {
      const run = await program.withSource(
        () => crashing(number),
        () => program.failingUp(),
      );
      assert.match(run.written, new RegExp(`is not ready: .*cannot open database ${number}`, "s"));
    }
    await program.up();
    assert.equal(await program.cluster.answer((await program.outputs()).url), "Hello, World!\n");
    await program.expectNoChanges();
  });
});
