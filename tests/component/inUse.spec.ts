// A Knative that others use: what its guard checks, what it waits for, and its message when it refuses.
import assert from "node:assert/strict";
import { guardProvider } from "../../provider/src/knative/guardProvider";
import { refuseInUse } from "../../provider/src/knative/inUse";
import { type FakeObject, withCluster } from "./fakeCluster";

const urn = "urn:pulumi:dev::project::knative-faas:index:Knative$knative-faas:index:KnativeGuard::knative/guard";
const own = { "app.kubernetes.io/instance": "dev" };

const service = (metadata: object = {}): FakeObject => ({
  apiVersion: "serving.knative.dev/v1",
  kind: "Service",
  metadata: { name: "cart", namespace: "shop", ...metadata },
});

/** The guard's message, or undefined if it allows the destroy. */
async function said(objects: () => FakeObject[]): Promise<string | undefined> {
  return withCluster(objects, ({ config }) => guard(config["kubernetes:kubeconfig"] as string));
}

const guard = (kubeconfig: string) =>
  refuseInUse({ kubeconfig, own }, urn).then(
    () => undefined,
    (error: Error) => error.message,
  );

describe("knative: one that others use", () => {
  it("is not destroyed, and all that lives on it is named with its owner and the way on", async () => {
    const cart = service({ managedFields: [{ manager: "kubectl" }] });
    const broker = { ...service({ name: "bus" }), apiVersion: "eventing.knative.dev/v1", kind: "Broker" };
    const text = (await said(() => [cart, broker])) ?? "";
    assert.match(text, /Service shop\/cart: its fields are managed by kubectl/);
    assert.match(text, /Broker shop\/bus: its owner is unknown/);
    assert.ok(text.includes(`pulumi state delete '${urn}'`), text);
  });

  it("is not destroyed either where that can't be seen", async () => {
    const refused = () => {
      throw new Error("services is forbidden");
    };
    assert.match((await said(refused)) ?? "", /the objects that use it can't be listed: .*403 .*services is forbidden/);
  });

  for (const [title, object] of [
    ["what Knative makes itself of another object", service({ ownerReferences: [{ kind: "Service", name: "cart" }] })],
    ["what lies in Knative's own namespaces", service({ namespace: "knative-serving" })],
    ["what is no object of Knative", { ...service(), apiVersion: "v1", kind: "Secret" }],
  ] as const)
    it(`goes where there is only ${title}`, async () => assert.equal(await said(() => [object]), undefined));

  for (const [title, metadata] of [
    ["is being deleted", { deletionTimestamp: "2026-11-29T00:00:00Z" }],
    ["is of the same stack", { labels: own }],
  ] as const)
    it(`waits for what ${title}`, async () => {
      let looks = 0;
      assert.equal(await said(() => (looks++ < 4 ? [service(metadata)] : [])), undefined);
      assert.ok(looks > 4);
    });

  it("is no matter of the guard where the cluster does not answer, and a kubeconfig is not shown", async () => {
    const gone = await withCluster(
      () => [],
      async ({ config }) => config["kubernetes:kubeconfig"] as string,
    );
    assert.equal(await guard(gone), undefined);
    const broken = (await guard("token: [hunter2")) ?? "";
    assert.match(broken, /^the kubeconfig of the Kubernetes provider is neither a file nor the text of one$/);
  });
});

describe("ownership: pulumi import", () => {
  const read = (type: string) =>
    guardProvider.read?.("id", `urn:pulumi:dev::project::${type}::one`, { own }) as Promise<unknown>;

  for (const [kind, way] of [
    ["Function", "adopt: true adopts existing objects"],
    ["Knative", "existing: true uses an existing one"],
  ])
    it(`of a ${kind} is told what to do instead`, () =>
      assert.rejects(read(`knative-faas:index:${kind}`), {
        message: `${kind} is a component, which can't be imported: write it in the program with its name and namespace; ${way}`,
      }));

  it("a refresh reads the guard as it is", async () =>
    assert.deepEqual(await read("knative-faas:index:Knative$knative-faas:index:KnativeGuard"), {
      id: "id",
      props: { own },
    }));
});
