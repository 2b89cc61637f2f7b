// Function objects and their controller on the cluster: made, changed, repaired, told, taken away; two hundred at a time.
import assert from "node:assert/strict";
import { helloImage } from "../engine/hello";
import { Program } from "../engine/program";
import { attempt } from "../environment/command";
import { needsCluster } from "../levels";
import { pause, TestCluster } from "./cluster";
import { malformedFunctions } from "./malformedFunctions";

const namespace = "function-objects";
const many = "function-objects-many";
const kind = "functions.knative-faas.dev";
const controller = ["-n", "knative-faas"];

interface Said {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

describe("extensions: the controller of Function objects on the cluster", function () {
  this.timeout(600_000);
  let program: Program;
  let cluster: TestCluster;
  let image: string;

  const object = (name: string, spec: object, at = namespace) => ({
    apiVersion: "knative-faas.dev/v1alpha1",
    kind: "Function",
    metadata: { name, namespace: at },
    spec: { image, timeouts: { requestSeconds: 10, readySeconds: 20 }, ...spec },
  });
  const apply = (...objects: object[]) => {
    program.write("objects.json", JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
    return cluster.kubectl("apply", "-f", `${program.directory}/objects.json`);
  };
  const read = (name: string) => cluster.get("-n", namespace, kind, name);
  const condition = async (name: string): Promise<Said | undefined> => {
    const { metadata, status } = await read(name);
    if (status?.observedGeneration !== metadata.generation) return undefined;
    return status.conditions.find(({ type }: Said) => type === "Ready");
  };
  const decided = (name: string, status: string, seconds = 60) =>
    cluster.until(`${name} is ${status}`, seconds, async () => (await condition(name))?.status === status);

  /** So that two hundred functions need no two hundred Pods. */
  const zeroInitialScale = (value: "true" | null) => {
    const patch = JSON.stringify({ data: { "allow-zero-initial-scale": value } });
    const map = ["patch", "configmap", "config-autoscaler", "--type", "merge", "-p", patch];
    return cluster.kubectl("-n", "knative-serving", ...map);
  };

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
    await cluster.kubectl("delete", kind, "-n", namespace, "--all");
    await cluster.kubectl("delete", kind, "-n", many, "--all");
    await zeroInitialScale(null);
    await program.remove();
    await Promise.all([cluster.removeNamespace(namespace), cluster.removeNamespace(many)]);
  });

  it("is installed without a change after it, nor on refresh", async () => {
    await program.must(["preview", "--expect-no-changes"]);
    await program.must(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
  });

  it("kubectl apply makes a function, which tells its URL, revision and Pods", async () => {
    await apply(
      object("hello", { env: { NAME: "kubectl" }, triggers: { cron: { often: { schedule: "* * * * *" } } } }),
    );
    const seconds = await decided("hello", "True");
    console.log(`      ready after ${seconds.toFixed(1)} s`);
    const { metadata, status } = await read("hello");
    assert.equal(await cluster.answer(status.url), "Hello, kubectl!\n");
    assert.match(status.revision, /^hello-[0-9a-f]{10}$/);
    for (const owned of ["ksvc", "pingsource"]) {
      const [{ metadata: of }] = (await cluster.get("-n", namespace, owned)).items;
      assert.deepEqual(
        of.ownerReferences.map(({ uid }: { uid: string }) => uid),
        [metadata.uid],
      );
    }
    const table = await cluster.kubectl("-n", namespace, "get", kind);
    assert.match(table, /^NAME\s+URL\s+REVISION\s+REPLICAS\s+READY/i);
  });

  it("a change is a new revision that traffic goes to, and a trigger that leaves the spec goes", async () => {
    const before = (await read("hello")).status.revision;
    await apply(object("hello", { env: { NAME: "changed" } }));
    await decided("hello", "True");
    const { status } = await read("hello");
    assert.notEqual(status.revision, before);
    assert.equal(await cluster.answer(status.url), "Hello, changed!\n");
    assert.deepEqual((await cluster.get("-n", namespace, "pingsource")).items, []);
  });

  it("a revision that does not start is told in the status, and traffic stays", async () => {
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
    const patch = JSON.stringify({ spec: { template: { spec: { timeoutSeconds: 77 } } } });
    await cluster
      .kubectl("-n", namespace, "patch", "ksvc", "hello", "--type", "merge", "-p", patch)
      .catch(() => undefined);
    const seconds = async () => (await cluster.get("-n", namespace, "ksvc", "hello")).spec.template.spec.timeoutSeconds;
    await cluster.until("the timeout is its own again", 20, async () => (await seconds()) === 10);
    await cluster.kubectl("-n", namespace, "delete", "ksvc", "hello");
    await cluster.until("the service is there again", 20, async () =>
      (await cluster.kubectl("-n", namespace, "get", "ksvc", "-o", "name")).includes("hello"),
    );
    await decided("hello", "True");
  });

  it("writes nothing when nothing changes", async () => {
    const versions = async () => {
      const [own, service] = await Promise.all([read("hello"), cluster.get("-n", namespace, "ksvc", "hello")]);
      return [own, service].map(({ metadata }) => metadata.resourceVersion);
    };
    await cluster.until("all is quiet", 60, async () => {
      const before = await versions();
      await pause(5000);
      return JSON.stringify(before) === JSON.stringify(await versions());
    });
  });

  it("what is deleted leaves nothing behind", async () => {
    await cluster.kubectl("-n", namespace, "delete", kind, "hello");
    const left = () =>
      cluster.kubectl("-n", namespace, "get", "ksvc,revision,route,configuration,pingsource", "-o", "name");
    await cluster.until("all of it is gone", 60, async () => (await left()).trim() === "");
  });

  it("five hundred malformed ones are refused, or told in their status, and none stops the controller", async () => {
    const all = malformedFunctions(500, 1);
    for (const [index, { object: given }] of all.entries()) {
      const placed = { ...given, metadata: { ...given.metadata, namespace } };
      // What the API server takes gets as far as to its triggers, which Knative then refuses.
      program.write(`malformed/${index}.json`, JSON.stringify(placed).replace(/registry\.example\.com[^"]*/, image));
    }
    const { tools, kubeconfig } = program.target;
    const create = ["kubectl", "--kubeconfig", kubeconfig, "create", "-f", `${program.directory}/malformed`];
    const { stdout, stderr } = await attempt(tools.kube, create);
    const created = [...stdout.matchAll(/^\S+\/(\S+) created$/gm)].map(([, name]) => name as string);
    const accepted = all.filter(({ told }) => told === "status").map(({ object }) => object.metadata.name as string);
    assert.deepEqual(created.sort(), accepted.sort());
    const refusals = stderr.split("\n").filter((line) => line.startsWith("Error from server"));
    assert.equal(refusals.length, all.length - accepted.length, stderr.slice(0, 2000));
    const atItsPath =
      /is invalid: \[?(spec|metadata|<nil>).*: (Invalid|Required|Unsupported|Too)|strict decoding error: .*"spec\./;
    for (const line of refusals) assert.match(line, atItsPath);
    for (const name of accepted) {
      await decided(name, "False", 60);
      const said = await condition(name);
      assert.match(`${said?.reason} ${said?.message}`, /^InvalidSpec spec\.\w+|^Refused .*spec\.\w+/);
    }
    console.log(`      ${refusals.length} refused at admission, ${accepted.length} told in their status`);
    const { items: pods } = await cluster.get(...controller, "pods", "-l", "app=function-controller");
    const [status] = pods[0].status.containerStatuses;
    assert.equal(status.restartCount, 0);
    await cluster.kubectl("-n", namespace, "delete", kind, "--all");
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
    const services = async () =>
      (await cluster.kubectl("-n", many, "get", "ksvc", "-o", "name")).trim().split("\n").length;
    await cluster.until("some are made", 60, async () => (await services()) > 40);
    await cluster.kubectl(
      ...controller,
      "delete",
      "pods",
      "-l",
      "app=function-controller",
      "--force",
      "--grace-period=0",
    );
    await cluster.until("all are made", 120, async () => (await services()) === names.length);
    const made = (Date.now() - began) / 1000;
    await cluster.until("all are told in their status", 120, async () => {
      const { items } = await cluster.get("-n", many, kind);
      return items.every(
        ({ metadata, status }: { metadata: { generation: number }; status?: { observedGeneration: number } }) =>
          status?.observedGeneration === metadata.generation,
      );
    });
    console.log(
      `      200 services after ${made.toFixed(1)} s, all told after ${((Date.now() - began) / 1000).toFixed(1)} s`,
    );
    const deleted = Date.now();
    await cluster.kubectl("-n", many, "delete", kind, "--all", "--wait=false");
    await cluster.until(
      "all are gone",
      180,
      async () => (await cluster.kubectl("-n", many, "get", "ksvc", "-o", "name")).trim() === "",
    );
    console.log(`      gone ${((Date.now() - deleted) / 1000).toFixed(1)} s after their deletion`);
  });
});
