// Whose an object is that is there already: what this node may have, and the words where it may not.
import assert from "node:assert/strict";
import type { LiveObject } from "../../provider/src/core/cluster";
import { ownerOf } from "../../provider/src/core/marks";
import { refusalOf, twinOf } from "../../provider/src/core/owner";
import { ownershipLabels } from "../../provider/src/core/ownership";
import type { State } from "../../provider/src/core/previous";

const type = "kubernetes:serving.knative.dev/v1:Service";
const urnOf = (name: string) => `urn:pulumi:dev::shop::knative-faas:index:Function$${type}::${name}`;

const live = (more: Partial<LiveObject["metadata"]> = {}): LiveObject => ({
  apiVersion: "serving.knative.dev/v1",
  kind: "Service",
  metadata: { name: "cart", namespace: "shop", uid: "0a1b", ...more },
});

const inState = (urn: string, uid = "0a1b"): State => ({
  [urn]: { type, outputs: { metadata: { name: "cart", namespace: "shop", uid } } },
});

const there = "Service shop/cart is there already, and is";

describe("ownership: an object that is there", () => {
  const cases: [string, LiveObject, State, string | undefined][] = [
    ["is of an update of this stack that died", live({ labels: ownershipLabels() }), {}, undefined],
    [
      "is of another resource of this stack",
      live({ labels: ownershipLabels() }),
      inState(urnOf("orders")),
      `${there} of another resource of this stack: ${urnOf("orders")}; it would be deleted`,
    ],
    ["was only read by another resource", live(), inState(`${urnOf("orders")} (read)`), `${there} not of this stack`],
    [
      "has the name of another that the state has",
      live(),
      inState(urnOf("orders"), "other"),
      `${there} not of this stack`,
    ],
    [
      "is of another stack",
      live({ labels: { ...ownershipLabels(), "app.kubernetes.io/instance": "prod" } }),
      {},
      `${there} not of this stack: it is of the stack project/prod; give another name`,
    ],
    [
      "is of a stack of the same names in another backend",
      live({ labels: { ...ownershipLabels(), "knative-faas.dev/backend": "0b" } }),
      {},
      `${there} not of this stack: it is of the stack project/stack of another backend; give another name`,
    ],
    [
      "is of an update of this stack that died, marked with its backend",
      live({ labels: { ...ownershipLabels(), "knative-faas.dev/backend": "0a" } }),
      {},
      undefined,
    ],
    [
      "was adopted, and left in place when its stack was destroyed",
      live({ labels: ownershipLabels(), annotations: { "knative-faas.dev/adopted": "true" } }),
      {},
      `${there} not of this stack`,
    ],
    [
      "is being deleted",
      live({ labels: ownershipLabels(), deletionTimestamp: "2026-11-29T00:00:00Z" }),
      {},
      `${there} being deleted; wait until it is gone`,
    ],
  ];
  for (const [title, object, state, expected] of cases)
    it(title, () => {
      const refusal = refusalOf(object, { urns: [urnOf("cart")], state, mark: "0a", adopt: false });
      assert.equal(refusal?.slice(0, expected?.length), expected);
    });

  it("is a claim for another namespace, which is never adopted", () => {
    const claim = { ...live(), kind: "ClusterDomainClaim", spec: { namespace: "other" } };
    const refusal = refusalOf(claim, { urns: [urnOf("cart")], state: {}, adopt: true });
    assert.match(refusal ?? "", /for namespace other, and a claim is the platform's, and never adopted/);
  });

  it("is in the state twice, so that neither node goes on with it", () => {
    const object = { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "cart", namespace: "shop" };
    const twin = (state: State, urns = [urnOf("a")]) => twinOf(object, { urns, state });
    const one = inState(urnOf("a"));
    assert.match(twin({ ...one, ...inState(urnOf("b")) }) ?? "", /is in this state twice, as .*::a and as .*::b/);
    assert.equal(twin({ ...one, ...inState(urnOf("b"), "other") }), undefined);
    assert.equal(twin({ ...one, ...inState(`${urnOf("a")} (read)`) }), undefined);
    assert.equal(twin({ ...one, ...inState(urnOf("b")) }, [urnOf("a"), urnOf("b")]), undefined);
  });

  it("is taken over where that was asked for, but from another resource of this stack", () => {
    const refused = (state: State) => refusalOf(live(), { urns: [urnOf("cart")], state, adopt: true }) !== undefined;
    assert.deepEqual([refused({}), refused(inState(urnOf("orders")))], [false, true]);
  });
});

describe("ownership: whose it is, by its marks", () => {
  const cases: [string, Partial<LiveObject["metadata"]>, string][] = [
    [
      "a controller",
      { ownerReferences: [{ kind: "Function", name: "cart", controller: true }] },
      "it belongs to Function cart",
    ],
    ["a stack", { labels: { ...ownershipLabels() } }, "it is of the stack project/stack"],
    ["another tool", { labels: { "app.kubernetes.io/managed-by": "Helm" } }, "it is managed by Helm"],
    [
      "whoever set its fields",
      { managedFields: [{ manager: "kubectl-client-side-apply" }, { manager: "controller" }, { manager: "kn" }] },
      "its fields are of kubectl-client-side-apply, kn",
    ],
    ["nobody", {}, "nothing says whose it is"],
  ];
  for (const [title, metadata, expected] of cases) it(title, () => assert.equal(ownerOf(live(metadata)), expected));
});
