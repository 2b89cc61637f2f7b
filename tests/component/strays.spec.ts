// If a stack's first update dies, the key of its Secrets' names is lost: the next update reports the Secrets that it created.
import assert from "node:assert/strict";
import type { FunctionArgs } from "../../provider/src/index";
import { cluster, deploy, image, only, type } from "./deployed";
import { type FakeObject, objectsOf, withCluster } from "./fakeCluster";
import type { LogMessage, State } from "./harness";

const args: FunctionArgs = { image, namespace: "shop", secrets: { TOKEN: "one" } };

const labels = {
  "app.kubernetes.io/name": "hello",
  "app.kubernetes.io/instance": "dev",
  "app.kubernetes.io/part-of": "project",
  "app.kubernetes.io/managed-by": "pulumi",
};

const made = (name: string, changed: object = {}): FakeObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace: "shop", uid: name, labels: { ...labels, ...changed } },
});

describe("recovery: Secrets of a first update that died", () => {
  /** Messages of an update or a preview about Secrets. */
  async function told(there: FakeObject[], state: State = {}, preview = false): Promise<string[]> {
    const logs: LogMessage[] = [];
    await withCluster(
      () => there,
      ({ config }) => deploy(args, { state }, { ...cluster(), config, logs, preview }),
    );
    return logs.map(({ message }) => message).filter((message) => message.startsWith("Secret "));
  }

  it("one that the state does not know is reported, with how to take it away", async () => {
    const others = [
      made("another-function", { "app.kubernetes.io/name": "other" }),
      made("another-stack", { "app.kubernetes.io/instance": "prod" }),
    ];
    for (const preview of [true, false])
      assert.deepEqual(await told([made("hello-0123456789"), ...others], {}, preview), [
        "Secret shop/hello-0123456789 has the labels of this stack but is not in its state: an interrupted update created it, the state was lost, or it belongs to a renamed stack that had this one's name and still needs it. Only if it belongs to no such stack, and no revision reads it any more, delete it with kubectl delete secret -n shop hello-0123456789",
      ]);
  });

  it("one that the state knows is replaced, and not reported", async () => {
    const { all } = await deploy(args);
    const secret = only(all, type.secret);
    const { name } = secret.inputs.metadata as { name: string };
    const state = { [secret.urn]: { type: type.secret, outputs: secret.inputs } };
    assert.deepEqual(await told([made(name)], state), []);
  });

  it("a stack that has its key does not look", async () => {
    const { state, all } = await deploy(args);
    const { name } = only(all, type.secret).inputs.metadata as { name: string };
    const existing = [...objectsOf(state), made("hello-0123456789"), made(name)];
    assert.deepEqual(await told(existing, state), []);
  });
});
