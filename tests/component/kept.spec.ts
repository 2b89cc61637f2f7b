// Secrets and files of a function: each content is a node of its own, which stays as long as a revision reads it.
import assert from "node:assert/strict";
import type { FunctionArgs } from "../../provider/src/index";
import { cluster, type Deployed, deploy, type Fields, image, only, summary, type } from "./deployed";
import { type Registration, secret } from "./harness";

const mapType = "kubernetes:core/v1:ConfigMap";
const args = (token: string, page: string): FunctionArgs => ({
  image,
  secrets: { TOKEN: token },
  volumes: { site: { mountPath: "/site", files: { "index.html": page } } },
});

const ofKind = ({ all }: Deployed, kind: string) => all.filter((one) => one.type === kind);
const names = (all: Registration[]) => all.map(({ name }) => name);

describe("secrets: content of a function that changes", () => {
  let first: Deployed;
  let second: Deployed;
  /** Secret and ConfigMap of the first. */
  let own: Registration[];
  before(async () => {
    first = await deploy(args("one", "<p>1"));
    second = await deploy(args("two", "<p>2"), first);
    own = [only(first.all, type.secret), only(first.all, mapType)];
  });

  it("is made first, under names of its own", () => {
    const [key, site] = own.map(({ name }) => name);
    assert.deepEqual(summary(first.all.slice(0, 3)).sort(), [`ConfigMap ${site}`, "Function hello", `Secret ${key}`]);
    assert.deepEqual(summary(first.all.slice(3)), [
      `Service hello after ${[key, site].sort().join(", ")}`,
      "ServicePatch hello-traffic after hello",
    ]);
    assert.equal(key, "hello/secrets");
    assert.match(site as string, /^hello\/hello-site-[0-9a-f]{10}$/);
    assert.deepEqual(
      own.map(({ inputs }) => inputs.data),
      [secret({ TOKEN: btoa("one") }), { "index.html": "<p>1" }],
    );
    const { volumes } = (only(first.all, type.service).inputs as Fields).spec.template.spec;
    assert.deepEqual(volumes, [{ name: "site", configMap: { name: site?.slice("hello/".length) } }]);
  });

  it("what the kept revision reads stays, as it is in the state: without values, and no change is made to it", () => {
    for (const { type: kind, name, inputs } of own) {
      assert.equal(ofKind(second, kind).length, 2);
      const kept = ofKind(second, kind).find((one) => one.name === name) as Registration;
      const { metadata, ...others } = kept.inputs as Fields;
      assert.deepEqual(others, { apiVersion: "v1", kind: inputs.kind });
      assert.equal(metadata.name, (inputs.metadata as Fields).name);
      assert.deepEqual(kept.ignoreChanges, ["metadata", "immutable", "type", "data", "stringData"]);
    }
    const newest = ofKind(second, type.secret).find(({ name }) => name !== own[0]?.name);
    assert.deepEqual([newest?.inputs.data, newest?.ignoreChanges], [secret({ TOKEN: btoa("two") }), []]);
  });

  it("the component remembers which revision reads what", () => {
    const objects = ({ all }: Deployed) => [type.secret, mapType].map((kind) => only(all, kind).inputs as Fields);
    const written = objects(first).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    assert.deepEqual(first.outputs.contents, { [first.outputs.revision]: written });
    assert.deepEqual(second.outputs.contents[first.outputs.revision], written);
    assert.deepEqual(
      Object.keys(second.outputs.contents).sort(),
      [first.outputs.revision, second.outputs.revision].sort(),
    );
  });

  it("a preview shows the same nodes", async () => {
    const preview = await deploy(args("two", "<p>2"), first, { ...cluster(), preview: true });
    assert.deepEqual(names(preview.all).sort(), names(second.all).sort());
  });

  it("what both read is one node, with its values", async () => {
    const changed = await deploy({ ...args("one", "<p>1"), port: 3000 }, first);
    assert.deepEqual(only(changed.all, type.secret).inputs.data, secret({ TOKEN: btoa("one") }));
    assert.deepEqual(only(changed.all, mapType).ignoreChanges, []);
  });

  it("what is gone back to has its values again, and the other stays without", async () => {
    const back = await deploy(args("one", "<p>1"), second);
    const values = ofKind(back, type.secret).map(({ name, inputs }) => [name === own[0]?.name, inputs.data]);
    assert.deepEqual(values.sort(), [
      [false, undefined],
      [true, secret({ TOKEN: btoa("one") })],
    ]);
  });

  it("goes with the last revision that reads it", async () => {
    const alone = await deploy({ ...args("two", "<p>2"), revisions: { keep: 0 } }, first);
    assert.equal(ofKind(alone, type.secret).length, 1);
    assert.deepEqual(Object.keys(alone.outputs.contents), [alone.outputs.revision]);
  });

  it("what somebody took away and this update makes again is remembered as before", async () => {
    const without = Object.entries(first.state).filter(([, one]) => one.type !== type.secret);
    const again = await deploy(args("one", "<p>1"), { state: Object.fromEntries(without) });
    assert.deepEqual(again.outputs.contents, first.outputs.contents);
  });

  it("is kept also where the new revision reads none", async () => {
    const none = await deploy({ image }, first);
    assert.deepEqual(names([...ofKind(none, type.secret), ...ofKind(none, mapType)]), names(own));
  });
});
