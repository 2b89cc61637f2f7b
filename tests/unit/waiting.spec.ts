// What an update reports about an object that it waits for: the messages that the cluster has.
import assert from "node:assert/strict";
import { causeOf } from "../../provider/src/cluster/cause";
import type { Cluster, Identity, LiveObject } from "../../provider/src/cluster/cluster";
import { podCause, podsCause } from "../../provider/src/cluster/pods";
import { balancerCause } from "../../provider/src/knative/balancer";

const object = (kind: string, status: object | undefined, more: object = {}): LiveObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name: "orders", namespace: "shop", uid: "0a1b", generation: 2, ...more },
  ...(status === undefined ? {} : { status: { observedGeneration: 2, ...status } }),
});

/** A cluster with these objects, which it selects by kind only. */
const clusterOf = (...objects: LiveObject[]) =>
  ({ listNow: async ({ kind }: Identity) => objects.filter((one) => one.kind === kind) }) as unknown as Cluster;

const condition = (type: string, status: string, reason?: string, message?: string) => ({
  type,
  status,
  ...(reason === undefined ? {} : { reason }),
  ...(message === undefined ? {} : { message }),
});

const notFound = condition("ReferencesResolved", "False", "SubscriberResolveFailed", 'services "x" not found');
const part = (uid: string) =>
  object(
    "Subscription",
    { conditions: [notFound, condition("Ready", "False")] },
    { name: "orders-0", ownerReferences: [{ uid }] },
  );

describe("errors: why an object of Knative is not ready", () => {
  const unready = condition("Ready", "Unknown", "SubscriptionsNotReady");
  const cases: [string, LiveObject, LiveObject[], string | undefined][] = [
    ["it is", object("Trigger", { conditions: [condition("Ready", "True")] }), [], undefined],
    ["its own condition", object("Sequence", { conditions: [unready] }), [], "Ready: SubscriptionsNotReady"],
    [
      "the condition of a part",
      object("Sequence", { conditions: [unready] }),
      [part("0a1b")],
      'Subscription orders-0: ReferencesResolved: SubscriberResolveFailed: services "x" not found',
    ],
    [
      "not the condition of another's part",
      object("Sequence", { conditions: [unready] }),
      [part("other")],
      "Ready: SubscriptionsNotReady",
    ],
    [
      "the condition of a part that it does not repeat",
      object("Broker", { conditions: [condition("Ready", "True")] }),
      [{ ...part("0a1b"), kind: "InMemoryChannel" }],
      'InMemoryChannel orders-0: ReferencesResolved: SubscriberResolveFailed: services "x" not found',
    ],
    [
      "a channel that keeps the dead letter of a broker that was never ready",
      object("Broker", { conditions: [condition("Ready", "True")] }),
      [{ ...part("0a1b"), kind: "InMemoryChannel", spec: { delivery: { deadLetterSink: { ref: { name: "x" } } } } }],
      'InMemoryChannel orders-0: ReferencesResolved: SubscriberResolveFailed: services "x" not found; it still has the previous dead letter sink of the broker: run kubectl delete inmemorychannel orders-0 --namespace shop, and Knative recreates it',
    ],
    ["nobody looked at it yet", object("Trigger", undefined), [], "no controller has picked up this Trigger yet"],
    [
      "nobody looked at this generation",
      object("Trigger", { observedGeneration: 1, conditions: [condition("Ready", "True")] }),
      [],
      "no controller has picked up this Trigger yet",
    ],
    [
      "it says nothing of a generation, but what is wrong",
      object("SinkBinding", { conditions: [condition("Ready", "False")] }),
      [],
      "Ready",
    ],
    [
      "its class is unknown",
      object("Broker", undefined, { annotations: { "eventing.knative.dev/broker.class": "Nobodys" } }),
      [],
      "no controller has picked up this Broker yet; its class is Nobodys, and perhaps no controller on this cluster handles it",
    ],
  ];
  for (const [title, live, others, expected] of cases)
    it(title, async () => assert.equal(await causeOf((kind) => clusterOf(...others).listNow(kind), live), expected));
});

