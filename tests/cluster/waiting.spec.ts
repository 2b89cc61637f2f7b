// What waits for something that is not there: the update says what it waits for, while it does.
import assert from "node:assert/strict";
import { Program } from "../engine/program";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";

const namespace = "events-waiting";
const nowhere = { function: "nowhere" };
const missing = `services.serving.knative.dev "nowhere" not found`;

/** Each with what is said of it while it is awaited. */
const cases: Record<string, { type: string; properties: object; says: string }> = {
  steps: {
    type: "Flow",
    properties: { sequence: { steps: [nowhere] } },
    says: `waiting for Sequence steps: Subscription steps-kn-sequence-0: .*${missing}`,
  },
  branches: {
    type: "Flow",
    properties: { parallel: { branches: [{ subscriber: nowhere }] } },
    says: `waiting for Parallel branches: Subscription branches-kn-parallel-0: .*${missing}`,
  },
  unknown: {
    type: "Broker",
    properties: { class: "Nobodys" },
    says: "waiting for Broker unknown: no controller has taken up this Broker yet; its class is Nobodys",
  },
  letters: {
    type: "Broker",
    properties: { delivery: { deadLetter: nowhere } },
    says: `waiting for Broker letters: InMemoryChannel letters-kne-trigger: .*${missing}`,
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
    program.writeYaml(Object.fromEntries(resources));
    await program.init();
    written = (await program.failingUp()).written;
  });

  after(async () => {
    await program?.removeBefore(namespace);
    await cluster?.removeNamespace(namespace);
  });

  for (const [name, { says }] of Object.entries(cases))
    it(`${name} is told with its cause`, () => {
      assert.match(written, new RegExp(says));
    });
});
