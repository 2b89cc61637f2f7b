// A missing namespace: the preview warns, the update waits in case the program is creating it, and then fails.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { patience } from "../../provider/src/cluster/namespaceObject";
import { Broker, EventSource, Flow, Function } from "../../provider/src/index";
import type { InvalidArgs } from "../../provider/src/input/problems";
import { type FakeCluster, type FakeObject, missing, withCluster } from "./fakeCluster";
import { type LogMessage, type RenderOptions, render } from "./harness";
import { told } from "./told";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const sink = { url: "http://sink.example.com" };

/** The objects that an update registers. */
async function madeBy(program: () => unknown, objects: () => FakeObject[] = () => []): Promise<string[]> {
  const made: string[] = [];
  const respond: RenderOptions["respond"] = ({ type, name }) => {
    if (type.startsWith("kubernetes:")) made.push(`${type.split(":").pop()} ${name}`);
    return undefined;
  };
  await withCluster(objects, ({ config }) => render(program, { config, respond }).catch(() => undefined));
  return made;
}

class Other extends pulumi.CustomResource {
  constructor() {
    super("kubernetes:core/v1:Namespace", "ns", { metadata: { name: missing } });
  }
}

const warning = `namespace: "${missing}" does not exist in the cluster; create it with kubectl create namespace ${missing}, or in this program: then pass its output metadata.name here`;

describe("errors: a namespace that is not there", () => {
  const namespace = missing;
  const usual = { ...patience };
  const there = { apiVersion: "v1", kind: "Namespace", metadata: { name: missing } } as unknown as FakeObject;
  before(() => Object.assign(patience, { milliseconds: 1000, untold: 300, step: 50 }));
  after(() => Object.assign(patience, usual));

  const components: [string, () => unknown][] = [
    ["function", () => new Function("f", { image, namespace })],
    ["broker", () => new Broker("b", { namespace })],
    ["flow", () => new Flow("w", { namespace, sequence: { steps: [sink] } } as never)],
    ["source", () => new EventSource("s", { namespace, cron: { schedule: "* * * * *" }, sink } as never)],
  ];
  for (const [title, program] of components)
    it(`of a ${title}, in the preview and in the update`, async () => {
      assert.deepEqual(await told(program), [warning]);
      assert.deepEqual(await told(program, [], { preview: false }), [warning]);
    });

  it("but is being deleted, with what holds it, in the preview and in the update", async () => {
    const condition = (type: string, status: string, message: string) => ({ type, status, message });
    const conditions = [
      condition("NamespaceDeletionContentFailure", "False", "All content successfully deleted"),
      condition("NamespaceContentRemaining", "True", "configmaps. has 1 resource instances"),
      condition("NamespaceFinalizersRemaining", "True", "a.example.com/held in 1 resource instances"),
    ];
    const metadata = { name: missing, deletionTimestamp: "2026-11-29T10:00:00Z" };
    const leaving = { ...there, metadata, status: { phase: "Terminating", conditions } } as unknown as FakeObject;
    const words = `namespace: "${missing}" is being deleted and accepts no new objects: configmaps. has 1 resource instances, a.example.com/held in 1 resource instances; wait until it no longer exists, then create it again, or set another one`;
    const program = () => new Broker("b", { namespace });
    assert.deepEqual(await told(program, [leaving]), [words]);
    assert.deepEqual(await told(program, [leaving], { preview: false }), [words]);
    assert.deepEqual(await madeBy(program, () => [leaving]), []);
  });

  it("and that the program makes before, is as good as there", async () => {
    const ofOutput = () => new Broker("b", { namespace: new Other().urn.apply(() => missing) });
    assert.deepEqual(await told(ofOutput), []);
    const ofOther = () => new Broker("b", { namespace }, { dependsOn: new Other() });
    assert.deepEqual(await told(ofOther), []);
    const all = ["Namespace ns", "ConfigMap b-config", "Broker b"];
    assert.deepEqual(await madeBy(ofOutput), all);
    assert.deepEqual(await madeBy(ofOther), all);
  });

  const waits = `info: namespace: "${missing}" does not exist in the cluster yet; waiting up to 1 s, because this program may be creating it`;

  /** The messages of an update, and how often it queries the namespace. */
  async function waited(names: string[], isThere: (logs: LogMessage[]) => boolean) {
    let questions = 0;
    const logs: LogMessage[] = [];
    const objects = () => {
      questions++;
      return isThere(logs) ? [there] : [];
    };
    const program = () => names.forEach((name) => void new Broker(name, { namespace }));
    const work = async ({ config, asked }: FakeCluster) => {
      const ended = await render(program, { config, logs }).then(
        () => "made",
        ({ problems }: InvalidArgs) => problems.map(({ reason }) => `namespace: ${reason}`).join(),
      );
      return { ended, questions: questions - asked.length };
    };
    const all = await withCluster(objects, work);
    return { ...all, said: logs.map(({ severity, message }) => `${severity}: ${message}`) };
  }

  it("and that comes in the same moment, is waited for without a word", async () => {
    const begun = performance.now();
    const { ended, said } = await waited(["b"], () => performance.now() - begun > 150);
    assert.deepEqual([ended, said], ["made", []]);
  });

  it("and that comes later, is waited for, which is reported once", async () => {
    const { ended, said } = await waited(["a", "b", "c"], (logs) => logs.length > 0);
    assert.deepEqual([ended, said], ["made", [waits]]);
  });

  it("and that does not come, is refused, and asked for once for all that stand there", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const { ended, said, questions } = await waited(names, () => false);
    assert.deepEqual([ended, said], [warning, [waits]]);
    const most = 1 + (1000 / 50 + 1) + names.length;
    assert.ok(questions <= most, `${questions} questions`);
    assert.deepEqual(await madeBy(() => new Broker("b", { namespace })), []);
  });
});