describe("errors: why a Pod does not start", () => {
  const waiting = (reason: string, message?: string) => ({ name: "main", state: { waiting: { reason, message } } });
  const ended = { exitCode: 1, reason: "Error", message: "cannot open the database\n" };
  const cases: [string, object, string | undefined][] = [
    ["it is starting", { containerStatuses: [waiting("ContainerCreating")] }, undefined],
    ["it runs", { containerStatuses: [{ name: "main", state: { running: {} } }] }, undefined],
    [
      "no node has room",
      {
        conditions: [
          { type: "PodScheduled", status: "False", message: "0/1 nodes are available: 1 Insufficient cpu." },
        ],
      },
      "its Pod cannot be scheduled: 0/1 nodes are available: 1 Insufficient cpu.",
    ],
    [
      "its image is not there",
      { containerStatuses: [waiting("ImagePullBackOff", 'Back-off pulling image "x"')] },
      'container main does not start: ImagePullBackOff: Back-off pulling image "x"',
    ],
    [
      "it has just ended",
      { containerStatuses: [{ name: "main", state: { terminated: ended } }] },
      "container main exited with code 1: cannot open the database",
    ],
    [
      "it ends again and again",
      { containerStatuses: [{ ...waiting("CrashLoopBackOff"), lastState: { terminated: ended } }] },
      "container main exited with code 1: cannot open the database",
    ],
    [
      "it ends well, again and again",
      { containerStatuses: [{ ...waiting("CrashLoopBackOff"), lastState: { terminated: { exitCode: 0 } } }] },
      "container main ended, and has to run on",
    ],
    [
      "it does not answer",
      { containerStatuses: [{ name: "main", ready: false, state: { running: {} } }] },
      "container main is running but not ready",
    ],
    [
      "it ended well, and is waited for no more",
      { containerStatuses: [{ name: "main", state: { terminated: { exitCode: 0 } } }] },
      undefined,
    ],
    [
      "a container before it ends",
      { initContainerStatuses: [{ name: "init", state: { terminated: { exitCode: 2, reason: "Error" } } }] },
      "container init exited with code 2: Error",
    ],
  ];
  for (const [title, status, expected] of cases)
    it(title, () => assert.equal(podCause(object("Pod", status)), expected));

  it("there is none, as the events of its maker say, the last of them", async () => {
    const event = (lastTimestamp: string, message: string) => ({
      ...object("Event", undefined),
      lastTimestamp,
      reason: "FailedCreate",
      message,
    });
    const cluster = clusterOf(event("2026-11-29T10:00:01Z", "exceeded quota: b"), event("2026-11-29T10:00:00Z", "a"));
    const pods = { namespace: "shop", labels: { job: "gate" } };
    assert.equal(await podsCause(cluster, { ...pods, maker: { uid: "0a1b" } }), "FailedCreate: exceeded quota: b");
    assert.equal(await podsCause(cluster, pods), undefined);
  });

  it("a Secret that its volume lacks, as the Pod's events say", async () => {
    const starting = { name: "source", state: { waiting: { reason: "ContainerCreating" } } };
    const pod = object("Pod", { containerStatuses: [starting] }, { uid: "0a1b" });
    const message = 'MountVolume.SetUp failed for volume "login" : secret "kafka" not found';
    const event = { ...object("Event", undefined), reason: "FailedMount", message };
    const pods = { namespace: "shop", labels: { source: "orders" }, ours: "source" };
    assert.equal(await podsCause(clusterOf(pod, event), pods), `FailedMount: ${message}`);
    assert.equal(await podsCause(clusterOf(pod), pods), undefined);
  });

  describe("of this package's programs, the last log message", () => {
    const line = (message: object) =>
      `${JSON.stringify({ time: "2026-11-29T10:00:00Z", level: "ERROR", ...message })}\n`;
    const first = line({ msg: "serving health and metrics", address: "[::]:9090" });
    const away = line({ msg: "not connected", error: "dial tcp: lookup broker: no such host", pauseSeconds: 2 });
    const refused = line({ msg: "the source failed", error: "redis refused the login" });
    const wrong = line({ msg: "invalid configuration", mistakes: ["SOURCE.name: nothing", "PORT: x"] });
    const running = { name: "source", ready: false, state: { running: {} } };
    const endedWith = (message: string) => ({ name: "source", state: { terminated: { ...ended, message } } });
    const late = "container source is running but not ready";
    const cases: [string, object, string, string | undefined][] = [
      [
        "that runs",
        running,
        first + away,
        `${late}; its last log message: not connected: dial tcp: lookup broker: no such host`,
      ],
      ["that said nothing yet", running, "", late],
      ["that writes something else", running, "panic: x\n", `${late}; its last log message: panic: x`],
      ["that is ready", { ...running, ready: true }, away, undefined],
      [
        "that ended",
        endedWith(first + refused),
        "",
        "container source exited with code 1: the source failed: redis refused the login",
      ],
      [
        "that was told nonsense",
        endedWith(wrong),
        "",
        "container source exited with code 1: invalid configuration: SOURCE.name: nothing: PORT: x",
      ],
      ["that said nothing when it ended", endedWith(""), "", "container source exited with code 1: Error"],
    ];
    for (const [title, status, log, expected] of cases)
      it(title, async () => {
        const cluster = Object.assign(clusterOf(object("Pod", { containerStatuses: [status] })), {
          log: async ({ name }: { name: string }, container: string) => (name === "orders" ? log : container),
        });
        const pods = { namespace: "shop", labels: { source: "orders" }, ours: "source" };
        assert.equal(await podsCause(cluster as unknown as Cluster, pods), expected);
      });
  });
});

describe("errors: why the gateway has no address", () => {
  const gateway = { apiVersion: "v1", kind: "Service", name: "kourier", namespace: "kourier-system" };
  const now = Date.parse("2026-11-29T10:01:00Z");
  const madeAt = (creationTimestamp: string, loadBalancer: object) =>
    object("Service", { loadBalancer }, { creationTimestamp });
  const cases: [string, LiveObject | undefined, RegExp][] = [
    ["its Service is not there", undefined, /^undefined$/],
    ["a cloud may still give it one", madeAt("2026-11-29T10:00:31Z", {}), /^undefined$/],
    ["it has one", madeAt("2026-11-29T09:00:00Z", { ingress: [{ ip: "192.0.2.1" }] }), /^undefined$/],
    [
      "nothing gives it one",
      madeAt("2026-11-29T10:00:30Z", {}),
      /load balancer address yet; .*service: { type: "NodePort" }/,
    ],
  ];
  for (const [title, live, expected] of cases)
    it(title, async () => {
      const cause = await balancerCause({ get: async () => live }, gateway, now);
      assert.match(String(cause), expected);
    });
});
