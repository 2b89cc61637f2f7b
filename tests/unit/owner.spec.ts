// Ownership of existing objects: which ones a node may have, and the message if it may not.
import assert from "node:assert/strict";
import type { LiveObject } from "../../provider/src/cluster/cluster";
import { ownershipLabels } from "../../provider/src/kubernetes/ownershipLabels";
import { ownerOf } from "../../provider/src/ownership/marks";
import { leftBehind, refusalOf, takenOverBy, twinOf } from "../../provider/src/ownership/refusals";
import type { State } from "../../provider/src/pulumi/previous";

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

const there = "Service shop/cart already exists and";

describe("ownership: an object that is there", () => {
  const cases: [string, LiveObject, State, string | undefined, boolean?][] = [
    ["is of an update of this stack that died", live({ labels: ownershipLabels() }), {}, undefined],
    [
      "is of a stack that had this one's name, before this one was made",
      live({ labels: ownershipLabels() }),
      {},
      "Service shop/cart already exists with the labels of this stack, but the component is not in its state: an earlier stack of the same name created it",
      false,
    ],
    [
      "is of another resource of this stack",
      live({ labels: ownershipLabels() }),
      inState(urnOf("orders")),
      `${there} belongs to another resource of this stack: ${urnOf("orders")}; it would be deleted`,
    ],
    [
      "was only read by another resource",
      live(),
      inState(`${urnOf("orders")} (read)`),
      `${there} does not belong to this stack`,
    ],
    [
      "has the name of another that the state has",
      live(),
      inState(urnOf("orders"), "other"),
      `${there} does not belong to this stack`,
    ],
    [
      "is of another stack",
      live({ labels: { ...ownershipLabels(), "app.kubernetes.io/instance": "prod" } }),
      {},
      `${there} does not belong to this stack: it belongs to the stack project/prod; set another name`,
    ],
    [
      "is of a stack of the same names in another backend",
      live({ labels: { ...ownershipLabels(), "knative-faas.dev/backend": "0b" } }),
      {},
      `${there} does not belong to this stack: it belongs to the stack project/stack of another backend, or one whose name its labels shorten; set another name`,
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
      `${there} does not belong to this stack`,
    ],
    [
      "is being deleted",
      live({ labels: ownershipLabels(), deletionTimestamp: "2026-11-29T00:00:00Z" }),
      {},
      `${there} is being deleted; wait for the deletion to finish`,
    ],
  ];
  for (const [title, object, state, expected, begun = true] of cases)
    it(title, () => {
      const refusal = refusalOf(object, { urns: [urnOf("cart")], state, mark: "0a", adopt: false, begun });
      assert.equal(refusal?.slice(0, expected?.length), expected);
    });

  it("is a claim for another namespace, which is never adopted", () => {
    const claim = { ...live(), kind: "ClusterDomainClaim", spec: { namespace: "other" } };
    const refusal = refusalOf(claim, { urns: [urnOf("cart")], state: {}, adopt: true, begun: true });
    assert.match(refusal ?? "", /for namespace other, and claims belong to the platform and are never adopted/);
  });

  it("is in the state twice, so that neither node continues with it", () => {
    const object = { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "cart", namespace: "shop" };
    const twin = (state: State, urns = [urnOf("a")]) => twinOf(object, { urns, state });
    const one = inState(urnOf("a"));
    assert.match(twin({ ...one, ...inState(urnOf("b")) }) ?? "", /is in this state twice, as .*::a and as .*::b/);
    assert.equal(twin({ ...one, ...inState(urnOf("b"), "other") }), undefined);
    assert.equal(twin({ ...one, ...inState(`${urnOf("a")} (read)`) }), undefined);
    assert.equal(twin({ ...one, ...inState(urnOf("b")) }, [urnOf("a"), urnOf("b")]), undefined);
  });

  it("is of a resource that an alias names which is not followed", () => {
    const [own, other] = [urnOf("cart"), urnOf("orders")];
    const claim = { urns: [own], given: [own, other], state: inState(other), adopt: false, begun: true };
    assert.match(
      refusalOf(live(), claim) ?? "",
      /::orders; its alias is not followed, because the state also has .*::cart/,
    );
  });

  it("is taken over where that was asked for, but from another resource of this stack", () => {
    const refused = (state: State) =>
      refusalOf(live(), { urns: [urnOf("cart")], state, adopt: true, begun: true }) !== undefined;
    assert.deepEqual([refused({}), refused(inState(urnOf("orders")))], [false, true]);
  });
});

