// A component in a library program that is renamed: the old object is never deleted before the new one serves.
import assert from "node:assert/strict";
import { cluster, deploy, failing, image, only, type } from "./deployed";
import { withCluster } from "./fakeCluster";

const moved = (from: string, to: string) =>
  `Service ${from} would be deleted before ${to} is created; rename the resource in the program too`;

describe("ownership: a function of a library that moves", () => {
  for (const [title, args, expected] of [
    ["to another name", { name: "basket" }, moved("default/hello", "default/basket")],
    ["to another namespace", { namespace: "shop" }, moved("default/hello", "shop/hello")],
  ] as const)
    for (const preview of [true, false])
      it(`${title} is refused in ${preview ? "a preview" : "an update"}`, async () => {
        const first = await deploy({ image });
        const { error, registered } = await failing({ image, ...args }, first, { ...cluster(), preview });
        assert.equal(error.message.slice(0, expected.length), expected);
        assert.ok(!registered.includes("hello-traffic"));
      });

  it("and goes on under the name that it has", async () => {
    const first = await deploy({ image, name: "basket" });
    const { all } = await deploy({ image, name: "basket", env: { A: "b" } }, first);
    assert.equal((only(all, type.service).inputs.metadata as { name: string }).name, "basket");
  });
});

describe("ownership: a function that moves to a name that another owner has", () => {
  const service = { apiVersion: "serving.knative.dev/v1", kind: "Service" };
  const foreign = { ...service, metadata: { name: "basket", namespace: "default", uid: "of-kubectl" } };

  it("is refused in an update without a preview too, before any of its objects is registered", async () => {
    const rollout = { image, smoke: { http: {} } };
    const first = await deploy({ image });
    const { error, registered } = await withCluster(
      () => [foreign],
      ({ config }) => failing({ image, name: "basket", rollout }, first, { ...cluster(), config, moves: true }),
    );
    assert.match(error.message, /Service default\/basket already exists and does not belong to this stack/);
    assert.deepEqual(registered, []);
  });
});
