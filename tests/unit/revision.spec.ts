// What a Knative Service's status says of a revision: ready, failed and why, or nothing yet.
import assert from "node:assert/strict";
import { portHint } from "../../provider/src/function/port";
import { failureOf, type ServiceStatus } from "../../provider/src/function/revision";

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