describe("ownership: an object that a node has moved from", () => {
  const moved = { metadata: { name: "basket", namespace: "shop", creationTimestamp: "2026-11-30T06:00:00Z" } };
  const own = (creationTimestamp?: string, more: object = {}) =>
    live({ labels: ownershipLabels(), creationTimestamp, ...more } as Partial<LiveObject["metadata"]>);
  const deleted =
    "Service shop/cart would be deleted at the end of this update: an earlier update that moved it to Service shop/basket failed before its last step";
  const cases: [string, LiveObject, object | undefined, string | undefined][] = [
    ["is older than what it has moved to: the engine deletes it yet", own("2026-11-30T05:00:00Z"), moved, deleted],
    ["is of the same second", own("2026-11-30T06:00:00Z"), moved, deleted],
    ["says nothing of its age", own(), moved, deleted],
    ["is younger: an update that died has made it", own("2026-11-30T07:00:00Z"), moved, undefined],
    ["is of another stack", live({ creationTimestamp: "2026-11-30T05:00:00Z" }), moved, undefined],
    ["of a node that the state does not have", own("2026-11-30T05:00:00Z"), undefined, undefined],
  ];
  for (const [title, object, state, expected] of cases)
    it(title, () => assert.equal(leftBehind(object, state, "0a")?.slice(0, expected?.length), expected));

  it("was left in place by retainOnDelete: its refusal says how to take it over, and that way leads there", () => {
    assert.match(
      leftBehind(own(), moved, "0a") ?? "",
      /remove the label app.kubernetes.io\/managed-by from it, and set adopt/,
    );
    const { "app.kubernetes.io/managed-by": _, ...labels } = ownershipLabels();
    const free = live({ labels });
    assert.equal(leftBehind(free, moved, "0a"), undefined);
    const claim = { urns: [urnOf("cart")], state: {}, mark: "0a", begun: true };
    assert.deepEqual(
      [true, false].map((adopt) => refusalOf(free, { ...claim, adopt }) === undefined),
      [true, false],
    );
  });
});

describe("ownership: an object of the state that is another's now", () => {
  const ours = ownershipLabels();
  const prod = { ...ours, "app.kubernetes.io/instance": "prod" };
  const adopted =
    "was created by this stack, but another one has adopted it: it belongs to the stack project/prod; remove it from this program";
  const cases: [string, object, object, string | undefined][] = [
    ["has the labels that the last update left", { uid: "1", labels: ours }, { uid: "1", labels: ours }, undefined],
    ["was adopted by another stack", { uid: "1", labels: prod }, { uid: "1", labels: ours }, adopted],
    [
      "was adopted by a stack of the same names in another backend",
      { uid: "1", labels: { ...ours, "knative-faas.dev/backend": "0b" } },
      { uid: "1", labels: { ...ours, "knative-faas.dev/backend": "0a" } },
      "was created by this stack, but another one has adopted it: it belongs to the stack project/stack of another backend",
    ],
    ["was made before the stack was renamed", { uid: "1", labels: prod }, { uid: "1", labels: prod }, undefined],
    ["has lost its labels", { uid: "1", labels: {} }, { uid: "1", labels: ours }, undefined],
    ["was adopted by this stack", { uid: "1", labels: ours }, { uid: "1", labels: prod }, undefined],
    [
      "was made again by others",
      { uid: "2", labels: {} },
      { uid: "1", labels: ours },
      "is not the one that this stack created",
    ],
    ["was made again by this stack", { uid: "2", labels: ours }, { uid: "1", labels: ours }, undefined],
  ];
  for (const [title, there, left, expected] of cases)
    it(title, () =>
      assert.equal(takenOverBy(live(there), { metadata: left }, "0a")?.slice(0, expected?.length), expected),
    );

  it("was made again by others, and a refresh has read it", () => {
    const managers = (...names: string[]) => names.map((manager) => ({ manager, operation: "Apply" }));
    const left = { metadata: { uid: "1", labels: {} }, __fieldManager: "pulumi-kubernetes-1" };
    const lost = (labels: Record<string, string>, ...names: string[]) =>
      takenOverBy(live({ uid: "1", labels, managedFields: managers(...names) }), left, "0a");
    assert.match(lost({}, "kubectl", "controller") ?? "", /^is not the one that this stack created/);
    assert.equal(lost({}, "kubectl", "pulumi-kubernetes-1"), undefined);
    assert.equal(lost(ours, "kubectl"), undefined);
  });
});

describe("ownership: whose it is, by its marks", () => {
  const cases: [string, Partial<LiveObject["metadata"]>, string][] = [
    [
      "a controller",
      { ownerReferences: [{ kind: "Function", name: "cart", controller: true }] },
      "it belongs to Function cart",
    ],
    ["a stack", { labels: { ...ownershipLabels() } }, "it belongs to the stack project/stack"],
    ["another tool", { labels: { "app.kubernetes.io/managed-by": "Helm" } }, "it is managed by Helm"],
    [
      "whoever set its fields",
      { managedFields: [{ manager: "kubectl-client-side-apply" }, { manager: "controller" }, { manager: "kn" }] },
      "its fields are managed by kubectl-client-side-apply, kn",
    ],
    ["nobody", {}, "its owner is unknown"],
  ];
  for (const [title, metadata, expected] of cases) it(title, () => assert.equal(ownerOf(live(metadata)), expected));
});
