// Each object of the cluster has one owner: a foreign one is refused and stays, one of this stack survives renames and replacements.
import assert from "node:assert/strict";
import { helloImage, timeouts } from "../engine/hello";
import { Program } from "../engine/program";
import { needsCluster } from "../levels";
import { type Given, type Item, TestCluster } from "./cluster";
import type { Kind } from "./kinds";

const namespace = "ownership";

interface Owned {
  kind: Kind;
  /** Of the object; the resource has the same, unless it is renamed. */
  name: string;
  component: string;
  properties: (image: string) => object;
  /** The object as another client creates it. */
  spec: (image: string) => object;
}

const channelTemplate = { apiVersion: "messaging.knative.dev/v1", kind: "InMemoryChannel" };
const uri = "http://nowhere.ownership.svc.cluster.local";

const cart: Owned = {
  kind: "KnativeService",
  name: "cart",
  component: "Function",
  properties: (image) => ({ image, timeouts, scale: { windowSeconds: 6 }, env: { NAME: "owner" } }),
  spec: (image) => ({ template: { spec: { containers: [{ image }] } } }),
};

const owned: Owned[] = [
  cart,
  {
    kind: "Broker",
    name: "bus",
    component: "Broker",
    // A broker's settings can't be changed.
    properties: () => ({ config: { name: "config-br-default-channel", namespace: "knative-eventing" } }),
    spec: () => ({}),
  },
  {
    kind: "Channel",
    name: "wire",
    component: "Flow",
    properties: () => ({ channel: {} }),
    spec: () => ({ channelTemplate }),
  },
  {
    kind: "PingSource",
    name: "tick",
    component: "EventSource",
    properties: () => ({ cron: { schedule: "0 0 1 1 *", data: "x", contentType: "text/plain" }, sink: { url: uri } }),
    spec: () => ({ schedule: "0 0 1 1 *", sink: { uri } }),
  },
];

/** The node of an owned object in the state of a program. */
const nodes: Record<string, string> = {
  KnativeService: "kubernetes:serving.knative.dev/v1:Service",
  Broker: "kubernetes:eventing.knative.dev/v1:Broker",
  Channel: "kubernetes:messaging.knative.dev/v1:Channel",
  PingSource: "kubernetes:sources.knative.dev/v1:PingSource",
};

