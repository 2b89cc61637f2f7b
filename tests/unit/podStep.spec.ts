// What a Pod does until it is ready, in the words that an update shows meanwhile.
import assert from "node:assert/strict";
import type { Cluster, Identity, LiveObject } from "../../provider/src/cluster/cluster";
import { podStep } from "../../provider/src/cluster/podStep";

const pod = (conditions: string[], containerStatuses: object[], more: object = {}): LiveObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "hello-1", namespace: "shop", uid: "0a1b", creationTimestamp: "2026-01-01T00:00:00Z" },
  status: { conditions: conditions.map((type) => ({ type, status: "True" })), containerStatuses, ...more },
});

const event = (reason: string): LiveObject => ({
  apiVersion: "v1",
  kind: "Event",
  metadata: { name: reason, uid: reason },
  reason,
});

const creating = { name: "user-container", state: { waiting: { reason: "ContainerCreating" } } };
const running = { name: "user-container", ready: false, state: { running: {} } };
const older = (given: LiveObject) => ({ ...given, metadata: { ...given.metadata, creationTimestamp: "2025-01-01" } });
const deleted = (given: LiveObject) => ({ ...given, metadata: { ...given.metadata, deletionTimestamp: "2026-01-02" } });
const scheduled = ["PodScheduled"];

const cases: [string, LiveObject[]][] = [
  ["its Pod is being created", []],
  ["its Pod is being created", [deleted(pod(["PodScheduled", "Ready"], [running]))]],
  ["its Pod waits for a node", [pod([], [])]],
  ["its containers are being created", [pod(scheduled, [])]],
  ["its containers are being created", [pod(scheduled, [creating]), event("Pulling"), event("Pulled")]],
  ["its image is being pulled", [pod(scheduled, [creating]), event("Scheduled"), event("Pulling")]],
  [
    "its init container migrate runs",
    [pod(scheduled, [creating], { initContainerStatuses: [{ ...running, name: "migrate" }] })],
  ],
  ["its containers are being created", [pod(scheduled, [running, creating])]],
  ["its program starts", [pod(scheduled, [running, running])]],
  ["its Pod is ready, the route follows", [pod(["PodScheduled", "Ready"], [running])]],
  ["its program starts", [older(pod(["PodScheduled", "Ready"], [])), pod(scheduled, [running])]],
];

describe("errors: what a Pod does until it is ready", () => {
  for (const [words, objects] of cases)
    it(`${words}, of ${objects.map(({ kind, reason = "" }) => `${kind} ${reason}`.trim()).join(", ") || "nothing"}`, async () => {
      const listNow = async ({ kind }: Identity) => objects.filter((one) => one.kind === kind);
      const place = { namespace: "shop", labels: { a: "b" } };
      assert.equal(await podStep({ listNow } as unknown as Cluster, place), words);
    });

  it("a user who may not list events gets the words without them", async () => {
    const listNow = async ({ kind }: Identity) =>
      kind === "Pod" ? [pod(scheduled, [creating])] : assert.fail("events is forbidden");
    const place = { namespace: "shop", labels: {} };
    assert.equal(await podStep({ listNow } as unknown as Cluster, place), "its containers are being created");
  });
});
