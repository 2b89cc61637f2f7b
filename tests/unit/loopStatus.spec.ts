// `knative-faas status`: what is told of a function from its objects, and the rows of the table.
import assert from "node:assert/strict";
import { liveStatus, stateStatus } from "../../provider/src/commands/status/functionStatus";
import { ageOf, problemLines, sessionLines, statusRows } from "../../provider/src/commands/status/statusTable";

const one = { name: "orders", urn: "urn", service: "orders", namespace: "shop", url: "http://old", connection: {} };
const created = "2026-01-01T00:00:00Z";

const condition = (type: string, status: string, message?: string) => ({ type, status, ...(message && { message }) });

const service = (status: object, annotations: object = {}) => ({
  metadata: { name: "orders", generation: 1, creationTimestamp: created, annotations },
  status: { observedGeneration: 1, conditions: [condition("Ready", "True")], url: "http://orders", ...status },
});

const pod = (revision: string, status: object, more: object = {}) => ({
  metadata: {
    name: revision,
    labels: { "serving.knative.dev/service": "orders", "serving.knative.dev/revision": revision },
    ...more,
  },
  spec: { containers: [{ name: "user-container" }, { name: "queue-proxy" }] },
  status,
});

const ready = { conditions: [condition("Ready", "True")] };
const starting = { containerStatuses: [{ name: "user-container", ready: false, state: { running: {} } }] };
const crashed = {
  containerStatuses: [
    {
      name: "user-container",
      state: { waiting: {} },
      lastState: { terminated: { exitCode: 1, message: "no database" } },
    },
  ],
};

describe("loop: the status of a function", () => {
  it("counts the Pods of each revision with traffic, without those that are being deleted", () => {
    const traffic = [
      { revisionName: "orders-1", percent: 90 },
      { revisionName: "orders-2", percent: 10, tag: "next" },
    ];
    const pods = [
      pod("orders-1", ready),
      pod("orders-1", starting),
      pod("orders-1", ready, { deletionTimestamp: created, labels: pod("orders-1", {}).metadata.labels }),
      pod("orders-2", ready),
    ];
    const status = liveStatus(one, { services: [service({ traffic })], revisions: [], pods });
    assert.deepEqual(status, {
      ...{ name: "orders", namespace: "shop", service: "orders", status: "ready", url: "http://orders", created },
      revisions: [
        { name: "orders-1", percent: 90, tags: [], pods: { ready: 1, total: 2, starting: 1, failing: 0 } },
        { name: "orders-2", percent: 10, tags: ["next"], pods: { ready: 1, total: 1, starting: 0, failing: 0 } },
      ],
      problems: [],
    });
  });

  it("reports why the newest revision fails, while the one before has all traffic", () => {
    const failed = service({
      conditions: [condition("Ready", "False", "Revision failed"), condition("ConfigurationsReady", "False", "failed")],
      latestCreatedRevisionName: "orders-2",
      traffic: [{ revisionName: "orders-1", percent: 100 }],
    });
    const revision = {
      metadata: { name: "orders-2" },
      status: { conditions: [condition("Ready", "False"), condition("ContainerHealthy", "False", "exited")] },
    };
    const status = liveStatus(one, { services: [failed], revisions: [revision], pods: [pod("orders-2", crashed)] });
    assert.equal(status.status, "failed");
    assert.deepEqual(status.problems, [
      "orders-2: container user-container exited with code 1: no database",
      "ConfigurationsReady: failed",
      "ContainerHealthy: exited",
    ]);
    assert.deepEqual(
      status.revisions.map(({ name, percent, pods }) => [name, percent, pods.failing]),
      [
        ["orders-1", 100, 0],
        ["orders-2", 0, 1],
      ],
    );
  });

  it("reports the last rollout that failed", () => {
    const text = JSON.stringify({ job: "gate", message: "rollout gate smoke failed", trafficLeft: false });
    const services = [service({}, { "knative-faas.dev/rollout-failure": text })];
    assert.deepEqual(liveStatus(one, { services, revisions: [], pods: [] }).problems, [
      "the last rollout failed: rollout gate smoke failed",
    ]);
  });

  it("names the developer whose machine answers", () => {
    const session = "orders-dev-1a2b3-00001";
    const services = [{ ...service({}), spec: { traffic: [{ revisionName: session, percent: 100 }] } }];
    const annotations = { "knative-faas.dev/dev-session": "ada@desk" };
    const status = liveStatus(one, { services, revisions: [{ metadata: { name: session, annotations } }], pods: [] });
    assert.equal(status.developer, "ada@desk");
    assert.deepEqual(sessionLines([status]), ["orders: a session of knative-faas dev (ada@desk) answers"]);
  });

  it("waits for a generation that Knative has not seen", () => {
    const services = [service({ observedGeneration: 0 })];
    assert.equal(liveStatus(one, { services, revisions: [], pods: [] }).status, "waiting");
  });

  it("names an update for a function that the cluster does not have", () => {
    const { status, problems } = liveStatus(one, { services: [], revisions: [], pods: [] });
    assert.equal(status, "missing");
    assert.deepEqual(problems, ["the cluster has no Knative Service shop/orders; run `pulumi up --refresh`"]);
  });
});

describe("loop: the table of statuses", () => {
  const counts = { ready: 1, total: 4, starting: 2, failing: 1 };
  const revision = { name: "orders-1", percent: 90, tags: ["stable"], pods: counts };
  const other = { name: "orders-2", percent: 10, tags: [], pods: { ready: 0, total: 0, starting: 0, failing: 0 } };
  const status = {
    ...{
      name: "orders",
      namespace: "shop",
      service: "orders",
      status: "ready" as const,
      url: "http://orders",
      created,
    },
    ...{ revisions: [revision, other], problems: ["late"] },
  };

  it("has a row for each revision", () => {
    assert.deepEqual(statusRows([status], Date.parse("2026-01-01T05:00:00Z")).slice(1), [
      ["orders", "ready", "orders-1 90 % #stable", "1/4, 2 starting, 1 failing", "5h", "http://orders"],
      ["", "", "orders-2 10 %", "0", "", ""],
    ]);
    assert.deepEqual(problemLines([status]), ["orders: late"]);
  });

  it("shows nothing of the cluster that only the cluster knows", () =>
    assert.deepEqual(statusRows([stateStatus(one, "orders-1")], 0)[1], [
      ...["orders", "unknown", "orders-1", "-", "-", "http://old"],
    ]));

  const ages: [number, string][] = [
    [0, "0s"],
    [59, "59s"],
    [60, "1m"],
    [3_599, "59m"],
    [86_400 * 3 + 5, "3d"],
  ];
  for (const [seconds, age] of ages)
    it(`rounds ${seconds} seconds down to ${age}`, () =>
      assert.equal(ageOf(created, Date.parse(created) + seconds * 1000), age));
});
