// Function objects and their controller on the cluster: created, changed, repaired, reported, deleted; two hundred at once.
import assert from "node:assert/strict";
import { helloImage } from "../engine/hello";
import { Program } from "../engine/program";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { type Item, pause, TestCluster } from "./cluster";
import { malformedFunctions } from "./malformedFunctions";

const namespace = "function-objects";
const many = "function-objects-many";
const kind = "functions.knative-faas.dev";
const controller = { labelSelector: "app=function-controller" };

interface Said {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

describe("controller: Function objects on the cluster", function () {
  this.timeout(firstBuildMilliseconds);
  let program: Program;
  let cluster: TestCluster;
  let image: string;

  const object = (name: string, spec: object, at = namespace) => ({
    apiVersion: "knative-faas.dev/v1alpha1",
    kind: "Function",
    metadata: { name, namespace: at },
    spec: { image, timeouts: { requestSeconds: 10, readySeconds: 20 }, ...spec },
  });
  /** kubectl's own apply, as users run it. */
  const apply = (...objects: object[]) => {
    program.write("objects.json", JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
    return cluster.kubectl("apply", "-f", `${program.directory}/objects.json`);
  };
  const read = (name: string) => cluster.get("Function", namespace, name);
  const conditionOf = ({ metadata, status }: Item): Said | undefined =>
    status?.observedGeneration !== metadata.generation
      ? undefined
      : status.conditions.find(({ type }: Said) => type === "Ready");
  const condition = async (name: string) => conditionOf(await read(name));
  const decided = (name: string, status: string, seconds = 60) =>
    cluster.waitFor("Function", namespace, name, `${name} is ${status}`, seconds, (object) =>
      Boolean(object && conditionOf(object)?.status === status),
    );

  /** Allows two hundred functions without two hundred Pods. */
  const zeroInitialScale = (value: "true" | null) =>
    cluster.patch("ConfigMap", "knative-serving", "config-autoscaler", { data: { "allow-zero-initial-scale": value } });

  /** Deletes all Functions of a namespace, with what the controller made of them. */
  async function deleted(place: string): Promise<void> {
    await cluster.deleteAll("Function", place);
    await cluster.waitForAll("Function", place, {}, "no Function is left", 120, (all) => all.length === 0);
  }

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    program = new Program(target, namespace);
    image = await helloImage(cluster);
    await Promise.all([cluster.namespace(namespace), cluster.namespace(many)]);
    await zeroInitialScale("true");
    const extensions = { functionController: {}, queueScaler: {} };
    program.writeYaml({
      knative: { type: "knative-faas:Knative", properties: { existing: true, eventing: {}, extensions } },
    });
    await program.init();
    const run = await program.up();
    console.log(`      extensions up ${run.seconds.toFixed(1)} s`);
  });

  after(async () => {
    if (program === undefined) return;
    await zeroInitialScale(null);
    // If the program did not start, the cluster knows no Functions.
    if (await cluster.find("CustomResourceDefinition", undefined, kind))
      for (const place of [namespace, many]) await deleted(place);
    await program.remove();
    await Promise.all([cluster.removeNamespace(namespace), cluster.removeNamespace(many)]);
  });

  it("is installed without a change after it, nor on refresh", async () => {
    await program.expectNoChanges();
    await program.expectNoDrift();
  });

  it("kubectl apply makes a function, which reports its URL, revision and Pods", async () => {
    await apply(
      object("hello", { env: { NAME: "kubectl" }, triggers: { cron: { often: { schedule: "* * * * *" } } } }),
    );
    const seconds = await decided("hello", "True");
    console.log(`      ready after ${seconds.toFixed(1)} s`);
    const { metadata, status } = await read("hello");
    assert.equal(await cluster.answer(status.url), "Hello, kubectl!\n");
    assert.match(status.revision, /^hello-[0-9a-f]{10}$/);
    for (const owned of ["KnativeService", "PingSource"] as const) {
      const [{ metadata: of }] = (await cluster.list(owned, namespace)) as [Item];
      assert.deepEqual(
        of.ownerReferences.map(({ uid }: { uid: string }) => uid),
        [metadata.uid],
      );
    }
    const table = await cluster.kubectl("-n", namespace, "get", kind);
    assert.match(table, /^NAME\s+URL\s+REVISION\s+REPLICAS\s+READY/i);
  });

  it("what is a Function object's no stack takes over, nor does an object take over what is a stack's", async () => {
    const rival = new Program(program.target, "function-objects-rival");
    const of = (name: string) => ({
      type: "knative-faas:Function",
      properties: { name, namespace, image, timeouts: { requestSeconds: 5 } },
    });
    rival.writeYaml({ mine: of("hello") });
    await rival.init();
    const { code, written } = await rival.pulumi(["preview"]);
    assert.notEqual(code, 0);
    assert.match(
      written,
      /Service function-objects\/hello already exists and does not belong to this stack: it belongs to Function hello/,
    );
    rival.writeYaml({ mine: of("stacks") });
    await rival.up();
    const { spec } = await cluster.get("KnativeService", namespace, "stacks");
    await apply(object("stacks", { env: { NAME: "kubectl" } }));
    await decided("stacks", "False");
    assert.match((await condition("stacks"))?.message ?? "", /already exists and is not owned by this Function/);
    await cluster.delete("Function", namespace, "stacks");
    await rival.expectNoDrift();
    assert.deepEqual((await cluster.get("KnativeService", namespace, "stacks")).spec, spec);
    await rival.remove();
  });

  it("a change is a new revision that traffic goes to, and a trigger that leaves the spec goes", async () => {
    const before = (await read("hello")).status.revision;
    await apply(object("hello", { env: { NAME: "changed" } }));
    await decided("hello", "True");
    const { status } = await read("hello");
    assert.notEqual(status.revision, before);
    assert.equal(await cluster.answer(status.url), "Hello, changed!\n");
    assert.deepEqual(await cluster.list("PingSource", namespace), []);
  });

  it("a revision that does not start is reported in the status, and traffic stays", async () => {
    await apply(object("hello", { command: ["/nowhere"] }));
    await decided("hello", "False", 90);
    const said = await condition("hello");
    assert.match(`${said?.reason} ${said?.message}`, /nowhere/);
    const { status } = await read("hello");
    assert.equal(await cluster.answer(status.url), "Hello, changed!\n");
    await apply(object("hello", { env: { NAME: "mended" } }));
    await decided("hello", "True");
    await cluster.until(
      "the mended one answers",
      20,
      async () => (await cluster.ask(status.url)).body === "Hello, mended!\n",
    );
  });

  it("what others change of its objects is put right, also one that is gone", async () => {
    const change = { spec: { template: { spec: { timeoutSeconds: 77 } } } };
    await cluster.patch("KnativeService", namespace, "hello", change).catch(() => undefined);
    const service = (what: string, predicate: (object?: Item) => boolean) =>
      cluster.waitFor("KnativeService", namespace, "hello", what, 20, predicate);
    await service("the timeout is its own again", (object) => object?.spec.template.spec.timeoutSeconds === 10);
    const { metadata } = await cluster.get("KnativeService", namespace, "hello");
    await cluster.delete("KnativeService", namespace, "hello");
    const isAnother = (object?: Item) => object !== undefined && object.metadata.uid !== metadata.uid;
    await service("the service is there again", isAnother);
    await decided("hello", "True");
  });

  it("writes nothing when nothing changes", async () => {
    const versions = async () => {
      const [own, service] = await Promise.all([read("hello"), cluster.get("KnativeService", namespace, "hello")]);
      return [own, service].map(({ metadata }) => metadata.resourceVersion);
    };
    await cluster.until("all is quiet", 60, async () => {
      const before = await versions();
      await pause(5000);
      return JSON.stringify(before) === JSON.stringify(await versions());
    });
  });

  it("what is deleted leaves nothing behind", async () => {
    await cluster.delete("Function", namespace, "hello");
    const kinds = ["Function", "KnativeService", "Revision", "Route", "Configuration", "PingSource"] as const;
    for (const owned of kinds)
      await cluster.waitForAll(owned, namespace, {}, `no ${owned} is left`, 60, (all) => all.length === 0);
  });

  it("five hundred malformed ones are refused, or told in their status, and none stops the controller", async () => {
    const all = malformedFunctions(500, 1);
    const created: string[] = [];
    const refusals: string[] = [];
    for (const { object: given } of all) {
      const placed = { ...given, metadata: { ...given.metadata, namespace } };
      // The API server accepts its triggers, which Knative then refuses.
      const text = JSON.stringify(placed).replace(/registry\.example\.com[^"]*/, image);
      await cluster.create(JSON.parse(text)).then(
        ({ metadata }) => created.push(metadata.name),
        (error) => refusals.push(error.message),
      );
    }
    const accepted = all.filter(({ told }) => told === "status").map(({ object }) => object.metadata.name as string);
    assert.deepEqual(created.sort(), accepted.sort());
    assert.equal(refusals.length, all.length - accepted.length);
    const atItsPath =
      /is invalid: \[?(spec|metadata|<nil>).*: (Invalid|Required|Unsupported|Too)|strict decoding error: .*"spec\./;
    for (const line of refusals) assert.match(line, atItsPath);
    for (const name of accepted) {
      await decided(name, "False", 60);
      const said = await condition(name);
      assert.match(`${said?.reason} ${said?.message}`, /^InvalidSpec spec\.\w+|^Refused .*spec\.\w+/);
    }
    console.log(`      ${refusals.length} refused at admission, ${accepted.length} told in their status`);
    const [pod] = await cluster.list("Pod", "knative-faas", controller);
    assert.equal(pod.status.containerStatuses[0].restartCount, 0);
    await deleted(namespace);
  });

  it("two hundred are made, also when the controller is killed in the middle", async () => {
    const names = Array.from({ length: 200 }, (_, number) => `many-${number}`);
    const began = Date.now();
    await apply(
      ...names.map((name) =>
        object(
          name,
          { scale: { min: 0, max: 1, initial: 0 }, resources: { requests: { cpu: "1m", memory: "8Mi" } } },
          many,
        ),
      ),
    );
    const services = (what: string, seconds: number, question: (count: number) => boolean) =>
      cluster.waitForAll("KnativeService", many, {}, what, seconds, (all) => question(all.length));
    await services("some are made", 120, (count) => count > 40);
    await cluster.deleteAll("Pod", "knative-faas", { ...controller, now: true });
    await services("all are made", 300, (count) => count === names.length);
    const made = (Date.now() - began) / 1000;
    await cluster.waitForAll("Function", many, {}, "all are told in their status", 300, (all) =>
      all.every(({ metadata, status }) => status?.observedGeneration === metadata.generation),
    );
    console.log(
      `      200 services after ${made.toFixed(1)} s, all told after ${((Date.now() - began) / 1000).toFixed(1)} s`,
    );
    await cluster.deleteAll("Function", many);
    await services("all are gone", 300, (count) => count === 0);
  });
});
