// What a Knative Service's status says about a revision: ready, failed and why, or nothing yet.
import assert from "node:assert/strict";
import type { Cluster, Identity, LiveObject } from "../../provider/src/cluster/cluster";
import { portHint } from "../../provider/src/function/container/port";
import type { FunctionSpec } from "../../provider/src/function/functionSpec";
import { whyUnready } from "../../provider/src/function/pod/unready";
import { failureOf, type ServiceStatus, withCause } from "../../provider/src/function/release/revision";

const revision = "hello-0123456789";

const status = (latestCreatedRevisionName: string | undefined, ready: string, words: object = {}): ServiceStatus => ({
  latestCreatedRevisionName,
  latestReadyRevisionName: "hello-old",
  conditions: [
    { type: "ConfigurationsReady", status: ready, ...words },
    { type: "Ready", status: ready, ...words },
    { type: "RoutesReady", status: "True" },
  ],
});

const crash = {
  reason: "RevisionFailed",
  message: `Revision "${revision}" failed with message: Container failed with: 2026/01/02 cannot open database: no such file.`,
};

const table: [string, ServiceStatus | undefined, string | undefined][] = [
  ["no status yet", undefined, undefined],
  ["an empty status", {}, undefined],
  ["no conditions yet", { latestCreatedRevisionName: revision }, undefined],
  ["ready", status(revision, "True"), undefined],
  ["undecided", status(revision, "Unknown", { reason: "Deploying" }), `revision ${revision} is not ready: Deploying`],
  [
    "failed, with the container's last log lines",
    status(revision, "False", crash),
    `revision ${revision} is not ready: Container failed with: 2026/01/02 cannot open database: no such file`,
  ],
  [
    "could not be made, as another template has its name",
    status("hello-old", "False", { reason: "RevisionNameTaken", message: `The revision "${revision}" is taken.` }),
    `revision ${revision} is not ready: RevisionNameTaken: The revision "${revision}" is taken.`,
  ],
  [
    "only the route has failed",
    {
      latestCreatedRevisionName: revision,
      conditions: [
        { type: "ConfigurationsReady", status: "True" },
        { type: "RoutesReady", status: "False" },
      ],
    },
    undefined,
  ],
];

describe("function: status of a revision", () => {
  for (const [title, given, expected] of table) it(title, () => assert.equal(failureOf(given, revision), expected));

  const failed = (message: string) =>
    String(
      failureOf(
        status(revision, "False", { ...crash, message: `Revision "x" failed with message: ${message}.` }),
        revision,
      ),
    );
  const causes: [string, string, string | undefined, string][] = [
    ["what its Pods say", "Initial scale was never achieved", "no such file", "no such file"],
    [
      "Pods that are gone",
      "Initial scale was never achieved",
      undefined,
      "Initial scale was never achieved; its Pods no longer exist, so their cause is unknown: fix the function, or delete the revision, which Knative then creates again, and update once more",
    ],
    [
      "what a program that has ended lacks",
      "Container failed with: container exited with no error",
      undefined,
      "Container failed with: container exited with no error; its program must keep running and serve HTTP on $PORT",
    ],
    ["Knative's own cause", "Unable to fetch image", undefined, "Unable to fetch image"],
  ];
  for (const [title, words, cause, expected] of causes)
    it(`is told with ${title}`, () =>
      assert.equal(withCause(failed(words), revision, cause), `revision ${revision} is not ready: ${expected}`));
});

describe("errors: the port that a log names", () => {
  const set = (port: number) => `; its log names port ${port}: set port: ${port}, or have it listen on $PORT`;
  const none = "; have it listen on $PORT, or set port";
  const logs: [string, string][] = [
    ["2026/11/30 10:00:00 listening on :3000", set(3000)],
    ["Server running at http://localhost:5000/", set(5000)],
    ["INFO: Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)", set(8000)],
    ["Tomcat started on port(s): 9999 (http)\nStarted server on port 9000", set(9000)],
    ['{"msg":"serving","port":"3001"}', set(3001)],
    ["listening on [::]:4000", set(4000)],
    ["", none],
    ["listening on :8080", none],
    ["listening on :3000\nlistening on :3001", none],
    ["connected to db:5432", none],
    ["10:30:15 starting up", none],
  ];
  for (const [log, expected] of logs) it(JSON.stringify(log), () => assert.equal(portHint(log, 8080), expected));
});

describe("errors: a program that runs, and does not listen on its port", () => {
  const running = (name: string, ready: boolean) => ({ name, ready, state: { running: {} } });
  const pod: LiveObject = {
    ...{ apiVersion: "v1", kind: "Pod", metadata: { name: `${revision}-a`, namespace: "shop", uid: "0a1b" } },
    status: { containerStatuses: [running("queue-proxy", false), running("user-container", true)] },
  };
  const clusterWith = (log: string) =>
    ({
      listNow: async ({ kind }: Identity) => (kind === "Pod" ? [pod] : []),
      log: async () => log,
    }) as unknown as Cluster;

  const asked = { readiness: { httpGet: { path: "/ready" } } };
  const cases: [string, { log?: string; probes?: object; isOver?: boolean }, string][] = [
    ["while it is waited for", {}, "does not listen on port 8080 yet"],
    [
      "while it is waited for, and logs another port",
      { log: "listening on :3000" },
      "does not listen on port 8080 yet",
    ],
    ["once the time is over", { isOver: true }, "nothing listens on port 8080; have it listen on $PORT, or set port"],
    [
      "once the time is over, and it logs another port",
      { log: "listening on :3000", isOver: true },
      "nothing listens on port 8080; its log names port 3000: set port: 3000, or have it listen on $PORT",
    ],
    ["under a probe of its own", { probes: asked }, "its readiness probe on port 8080 is not answered"],
  ];
  for (const [title, { log = "", probes = {}, isOver }, expected] of cases)
    it(title, async () => {
      const spec = { namespace: "shop", port: 8080, probes } as unknown as FunctionSpec;
      const why = await whyUnready({ spec }, isOver);
      assert.equal(await why?.(clusterWith(log), revision), `the program runs, but ${expected}`);
    });
});
