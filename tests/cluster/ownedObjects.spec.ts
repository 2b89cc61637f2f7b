// Every kind of object that a component creates has one owner: a foreign one in its place is refused, and its own survives replacements, aliases and moves.
import assert from "node:assert/strict";
import { helloImage, timeouts } from "../engine/hello";
import { Program, type Step } from "../engine/program";
import { needsCluster } from "../levels";
import { type Given, type Item, pause, TestCluster } from "./cluster";
import { foreign, ownedKinds, owners } from "./ownedKinds";

const namespace = "owned-objects";
const elsewhere = "owned-objects-elsewhere";

/** Of no namespace, so it is not deleted with one. */
const claim = {
  apiVersion: "networking.internal.knative.dev/v1alpha1",
  kind: "ClusterDomainClaim",
  metadata: { name: "shop.owned.example" },
};

/** Which of the owners the first kind gets: OWNER=0 to 2, random by default. */
const first = Number(process.env.OWNER ?? Math.floor(Math.random() * 3));

/** What a preview does not know. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("ownership: of every kind of object", function () {
  this.timeout(300_000);
  let cluster: TestCluster;
  let image: string;
  let program: Program;

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    image = await helloImage(cluster);
    await Promise.all([namespace, elsewhere].map((name) => cluster.namespace(name)));
    await cluster.deleteGiven(claim);
    program = new Program(target, "owned-objects");
    write();
    await program.init();
  });

  after(async () => {
    await program?.remove();
    await cluster?.deleteGiven(claim);
    for (const name of [namespace, elsewhere]) await cluster?.removeNamespace(name);
  });

  function write(place = namespace, suffix = "", options: (urn: string) => object = () => ({}), more = {}): void {
    const resources = ownedKinds({ image, timeouts, namespace: place, suffix, more });
    const named = Object.entries(resources).map(([name, resource]) => [
      name + suffix,
      { ...resource, options: options(`urn:pulumi:test::owned-objects::${resource.type}::${name}`) },
    ]);
    program.writeYaml(Object.fromEntries(named));
  }

  const key = ({ kind, metadata }: Item) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`;

  /** The program's own objects, from a preview or a state. */
  const objectsIn = (resources: { type: string; inputs: Item }[]): Given[] =>
    resources
      .filter(({ type }) => type.startsWith("kubernetes:") && !type.endsWith("Patch"))
      .map(({ inputs }) => inputs as Given);

  const made = () => objectsIn(program.resources().filter(({ external }) => external !== true));

  /** Objects with a name before the update: Secrets and Jobs of gates get theirs in the update, with a unique part. */
  const planned = (steps: Step[]) =>
    objectsIn(steps.filter(({ op }) => op === "create").map(({ newState }) => newState)).filter(
      ({ metadata: { name } }) => name !== unknown,
    );

  async function uids(objects: Given[]): Promise<Record<string, string>> {
    const found = await Promise.all(
      objects.map(async (object) => [key(object), (await cluster.findGiven(object))?.metadata.uid]),
    );
    return Object.fromEntries(found);
  }

  it("what others have made in the place of any is refused, each by its name, and stays as it is", async () => {
    console.log(`      OWNER=${first}`);
    const objects = planned(await program.preview());
    const kinds = new Set(objects.map(({ kind }) => kind));
    assert.ok(kinds.size >= 14, [...kinds].join(", "));
    const keeper = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "keeper", namespace } };
    const kept = await cluster.apply(keeper);
    const others = objects.map((object, index) => {
      const { metadata, says } = ownerOf(object, index);
      return { says, ...foreign(object, image, metadata(kept)) };
    });
    for (const { says: _says, ...other } of others) await cluster.apply(other);
    const before = await uids(others);
    const left = new Map(others.map((other) => [key(other), other]));
    // A refused object blocks those that depend on it, so it may take several rounds until each has been reported.
    for (let round = 0; left.size > 0; round++) {
      assert.ok(round < others.length, `never refused: ${[...left.keys()].join(", ")}`);
      const { code, written } = await program.pulumi(["preview"]);
      assert.notEqual(code, 0, `not refused: ${[...left.keys()].join(", ")}`);
      const refused = [...left].filter(([name, { says }]) =>
        written.includes(`${name.replace(" /", " ")} already exists and does not belong to this stack: ${says}`),
      );
      assert.notEqual(refused.length, 0, written);
      for (const [name, other] of refused) {
        assert.equal((await uids([other]))[name], before[name]);
        await cluster.deleteGiven(other);
        left.delete(name);
      }
    }
  });

  /** A different owner for each kind in each run, as a run with all of them would take three times as long. */
  function ownerOf({ metadata: { namespace: place } }: Given, index: number) {
    const all = Object.values(owners);
    // An object without a namespace can't belong to one with a namespace.
    return all[place === undefined ? 0 : (index + first) % all.length] as (typeof all)[number];
  }

  /** Objects that were deleted manually may still exist for a moment. */
  async function readyPreview(): Promise<Step[]> {
    for (let attempt = 0; attempt < 20; attempt++) {
      const { code, stdout, written } = await program.pulumi(["preview", "--json"]);
      if (code === 0) return JSON.parse(stdout).steps;
      assert.match(written, /is being deleted/);
      await pause(1_000);
    }
    return program.preview();
  }

  it("is made and found again by the state", async () => {
    for (const object of planned(await readyPreview())) assert.equal(await cluster.findGiven(object), undefined);
    await program.up();
    await program.expectNoChanges();
    for (const [name, uid] of Object.entries(await uids(made()))) assert.ok(uid, name);
  });

  it("a replacement of each at once leaves all of them there", async () => {
    const urns = program
      .resources()
      .filter(({ custom, type, external }) => custom && !external && type.startsWith("kubernetes:"));
    await program.up(...urns.flatMap(({ urn }) => ["--replace", urn]));
    for (const [name, uid] of Object.entries(await uids(made()))) assert.ok(uid, name);
    await program.expectNoChanges();
    await answers();
  });

  async function answers(place = namespace): Promise<void> {
    const { status } = await cluster.get("KnativeService", place, "shop");
    assert.match(await cluster.answer(status.url), /Hello, owner!/);
  }

  it("resources that are renamed without aliases are refused, and those with aliases stay", async () => {
    const before = await uids(made());
    write(namespace, "Renamed");
    const { code, written } = await program.pulumi(["preview"]);
    assert.notEqual(code, 0);
    assert.match(written, /belongs to another resource of this stack: urn:/);
    write(namespace, "Renamed", (urn) => ({ aliases: [urn] }));
    await program.expectNoChanges();
    await program.up();
    assert.deepEqual(await uids(made()), before);
    write();
    assert.notEqual((await program.pulumi(["preview"])).code, 0);
  });

  it("a namespace that changes takes all of them along, and what was there serves until then", async () => {
    write(elsewhere, "Renamed", () => ({}), { command: ["/nothing"] });
    await program.failingUp();
    await answers();
    write(elsewhere, "Renamed");
    await program.up();
    await program.expectNoChanges();
    const all = made();
    for (const { kind, metadata } of all)
      if (metadata.namespace !== undefined) assert.equal(metadata.namespace, elsewhere, kind);
    for (const [name, uid] of Object.entries(await uids(all))) assert.ok(uid, name);
    await answers(elsewhere);
    assert.deepEqual(await cluster.list("KnativeService", namespace), []);
  });
});
