// Updates that wait for something that does not exist: they report what they wait for, meanwhile and when they fail.
import assert from "node:assert/strict";
import { Program, type Run } from "../engine/program";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";
import { HelloProgram } from "./helloProgram";

const namespace = "events-waiting";
const nowhere = { function: "nowhere" };
const missing = `services.serving.knative.dev "nowhere" not found`;

/** Each with the object that is not ready, and why. */
const cases: Record<string, { type: string; properties: object; what: string; why: string }> = {
  steps: {
    type: "Flow",
    properties: { sequence: { steps: [nowhere] } },
    what: "Sequence steps",
    why: `Subscription steps-kn-sequence-0: .*${missing}`,
  },
  branches: {
    type: "Flow",
    properties: { parallel: { branches: [{ subscriber: nowhere }] } },
    what: "Parallel branches",
    why: `Subscription branches-kn-parallel-0: .*${missing}`,
  },
  unknown: {
    type: "Broker",
    properties: { class: "Nobodys" },
    what: "Broker unknown",
    why: "no controller has picked up this Broker yet; its class is Nobodys",
  },
  letters: {
    type: "Broker",
    properties: { delivery: { deadLetter: nowhere } },
    what: "Broker letters",
    why: `InMemoryChannel letters-kne-trigger: .*${missing}`,
  },
};

/** A source of this package that finds no server: its Pod runs, and only its log says why it is not ready. */
const reader = {
  type: "knative-faas:EventSource",
  properties: {
    namespace,
    redis: { addresses: ["127.0.0.1:1"], list: { key: "jobs" } },
    sink: { url: "http://nowhere.example.com" },
  },
};

describe("errors: what is waited for and does not come", function () {
  this.timeout(240_000);
  let program: Program;
  let cluster: TestCluster;
  let written = "";

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    program = new Program(target, namespace);
    await cluster.namespace(namespace);
    const resources = Object.entries(cases).map(([name, { type, properties }]) => [
      name,
      { type: `knative-faas:${type}`, properties: { namespace, ...properties } },
    ]);
    program.writeYaml({ ...Object.fromEntries(resources), reader });
    await program.init();
    written = (await program.failingUp()).written;
  });

  after(async () => {
    await program?.removeBefore(namespace);
    await cluster?.removeNamespace(namespace);
  });

  for (const [name, { what, why }] of Object.entries(cases))
    it(`${name} is reported with its cause, at its component, at its own line and in its error`, () => {
      assert.match(written, new RegExp(`^ +waiting for ${what}: ${why}`, "m"));
      assert.match(written, new RegExp(`:${what} creating \\(\\d+s\\) waiting for ${what}`));
      assert.match(written, new RegExp(`^ +error: ${what} is not ready: ${why}`, "m"));
    });

  it("a source of this package is reported with its Pod's last words", () => {
    const why = "container source is running but not ready; its last log message: .*connection refused";
    assert.match(written, new RegExp(`^ +waiting for the source redis: ${why}`, "m"));
    assert.match(written, new RegExp(`^ +error: the source redis is not ready: ${why}`, "m"));
  });
});

describe("errors: what is waited for and comes late", () => {
  let program: HelloProgram;

  before(async function () {
    program = new HelloProgram(needsCluster(this), "errors-waiting");
    await program.start();
  });

  after(() => program?.end());

  /** An update that succeeds once the cause of the wait was fixed; returns its output. */
  async function upThat(waits: RegExp, mend: () => Promise<void> = async () => undefined): Promise<string> {
    let mended: Promise<void> | undefined;
    const onLine = (line: string) => {
      if (waits.test(line)) mended ??= mend();
    };
    const { code, written }: Run = await program.pulumi(["up", "--yes", "--skip-preview"], onLine);
    await mended;
    assert.equal(code, 0, written);
    assert.match(written, waits);
    return written;
  }

  it("a program that does not listen yet, while it does not", async () => {
    const late = (source: string) =>
      source
        .replace('"syscall"', '"syscall"\n\t"time"')
        .replace("func main() {", "func main() {\n\ttime.Sleep(15 * time.Second)");
    const waits =
      /waiting for revision hello-[0-9a-f]{10}: the program runs, but does not listen on port 8080 yet(?!;)/;
    const written = await program.withSource(late, () => upThat(waits));
    // Before a cause is known, what the Pod does replaces the provider's expression.
    const step = "its (containers are being created|image is being pulled|program starts) \\(\\d+ s\\)";
    const early = `Service hello (cre|upd)ating \\(\\d+s\\).* waiting for revision hello-[0-9a-f]{10}: ${step}$`;
    assert.match(written, new RegExp(early, "m"));
  });

  it("a gate whose Pod a quota does not allow, with the words of its events", async () => {
    const { cluster, name: namespace } = program;
    const quota = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "one", namespace } };
    await cluster.until("no Pod is left", 90, async () => (await cluster.list("Pod", namespace)).length === 0);
    await cluster.apply({ ...quota, spec: { hard: { pods: "1" } } });
    await cluster.waitFor("ResourceQuota", namespace, "one", "it counts", 20, (one) => one?.status?.hard !== undefined);
    program.set({ scale: { min: 1, windowSeconds: 6 }, rollout: { smoke: { http: { path: "/" } } } });
    await upThat(/waiting for gate smoke: FailedCreate: .*exceeded quota: one/, () =>
      cluster.delete("ResourceQuota", namespace, "one"),
    );
  });
});
