// A sink that can't receive events: one sentence that says which object, where, and what is wrong with it.
import assert from "node:assert/strict";
import { causeOf } from "../../provider/src/cluster/cause";
import type { LiveObject } from "../../provider/src/cluster/cluster";
import { type Condition, conditionText } from "../../provider/src/cluster/conditions";
import { type Find, withSink } from "../../provider/src/cluster/sink";

const serving = "serving.knative.dev/v1";
const ref = { apiVersion: serving, kind: "Service", name: "orders" };
const notFound: Condition = { type: "SinkProvided", status: "False", reason: "NotFound", message: "" };
const unset: Condition = {
  type: "ReferencesResolved",
  status: "False",
  reason: "SubscriberResolveFailed",
  message: "Failed to resolve spec.subscriber: address not set for &ObjectReference{Kind:Service}",
};
const sender = (spec: object) => ({ metadata: { namespace: "shop" }, spec });
const live = (more: object = {}): LiveObject => ({
  ...ref,
  metadata: { name: "orders", namespace: "shop", uid: "0a1b" },
  ...more,
});
const addressed = live({ status: { address: { url: "http://orders.shop" } } });
const unready = { status: { conditions: [{ type: "Ready", status: "False", reason: "RevisionMissing" }] } };
const refused: Find = () => Promise.reject(new Error("403"));
const the = `the Service "orders" (${serving}) of namespace "shop" that it sends to`;

describe("errors: a sink that can't be reached", () => {
  const cases: [string, Condition, object, Find, string][] = [
    ["is not there", notFound, { sink: { ref } }, async () => undefined, `SinkProvided: ${the} does not exist`],
    [
      "has no address",
      notFound,
      { sink: { ref } },
      async () => live(),
      `SinkProvided: ${the} has no address (status.address.url)`,
    ],
    [
      "has no address, and says why",
      unset,
      { subscriber: { ref } },
      async () => live(unready),
      `ReferencesResolved: ${the} has no address (status.address.url): Ready: RevisionMissing`,
    ],
    [
      "is in another namespace",
      notFound,
      { sink: { ref: { ...ref, namespace: "billing" } } },
      async () => undefined,
      `SinkProvided: ${the.replace("shop", "billing")} does not exist`,
    ],
    [
      "may not be looked at",
      notFound,
      { sink: { ref } },
      refused,
      `SinkProvided: ${the} does not exist or has no address; it could not be queried`,
    ],
    [
      "is the second of two",
      unset,
      { subscriber: { ref: { ...ref, name: "there" } }, reply: { ref } },
      async ({ name }) => (name === "there" ? addressed : undefined),
      `ReferencesResolved: ${the} does not exist`,
    ],
    ["is there by now", notFound, { sink: { ref } }, async () => addressed, "SinkProvided: NotFound"],
    [
      "is a Service of Kubernetes, whose name is an address",
      notFound,
      { sink: { ref: { apiVersion: "v1", kind: "Service", name: "orders" } } },
      async () => live(),
      "SinkProvided: NotFound",
    ],
    ["is an address", notFound, { sink: { uri: "http://x" } }, async () => undefined, "SinkProvided: NotFound"],
    [
      "is told by Knative already",
      { ...notFound, message: "no such service" },
      { sink: { ref } },
      async () => undefined,
      "SinkProvided: NotFound: no such service",
    ],
  ];
  for (const [title, condition, spec, find, expected] of cases)
    it(title, async () => assert.equal(conditionText(await withSink(condition, sender(spec), find)), expected));

  it("is reported while the object is awaited, also where a part of it sends there", async () => {
    const status = { observedGeneration: 1, conditions: [unset, { type: "Ready", status: "False" }] };
    const metadata = { name: "steps", namespace: "shop", uid: "5e9", generation: 1 };
    const sequence = { ...live(), kind: "Sequence", metadata, status: { observedGeneration: 1 } };
    const owned = {
      ...metadata,
      name: "steps-0",
      uid: "7c1",
      ownerReferences: [{ kind: "Sequence", name: "steps", uid: "5e9" }],
    };
    const part = { ...live({ spec: { subscriber: { ref } }, status }), kind: "Subscription", metadata: owned };
    const list = async ({ kind }: { kind: string }) => [part, live()].filter((one) => one.kind === kind);
    const expected = `ReferencesResolved: ${the} has no address (status.address.url)`;
    assert.equal(await causeOf(list, sequence), `Subscription steps-0: ${expected}`);
    assert.equal(await causeOf(list, { ...part, metadata }), expected);
  });
});