describe("ownership: of objects on the cluster", function () {
  this.timeout(240_000);
  let cluster: TestCluster;
  let image: string;
  /** The stack that creates all of them, and a later one. */
  let first: Program;
  let second: Program;

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    image = await helloImage(cluster);
    await cluster.namespace(namespace);
    first = new Program(target, "ownership-first");
    second = new Program(target, "ownership-second");
    for (const program of [first, second]) {
      program.writeYaml({});
      await program.init();
    }
  });

  after(async () => {
    for (const program of [first, second]) await program?.removeBefore(namespace);
    await cluster?.removeNamespace(namespace);
  });

  const resource = ({ name, component, properties }: Owned, more: object = {}, options: object = {}) => ({
    type: `knative-faas:${component}`,
    properties: { name, namespace, ...properties(image), ...more },
    options,
  });

  const byName = (make: (one: Owned) => [string, object]) => Object.fromEntries(owned.map(make));

  /** What must not change unnoticed. */
  async function objects(): Promise<string[]> {
    const all = await Promise.all(owned.map(({ kind, name }) => cluster.find(kind, namespace, name)));
    return all.map((object: Item, index) => {
      const { kind, name } = owned[index] as Owned;
      return object === undefined
        ? `no ${kind} ${name}`
        : `${kind} ${name} ${object.metadata.uid} ${object.metadata.generation}`;
    });
  }

  /** Neither a preview nor an update of the second stack changes it, nor does the second stack's destroy. */
  async function refused(one: Owned, words: RegExp): Promise<void> {
    const before = await objects();
    second.writeYaml({ mine: resource(one) });
    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const run = await second.pulumi(command);
      assert.notEqual(run.code, 0, run.written);
      assert.match(run.written, words);
    }
    await second.must(["destroy", "--yes", "--skip-preview"]);
    assert.deepEqual(await objects(), before);
  }

  for (const one of owned) {
    const { kind, name, spec } = one;
    it(`${kind}: one that somebody applied is not taken over, but adopted where that is said, and then left in place`, async () => {
      const type = nodes[kind]?.split(":") as string[];
      const given: Given = {
        apiVersion: type[1] as string,
        kind: type[2] as string,
        metadata: { name, namespace },
        spec: spec(image),
      };
      await cluster.apply(given);
      await refused(
        one,
        new RegExp(`${given.kind} ${namespace}/${name} already exists and does not belong to this stack: .*tests`),
      );
      const { metadata } = await cluster.get(kind, namespace, name);
      second.writeYaml({ mine: resource(one, { adopt: true }) });
      await second.up();
      await second.expectNoChanges();
      await second.must(["destroy", "--yes", "--skip-preview"]);
      assert.equal((await cluster.get(kind, namespace, name)).metadata.uid, metadata.uid);
      await cluster.delete(kind, namespace, name);
      await cluster.deleteAll("ConfigMap", namespace, { labelSelector: "app.kubernetes.io/part-of=ownership-second" });
      await cluster.waitFor(kind, namespace, name, `${kind} ${name} is gone`, 60, (object) => object === undefined);
    });
  }

  it("two resources of one program are refused one object", async () => {
    first.writeYaml({ ...byName((one) => [one.name, resource(one)]), twin: resource(cart) });
    const run = await first.pulumi(["preview"]);
    assert.notEqual(run.code, 0);
    assert.match(run.written, /Service ownership\/cart would be created twice: by urn:.*::(cart|twin) and by urn:/);
  });

  it("what another stack has made is refused, and serves", async () => {
    first.writeYaml(byName((one) => [one.name, resource(one)]));
    await first.up();
    for (const one of owned)
      await refused(
        one,
        /already exists and does not belong to this stack: it belongs to the stack ownership-first\/test/,
      );
    await first.expectNoChanges();
  });

  it("a resource that is renamed without aliases is refused, and continues as it was", async () => {
    const before = await objects();
    first.writeYaml(byName((one) => [`${one.name}-renamed`, resource(one)]));
    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const run = await first.pulumi(command);
      assert.notEqual(run.code, 0);
      assert.match(
        run.written,
        /belongs to another resource of this stack: urn:.*; it would be deleted together with that one/,
      );
    }
    assert.deepEqual(await objects(), before);
    first.writeYaml(byName((one) => [one.name, resource(one)]));
    await first.up();
    assert.deepEqual(await objects(), before);
    await first.expectNoChanges();
  });

  it("a domain that moves to another function is refused in one update, and moves in two", async () => {
    const domains = { "moving.ownership.example": {} };
    const write = (...given: object[]) =>
      second.writeYaml(
        Object.fromEntries(
          given.map((more, index) => [`f${index}`, resource({ ...cart, name: `f${index}` }, { ...more, scale: {} })]),
        ),
      );
    write({ domains }, {});
    await second.up();
    write({}, { domains });
    const run = await second.pulumi(["preview"]);
    assert.notEqual(run.code, 0);
    assert.match(
      run.written,
      /DomainMapping ownership\/moving\.ownership\.example already exists and belongs to another resource of this stack: .*f0/,
    );
    write({}, {});
    await second.up();
    write({}, { domains });
    await second.up();
    const mapping = await cluster.get("DomainMapping", namespace, "moving.ownership.example");
    assert.equal(mapping.spec.ref.name, "f1");
    await second.expectNoChanges();
  });

  it("a replacement that is asked for, of a function with a kept revision, serves and keeps none", async () => {
    const kept = () => first.resources().filter(({ type }) => type.endsWith(":RevisionPatch"));
    first.writeYaml({
      ...byName((one) => [one.name, resource(one)]),
      cart: resource(cart, { env: { NAME: "second" } }),
    });
    await first.up();
    assert.equal(kept().length, 1);
    const service = first.resources().find(({ type, urn }) => type === nodes.KnativeService && urn.endsWith("::cart"));
    await first.up("--replace", service?.urn as string);
    const { status, spec } = await cluster.get("KnativeService", namespace, "cart");
    assert.match(await cluster.answer(status.url), /Hello, second!/);
    assert.equal(spec.traffic[0].revisionName, status.latestReadyRevisionName);
    assert.deepEqual(kept(), [], "what went with the Service is not kept");
    await first.expectNoChanges();
  });
});
