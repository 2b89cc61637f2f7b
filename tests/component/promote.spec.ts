// A release of another stack: its image is copied into this stack's registry by digest, and a preview reports where it will be.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Function, type FunctionArgs } from "../../provider/src/index";
import { addImage, addManifest, tagged } from "../plugin/copiedImage";
import { indexType, type Registry, serveRegistry } from "../plugin/registry";
import { existing, immutableTags } from "../plugin/registryRules";
import { cluster, type Deployed, deploy, type Fields, failing, only, type } from "./deployed";
import { type RenderOptions, render, unknown } from "./harness";

const origin = { commit: "0a1b2c3d", dirty: false, builder: "ko", builderVersion: "0.19.1" };

describe("promotion: to another registry", () => {
  let source: Registry;
  let target: Registry;
  let image: string;
  let digest: string;
  /** As the other stack returns it. */
  let release: Fields;

  before(async () => {
    [source, target] = [await serveRegistry(), await serveRegistry()];
    digest = addImage(source, "team/greeter").digest;
    image = `${source.host}/team/greeter@${digest}`;
    const first = await deploy({ image, scale: { max: 2 } });
    release = { ...first.outputs.release, ...origin, gates: ["smoke"] };
  });
  after(() => {
    for (const registry of [source, target]) registry?.close();
  });
  beforeEach(() => {
    for (const { requests } of [source, target]) requests.length = 0;
  });

  const preview: RenderOptions = { ...cluster(), preview: true };
  const promoted = (more: Partial<FunctionArgs> = {}, answers: RenderOptions = cluster()) =>
    deploy(() => ({ release, registry: `${target.host}/prod`, scale: { max: 2 }, ...more }), {}, answers);
  const runs = ({ all }: Deployed) => (only(all, type.service).inputs as Fields).spec.template.spec.containers[0].image;
  const changing = ({ requests }: Registry) => requests.filter((request) => !/^(GET|HEAD) /.test(request));
  const there = () => `${target.host}/prod/hello@${digest}`;

  it("a preview says where the image will be, and copies nothing", async () => {
    const made = await promoted({}, preview);
    assert.deepEqual([runs(made), made.outputs.image], [there(), there()]);
    assert.deepEqual([changing(source), changing(target), target.stored.has(`prod/hello/${digest}`)], [[], [], false]);
  });

  it("an update copies it, and runs what the preview said", async () => {
    const made = await promoted();
    assert.equal(runs(made), there());
    assert.ok(target.stored.has(`prod/hello/${digest}`));
    assert.deepEqual(changing(source), []);
    assert.equal(made.outputs.revision, (await promoted({}, preview)).outputs.revision);
    assert.deepEqual((await promoted({}, preview)).outputs.release, made.outputs.release);
  });

  it("a second update copies nothing", async () => {
    await promoted();
    for (const { requests } of [source, target]) requests.length = 0;
    await promoted();
    assert.deepEqual([source.requests, changing(target)], [[], []]);
  });

  /** As SDKs of other languages export it: Python's before 3.272 in snake_case, .NET's with the names of its classes. */
  const spellings: Record<string, (name: string) => string> = {
    snake_case: (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    PascalCase: (name) => name.replace(/^[a-z]/, (letter) => letter.toUpperCase()),
  };
  for (const [title, spelled] of Object.entries(spellings)) {
    it(`a release in ${title} is the same, now or later`, async () => {
      const { settings, footprint, ...rest } = release as Fields & { footprint: Fields };
      const respelled = (fields: object) =>
        Object.fromEntries(Object.entries(fields).map(([name, value]) => [spelled(name), value])) as Fields;
      const foreign = respelled({ ...rest, footprint: respelled(footprint), settings });
      assert.ok(Object.keys(foreign).some((name) => /^template_hash$|^TemplateHash$/.test(name)));
      const [own, now, later] = [
        await promoted({}, preview),
        await promoted({ release: foreign }, preview),
        await promoted({ release: pulumi.output(foreign) }, preview),
      ];
      assert.deepEqual([now.outputs.release, later.outputs.release], [own.outputs.release, own.outputs.release]);
    });
  }

  it("the release tells where the image came from, and which gates it passed elsewhere", async () => {
    const { release: own } = (await promoted()).outputs;
    const { revision, templateHash } = own;
    // The image of a release that ko has built runs as non-root.
    const settings = { ...release.settings, "securityContext.runAsNonRoot": "true" };
    assert.deepEqual(own, { ...release, ...origin, settings, image: there(), revision, templateHash });
    assert.notEqual(revision, release.revision);
  });

  for (const [title, registry] of [
    ["without a registry", () => undefined],
    ["in the registry that it is in", () => `${source.host}/team`],
  ] as const)
    it(`${title} the image stays where it is, and no registry is asked`, async () => {
      for (const answers of [preview, cluster()])
        assert.equal(runs(await promoted({ registry: registry() }, answers)), image);
      assert.deepEqual([source.requests, target.requests], [[], []]);
    });

  it("as an Output that a preview does not know, nothing is asked, and the image is not known", async () => {
    const later = pulumi.output(pulumi.unknown) as never;
    const made = await promoted({ release: later }, preview);
    assert.deepEqual([runs(made), made.outputs.image], [unknown(), unknown()]);
    assert.deepEqual([source.requests, target.requests], [[], []]);
  });

  for (const [title, answers] of [
    ["a preview", preview],
    ["an update", cluster()],
  ] as const)
    it(`an image that is gone fails ${title}`, async () => {
      const gone = `sha256:${"f".repeat(64)}`;
      const lost = { ...release, digest: gone, image: `${source.host}/team/greeter@${gone}` };
      const { error, registered } = await failing({ release: lost, registry: `${target.host}/prod` }, {}, answers);
      assert.equal(
        error.message,
        `${lost.image} no longer exists; promote a release whose image the registry still has`,
      );
      assert.deepEqual(registered, []);
    });

  it("all repositories that have to be made before are reported together, those that exist are not", async () => {
    target.intercept = existing(["prod/greeter"]);
    const registry = `${target.host}/prod`;
    const all = ["hello", "greeter", "bye"].map((name) => ({ name, release, registry }));
    const program = () => all.forEach((args) => void new Function(args.name, args as FunctionArgs));
    const error = await render(program, cluster()).then(
      () => assert.fail("all were deployed"),
      (reason) => reason,
    );
    target.intercept = undefined;
    assert.equal(
      error.message,
      `registry ${target.host} has no repositories prod/bye, prod/hello and does not create any on push; create them there first`,
    );
  });

  it("where each tag is taken once, what is attached comes along, and a list of it that exists stays", async () => {
    const shop = await serveRegistry();
    shop.abilities.referrers = false;
    const copied = addImage(source, "team/signed");
    const signature = addImage(source, "team/signed", { subject: copied });
    const list = copied.digest.replace(":", "-");
    const older = addImage(shop, "prod/hello", { subject: copied });
    tagged(shop, "prod/hello", addManifest(shop, "prod/hello", indexType, { manifests: [older] }).digest, list);
    const kept = shop.stored.get(`prod/hello/${list}`);
    shop.intercept = immutableTags(shop);
    const from = { ...release, image: `${source.host}/team/signed@${copied.digest}`, digest: copied.digest };
    const made = await promoted({ release: from, registry: `${shop.host}/prod` });
    shop.close();
    assert.equal(runs(made), `${shop.host}/prod/hello@${copied.digest}`);
    assert.ok(shop.stored.has(`prod/hello/${signature.digest}`));
    assert.deepEqual(shop.stored.get(`prod/hello/${list}`), kept);
  });

  it("a registry that is away stops nothing where the image stays", async () => {
    const away = await serveRegistry();
    const registry = `${away.host}/prod`;
    const first = await promoted({ registry });
    away.close();
    const again = await deploy(() => ({ release, registry, scale: { max: 3 } }), first);
    assert.equal(runs(again), runs(first));
  });

  it("gates that are required are looked at before the registry is", async () => {
    const { error } = await failing({ release, registry: `${target.host}/prod`, require: ["step-100"] });
    assert.match(
      error.message,
      /require: the release has not passed step-100 \(it passed: smoke\); promote one that has/,
    );
    assert.deepEqual([source.requests, target.requests], [[], []]);
  });
});
