// Adoption: a function that returns to its owner, a broker created with kubectl, a domain of another namespace, which is never adopted,
// and a move that is undone.
import assert from "node:assert/strict";
import { helloImage } from "../engine/hello";
import { Program } from "../engine/program";
import type { StackTarget } from "../environment/stack";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { TestCluster } from "./cluster";

const namespace = "adopted";
const domain = "adopted.example.org";

describe("ownership: what is adopted", function () {
  this.timeout(firstBuildMilliseconds);
  let target: StackTarget;
  let cluster: TestCluster;
  let image: string;
  let program: Program;

  before(async function () {
    target = needsCluster(this);
    cluster = new TestCluster(target);
    image = await helloImage(cluster);
    await cluster.namespace(namespace);
    program = new Program(target, "adopted");
    program.writeYaml({});
    await program.init();
  });

  after(async () => {
    await program?.remove();
    await cluster?.delete("ClusterDomainClaim", undefined, domain);
    await cluster?.removeNamespace(namespace);
  });

  const fn = (name: string, more: object, options: object = {}) => ({
    type: "knative-faas:Function",
    properties: { name, namespace, image, scale: { windowSeconds: 6 }, timeouts: { requestSeconds: 5 }, ...more },
    options,
  });

  async function refused(resources: object, words: RegExp): Promise<void> {
    program.writeYaml(resources);
    const { code, written } = await program.pulumi(["preview"]);
    assert.notEqual(code, 0, written);
    assert.match(written.replace(/\s+/g, " "), words);
  }

  async function destroyed(): Promise<void> {
    await program.must(["destroy", "--yes", "--skip-preview"]);
  }

  it("a function that was adopted, and left in place by a destroy, is its owners' again", async () => {
    await cluster.apply({
      ...{ apiVersion: "serving.knative.dev/v1", kind: "Service", metadata: { name: "cart", namespace } },
      spec: { template: { spec: { containers: [{ image }] } } },
    });
    await cluster.ready("KnativeService", namespace, "cart");
    const { uid } = (await cluster.get("KnativeService", namespace, "cart")).metadata;
    program.writeYaml({ cart: fn("cart", { adopt: true }) });
    await program.up();
    program.writeYaml({ cart: fn("cart", {}) });
    const { written } = await program.pulumi(["preview"]);
    assert.match(written, /Service adopted\/cart was adopted and now belongs to this stack: a destroy deletes it/);
    await destroyed();
    await refused({ cart: fn("cart", {}) }, /Service adopted\/cart already exists and does not belong to this stack/);
    assert.equal((await cluster.get("KnativeService", namespace, "cart")).metadata.uid, uid);
  });

  it("a function asks its gates before any traffic leaves what served, which stays where they fail", async () => {
    await cluster.apply({
      ...{ apiVersion: "serving.knative.dev/v1", kind: "Service", metadata: { name: "till", namespace } },
      spec: { template: { spec: { timeoutSeconds: 5, containers: [{ image }] } } },
    });
    await cluster.ready("KnativeService", namespace, "till");
    const gated = (body: string) => fn("till", { adopt: true, rollout: { smoke: { http: { path: "/", body } } } });
    program.writeYaml({ till: gated("never") });
    const { written } = await program.failingUp();
    assert.match(
      written,
      /rollout gate smoke failed for revision till-[0-9a-f]{10}: .*\n +the revision got no traffic/,
    );
    const { traffic } = (await cluster.get("KnativeService", namespace, "till")).spec;
    assert.deepEqual(traffic, [{ latestRevision: false, percent: 100, revisionName: "till-00001" }]);
    program.writeYaml({ till: gated("Hello") });
    await program.up();
    const { spec } = await cluster.get("KnativeService", namespace, "till");
    assert.equal(spec.traffic[0].revisionName, spec.template.metadata.name);
    await destroyed();
  });

  it("a move that failed is not taken back, as the engine would delete the object in its last step", async () => {
    const bus = (name: string) => ({ type: "knative-faas:Broker", properties: { name, namespace } });
    program.writeYaml({ bus: bus("first"), ship: fn("ship", {}) });
    await program.up();
    program.writeYaml({ bus: bus("second"), ship: fn("ship", { command: ["/nothing"] }) });
    await program.failingUp();
    const { uid } = (await cluster.get("Broker", namespace, "first")).metadata;
    const words =
      /(Broker|ConfigMap) adopted\/first\S* would be deleted at the end of this update: an earlier update that moved it to \1 adopted\/second/;
    await refused({ bus: bus("first"), ship: fn("ship", {}) }, words);
    assert.equal((await cluster.get("Broker", namespace, "first")).metadata.uid, uid);
    program.writeYaml({ bus: bus("second"), ship: fn("ship", {}) });
    await program.up();
    await program.expectNoChanges();
    await destroyed();
  });

  it("a broker is adopted with the settings that it has, which the refusal names", async () => {
    const broker = { apiVersion: "eventing.knative.dev/v1", kind: "Broker", metadata: { name: "bus", namespace } };
    await cluster.apply(broker);
    await cluster.ready("Broker", namespace, "bus");
    const { metadata, spec } = await cluster.get("Broker", namespace, "bus");
    const adopting = (more: object) => ({
      bus: { type: "knative-faas:Broker", properties: { name: "bus", namespace, adopt: true, ...more } },
    });
    await refused(
      adopting({}),
      /has its settings in the ConfigMap \S+, which Knative does not allow to change; set config/,
    );
    const { name, namespace: place } = spec.config;
    program.writeYaml(adopting({ config: { name, namespace: place } }));
    await program.up();
    await program.expectNoChanges();
    await destroyed();
    assert.equal((await cluster.get("Broker", namespace, "bus")).metadata.uid, metadata.uid);
  });

  it("a claim for another namespace is not, also where the function adopts", async () => {
    const claim = {
      ...{ apiVersion: "networking.internal.knative.dev/v1alpha1", kind: "ClusterDomainClaim" },
      ...{ metadata: { name: domain }, spec: { namespace: "elsewhere" } },
    };
    await cluster.apply(claim);
    const words = /for namespace elsewhere, and claims belong to the platform and are never adopted/;
    await refused({ shop: fn("shop", { adopt: true, domains: { [domain]: {} } }) }, words);
    assert.equal((await cluster.get("ClusterDomainClaim", undefined, domain)).spec.namespace, "elsewhere");
  });

  it("two providers of one cluster make no second owner of a function", async () => {
    const { kubeconfig, context } = target;
    const provider = { type: "pulumi:providers:kubernetes", properties: { kubeconfig, context } };
    const twice = { providers: ["${one}"] };
    await refused(
      {
        ...{ one: provider, other: provider },
        ...{ a: fn("twice", {}, twice), b: fn("twice", {}, { providers: ["${other}"] }) },
      },
      /Service adopted\/twice would be created twice/,
    );
  });
});
