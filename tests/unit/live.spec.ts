// Traffic that differs between cluster and state: the owner of the table determines whether somebody has moved it.
import assert from "node:assert/strict";
import type { LiveObject } from "../../provider/src/cluster/cluster";
import { withLive } from "../../provider/src/function/traffic/liveTraffic";

const all = (revisionName: string) => [{ revisionName, percent: 100 }];

const previous = {
  ...{ revision: "hello-b", releases: [{ revision: "hello-a" }, { revision: "hello-b" }], url: undefined },
  contents: {} as Record<string, string[]>,
  ...{ traffic: all("hello-b"), moved: undefined, edited: undefined, gone: false, existing: [] },
};

/** `newest` is the revision of the template. */
function service(manager: string, traffic: object[], newest: string): LiveObject {
  return {
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: { name: "hello", uid: "0a1b", managedFields: [{ manager, fieldsV1: { "f:spec": { "f:traffic": {} } } }] },
    spec: { traffic, template: { metadata: { name: newest } } },
  };
}

describe("traffic: what the cluster has otherwise than the state", () => {
  const half = [
    { revisionName: "hello-b", percent: 50 },
    { revisionName: "hello-c", percent: 50 },
  ];
  const cases: [string, LiveObject, boolean][] = [
    ["the same table", service("kubectl-edit", all("hello-b"), "hello-b"), false],
    ["another one, by hand", service("kubectl-edit", all("hello-a"), "hello-b"), true],
    ["another one of ours", service("knative-faas-traffic", all("hello-a"), "hello-b"), false],
    ["a session of knative-faas dev", service("knative-faas-dev", all("hello-dev-00001"), "hello-b"), false],
    ["a rollout on its way", service("knative-faas-rollout", half, "hello-c"), false],
    ["a rollout that has put its start back", service("knative-faas-rollout", all("hello-b"), "hello-c"), false],
    ["one that has put back what was set by hand", service("knative-faas-rollout", all("hello-a"), "hello-c"), true],
  ];
  for (const [title, live, isMoved] of cases)
    it(title, () => {
      const { moved } = withLive(previous, { service: live, revisions: ["hello-a", "hello-b", "hello-c"] });
      assert.deepEqual(moved, isMoved ? previous.traffic : undefined);
    });

  const template = (manager: string, newest: string): LiveObject => ({
    ...service("knative-faas-traffic", all("hello-b"), newest),
    metadata: {
      name: "hello",
      uid: "0a1b",
      managedFields: [{ manager, fieldsV1: { "f:spec": { "f:template": {} } } }],
    },
  });
  for (const [title, live, edited] of [
    ["another template, by hand", template("kubectl-patch", "hello-z"), "hello-z"],
    ["another one of ours", template("pulumi-kubernetes-0a1b", "hello-z"), undefined],
    ["one that was adopted", template("kubectl-create", "hello-b"), undefined],
  ] as [string, LiveObject, string | undefined][])
    it(title, () => assert.equal(withLive(previous, { service: live, revisions: [] }).edited, edited));

  it("a revision whose Secret was deleted can't be gone back to; the newest one's is made again", () => {
    const reading = {
      ...previous,
      contents: { "hello-a": ["Secret one"], "hello-b": ["Secret two", "ConfigMap three"] },
    };
    const live = { service: service("knative-faas", [], "hello-b"), revisions: ["hello-a", "hello-b"] };
    const known = (...existing: string[]) => {
      const { releases, contents } = withLive(reading, { ...live, contents: new Set(existing) });
      return { releases: releases.map(({ revision }) => revision), contents };
    };
    assert.deepEqual(known("Secret one", "Secret two", "ConfigMap three"), {
      releases: ["hello-a", "hello-b"],
      contents: reading.contents,
    });
    assert.deepEqual(known("Secret two"), { releases: ["hello-b"], contents: { "hello-b": ["Secret two"] } });
    assert.deepEqual(withLive(reading, live).contents, reading.contents);
  });
});
