// What a Knative Service's status says of a revision: ready, failed and why, or nothing yet.
import assert from "node:assert/strict";
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
