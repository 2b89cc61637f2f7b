// Releases of a function: what an update retains of the previous one, rollbacks, and its outputs.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Function, type FunctionArgs } from "../../provider/src/index";
import { InvalidArgs } from "../../provider/src/input/problems";
import { cluster, type Deployed, deploy, digest, type Fields, failing, image, only, summary, type } from "./deployed";
import { render, unknown, withState } from "./harness";

const second = `registry.example.com/hello@${digest("b")}`;
const serviceOf = ({ all }: Deployed): Fields => only(all, type.service).inputs;
const trafficOf = ({ all }: Deployed): Fields => (only(all, type.traffic).inputs as Fields).spec.traffic;

describe("releases: a function that changes", () => {
  let first: Deployed;
  let after: Deployed;
  let old: string;
  let next: string;
  before(async () => {
    first = await deploy({ image });
    after = await deploy({ image: second, port: 3000 }, first);
    [old, next] = [first.outputs.revision, after.outputs.revision];
  });

  it("registers its Service, the node that keeps the old revision, and its traffic", () => {
    assert.notEqual(old, next);
    assert.deepEqual(summary(first.all), ["Function hello", "Service hello", "ServicePatch hello-traffic after hello"]);
    assert.deepEqual(summary(after.all).sort(), [
      "Function hello",
      `RevisionPatch hello/${old} after hello`,
      "Service hello",
      "ServicePatch hello-traffic after hello",
    ]);
  });

  it("keeps the old revision under no field manager's annotation, which its Pods would get", () => {
    const { inputs, retainOnDelete } = only(after.all, type.revision);
    assert.deepEqual(inputs, {
      apiVersion: "serving.knative.dev/v1",
      kind: "Revision",
      metadata: { name: old, namespace: "default", annotations: { "serving.knative.dev/no-gc": "true" } },
    });
    assert.equal(retainOnDelete, false);
  });

  it("lets go of the old revision before the Service is deleted, and not after it", async () => {
    const { urn } = only(after.all, type.service);
    const { deletedWith, propertyDependencies } = only(after.all, type.revision);
    assert.deepEqual([deletedWith, propertyDependencies.metadata], [urn, [urn]]);
    const args = { image, revisions: { keep: 1 } };
    const retained = await render(() => void new Function("hello", { ...args, port: 3000 }, { retainOnDelete: true }), {
      ...cluster(),
      ...withState(first.state, cluster()),
    });
    assert.equal(only(retained, type.revision).deletedWith, "");
  });

  it("keeps none of a Service that is deleted and recreated, as an update may be asked to", async () => {
    const anew = (preview: boolean) => {
      const metadata = { name: "hello", namespace: "default", uid: "another" };
      const other = cluster(({ type: kind }) => (kind === type.service ? { metadata, status: {} } : undefined));
      return deploy({ image: second, port: 3000 }, after, { ...other, preview, foresee: other.respond });
    };
    for (const { all } of [await anew(true), await anew(false)])
      assert.deepEqual(
        all.filter(({ type: kind }) => kind === type.revision),
        [],
      );
  });

  it("returns both releases and the table", () => {
    const { traffic, release, releases } = after.outputs;
    assert.deepEqual(traffic, [{ revision: next, percent: 100 }]);
    const footprint = { minPods: 0, maxPods: 0, cpu: 0.045, memory: 2 ** 25 };
    const made = (of: string, reference: string, settings: object) => ({
      ...{ image: reference, digest: reference.split("@")[1], revision: of, templateHash: of.slice("hello-".length) },
      ...{ gates: [], served: true, settings, footprint },
    });
    assert.deepEqual(release, made(next, second, { port: "3000" }));
    assert.deepEqual(releases, [made(old, image, {})]);
  });

  it("a preview names the same", async () => {
    const preview = await deploy({ image: second, port: 3000 }, first, { ...cluster(), preview: true });
    assert.deepEqual(summary(preview.all).sort(), summary(after.all).sort());
    const { secretKey: _key, url, ...outputs } = preview.outputs;
    assert.deepEqual(url, unknown());
    const { secretKey: _other, url: _url, ...expected } = after.outputs;
    assert.deepEqual(outputs, expected);
  });

  it("without a change nothing is new", async () => {
    const again = await deploy({ image: second, port: 3000 }, after);
    assert.deepEqual(summary(again.all).sort(), summary(after.all).sort());
    assert.deepEqual(again.outputs, after.outputs);
  });

  it("a template that was there before is gone back to, and the one that served is kept", async () => {
    const back = await deploy({ image }, after);
    assert.equal(back.outputs.revision, old);
    assert.equal(only(back.all, type.revision).name, `hello/${next}`);
    const { release, releases } = back.outputs;
    assert.deepEqual([release, ...releases], [first.outputs.release, after.outputs.release]);
  });

  it("traffic that names an earlier revision needs no image: the last one stays", async () => {
    const traffic = [{ revision: old, percent: 100, tag: "old" }];
    const back = await deploy({ traffic, port: 3000 }, after);
    assert.equal(serviceOf(back).spec.template.spec.containers[0].image, second);
    assert.equal(serviceOf(back).spec.template.metadata.name, next);
    assert.deepEqual(trafficOf(back), [{ revisionName: old, percent: 100, tag: "old" }]);
    assert.equal(only(back.all, type.revision).name, `hello/${old}`);
    const { release, releases, traffic: routes, image: last } = back.outputs;
    assert.deepEqual([release.revision, releases[0].revision, last], [old, next, second]);
    assert.deepEqual(routes, [
      { revision: old, percent: 100, tag: "old", url: "http://old-hello.default.example.com" },
    ]);
  });

  it("an earlier release is deployed again by its value, also as an Output", async () => {
    const { release } = first.outputs;
    for (const given of [release, "as an Output"]) {
      const args = () => ({ release: given === release ? release : pulumi.output(release) }) as FunctionArgs;
      const back = await deploy(args, after);
      assert.equal(back.outputs.revision, old);
      assert.deepEqual(back.outputs.release, release);
    }
  });

  it("a share of a release is one of its revision", async () => {
    const shared = await deploy(
      () => ({
        image: second,
        port: 3000,
        traffic: [
          { latest: true, percent: 90 },
          { release: pulumi.output(first.outputs.release) as never, percent: 10 },
        ],
      }),
      after,
    );
    assert.deepEqual(trafficOf(shared), [
      { revisionName: next, percent: 90 },
      { revisionName: old, percent: 10 },
    ]);
  });

  it("keeps as many as are said", async () => {
    const third = await deploy({ image, port: 3001, revisions: { keep: 1 } }, after);
    assert.equal(only(third.all, type.revision).name, `hello/${next}`);
    const none = await deploy({ image, port: 3001, revisions: { keep: 0 } }, after);
    assert.deepEqual([summary(none.all).length, none.outputs.releases], [3, []]);
  });

  it("one whose node is gone from the state can't be gone back to", async () => {
    const { [only(after.all, type.revision).urn]: _gone, ...state } = after.state;
    const third = await deploy({ image, port: 3001 }, { state });
    assert.deepEqual(
      third.outputs.releases.map(({ revision }: Fields) => revision),
      [next],
    );
  });

  it("in another namespace it starts over", async () => {
    const moved = await deploy({ image: second, namespace: "shop" }, after, { ...cluster(), moves: true });
    assert.deepEqual([summary(moved.all).length, moved.outputs.releases], [3, []]);
  });
});

