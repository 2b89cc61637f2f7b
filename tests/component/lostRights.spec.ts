// What a trigger needs was deleted outside of Pulumi: it counts for the trigger once the update had its chance to create it again.
import assert from "node:assert/strict";
import type { FunctionArgs } from "../../provider/src/index";
import { cluster, type Deployed, deploy, failing, image } from "./deployed";
import { type FakeObject, objectsOf, withCluster } from "./fakeCluster";

const resources = [{ apiVersion: "v1", kind: "Pod" }];
const args: FunctionArgs = { image, namespace: "shop", triggers: { apiServer: { pods: { resources } } } };
const role = "kubernetes:rbac.authorization.k8s.io/v1:Role";

const conditions = [{ type: "Ready", status: "True" }];
const ready = (object: FakeObject): FakeObject => ({
  ...object,
  metadata: { ...object.metadata, generation: 1 },
  status: { observedGeneration: 1, conditions },
});

describe("ownership: a function whose trigger has lost its Role", () => {
  let first: Deployed;
  before(async () => {
    first = await deploy(args);
  });

  /** An update that creates the Role, or leaves it as the state says it is. */
  function updated<Result>(update: typeof deploy | typeof failing, creates: boolean): Promise<Result> {
    let isThere = false;
    const answers = cluster(({ type }) => {
      if (type === role) isThere = creates;
      return undefined;
    });
    return withCluster(
      () =>
        objectsOf(first.state)
          .map(ready)
          .filter(({ kind }) => isThere || kind !== "Role"),
      ({ config }) => update(args, first, { ...answers, config }) as Promise<Result>,
    );
  }

  it("gets it from an update that creates it", async () => {
    await updated(deploy, true);
  });

  it("is registered before the update fails because of the trigger", async () => {
    const { error, registered } = await updated<Awaited<ReturnType<typeof failing>>>(failing, false);
    assert.match(error.message, /^trigger pods of function hello is not ready: .*Role shop\/hello-pods .* no longer/);
    assert.ok(registered.includes("hello-traffic"));
  });
});
