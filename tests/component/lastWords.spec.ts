// The status of a Knative Service repeats the last output of a crashed program: the engine keeps it secret, but values derived from it are plain.
import assert from "node:assert/strict";
import { cluster, type Deployed, deploy, digest, image } from "./deployed";

const second = `registry.example.com/hello@${digest("b")}`;

/** By type and name, what the engine must keep secret of each object. */
const secretOutputs = ({ all }: Deployed) =>
  Object.fromEntries(
    all
      .filter(({ custom }) => custom)
      .map(({ type, name, additionalSecretOutputs }) => [`${type.split(":").pop()} ${name}`, additionalSecretOutputs]),
  );

describe("secrets: in what Knative repeats of a program", () => {
  const args = {
    secrets: { PASSWORD: "hunter22" },
    traffic: [{ latest: true, percent: 100, tag: "canary" }],
    rollout: { smoke: { http: {} }, image: `registry.example.com/rollout@${digest("e")}` },
  };
  const answers = cluster(({ type }) =>
    type.endsWith(":ServicePatch")
      ? { status: { url: "http://hello.example.com", traffic: [{ tag: "canary", url: "http://canary.example.com" }] } }
      : undefined,
  );
  let first: Deployed;
  let changed: Deployed;
  before(async () => {
    first = await deploy({ ...args, image }, {}, answers);
    changed = await deploy({ ...args, image: second }, first, answers);
  });

  it("the status of each object that has them is a secret output", () => {
    const { revision } = first.outputs;
    const found = secretOutputs(changed);
    const secret = Object.entries(found).filter(([, outputs]) => outputs.length > 0);
    assert.deepEqual(Object.fromEntries(secret), {
      "Service hello": ["status"],
      "ServicePatch hello-traffic": ["status"],
      [`RevisionPatch hello/${revision}`]: ["status"],
    });
    assert.ok(Object.keys(found).includes("Job hello/smoke"), JSON.stringify(found));
  });

  it("what the function says of itself is no secret", () => {
    const { url, revision, traffic, release } = changed.outputs;
    assert.equal(url, "http://hello.example.com");
    assert.match(revision, /^hello-[0-9a-f]{10}$/);
    assert.deepEqual(traffic, [{ revision, percent: 100, tag: "canary", url: "http://canary.example.com" }]);
    assert.deepEqual([release.revision, release.image, release.gates], [revision, second, ["smoke"]]);
  });

  it("nor in a preview", async () => {
    const { url, revision } = changed.outputs;
    const preview = await deploy({ ...args, image: second }, changed, {
      ...answers,
      preview: true,
      foresee: answers.respond,
    });
    assert.deepEqual([preview.outputs.url, preview.outputs.revision], [url, revision]);
    assert.deepEqual(secretOutputs(preview), secretOutputs(changed));
  });
});