describe("releases: a function that is refused", () => {
  let last: Deployed;
  let old: string;
  let next: string;
  before(async () => {
    const first = await deploy({ image, scale: { max: 2 } });
    last = await deploy({ image: second, scale: { max: 2 } }, first);
    [old, next] = [first.outputs.revision, last.outputs.revision];
  });

  const refused: [string, () => FunctionArgs, () => [string, string][]][] = [
    [
      "traffic to a revision that is not there: those there are, are listed",
      () => ({
        image: second,
        scale: { max: 2 },
        traffic: [
          { revision: "hello-0000000000", percent: 50 },
          { revision: old, percent: 50 },
        ],
      }),
      () => [
        [
          "traffic[0]",
          `expected an existing revision of this function (${next}, ${old}), got "hello-0000000000"; name one of them, or retain more with revisions.keep`,
        ],
      ],
    ],
    [
      "a release that turns out to lack a gate",
      () => ({ release: pulumi.output(last.outputs.release) as never, require: ["smoke"] }),
      () => [["require", "the release has not passed smoke (it passed: none); promote one that has"]],
    ],
    [
      "a release that turns out to be none",
      () => ({ release: pulumi.output({ ...last.outputs.release, digest: "sha256:1" }) as never }),
      () => [
        [
          "release.digest",
          'expected sha256: and 64 hexadecimal digits, so that the same bits run; a release of an image by tag has none, got "sha256:1"',
        ],
        [
          "release.image",
          `expected a reference that ends with its digest (@sha256:1), got "registry.example.com/hello@sha256:${"b".repeat(42)}...; pass the release unchanged`,
        ],
      ],
    ],
    [
      "more Pods than the budget has",
      () => ({ image, scale: { max: 4 }, budget: { maxPods: 3 } }),
      () => [
        [
          "budget.maxPods",
          "expected at most 3 Pods, got up to 6 while 2 revisions run side by side; lower scale.max, or raise the budget",
        ],
      ],
    ],
  ];
  for (const [title, args, problems] of refused)
    for (const preview of [true, false])
      it(`${title}; ${preview ? "in a preview" : "before anything is applied"}`, async () => {
        const { error, registered } = await failing(args, last, { ...cluster(), preview });
        assert.ok(error instanceof InvalidArgs, String(error));
        assert.deepEqual(
          error.problems.map(({ propertyPath, reason }) => [propertyPath, reason]),
          problems(),
        );
        assert.deepEqual(registered, []);
      });

  it("more Pods than the budget has while both revisions run, and no longer once the new one serves", async () => {
    const budget = { maxPods: 5 };
    const first = await deploy({ image, scale: { max: 3 }, budget });
    const args = { image: second, scale: { max: 3 }, budget };
    const { error, registered } = await failing(args, first);
    assert.match(
      error.message,
      /expected at most 5 Pods, got up to 6 while 2 revisions run side by side; lower scale.max/,
    );
    assert.deepEqual(registered, []);
    const roomy = await deploy({ ...args, budget: { maxPods: 6 } }, first);
    assert.equal((await deploy(args, roomy)).outputs.revision, roomy.outputs.revision);
  });

  it("a revision counts that is reached by a tag alone, and none that is not reached", async () => {
    const args = (tag: object): FunctionArgs => ({
      image,
      port: 3000,
      scale: { max: 2 },
      budget: { maxPods: 4 },
      traffic: [
        { revision: next, percent: 100 },
        { latest: true, ...tag },
      ],
    });
    assert.equal((await deploy(args({ tag: "canary" }), last)).outputs.release.revision, next);
    const smaller = { ...args({ tag: "canary" }), budget: { maxPods: 3 } };
    const refusal = await failing(smaller, last);
    assert.match(refusal.error.message, /expected at most 3 Pods, got up to 4 while 2 revisions run side by side/);
    const untagged = await deploy({ ...args({}), budget: { maxPods: 2 } }, last);
    assert.equal(untagged.outputs.release.revision, next);
  });

  it("traffic for an earlier revision of a function that has none", async () => {
    const { error, registered } = await failing({ traffic: [{ revision: old, percent: 100 }] });
    assert.match(error.message, /source: is required: set source \(a Go directory to build\)/);
    assert.deepEqual(registered, []);
  });
});
