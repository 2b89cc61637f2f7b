// What is read from the stack's state: releases, traffic and Jobs of one function; and which releases are retained.
import assert from "node:assert/strict";
import {
  hasServed,
  keptRevisions,
  type Previous,
  previousIn,
  releaseOf,
  releasesAfter,
} from "../../provider/src/function/release/history";
import type { State } from "../../provider/src/pulumi/previous";
import { job, nothing, release, table } from "./previous";

const stack = "urn:pulumi:dev::project::";
const functionType = "knative-faas:index:Function";
const patchType = "kubernetes:serving.knative.dev/v1:RevisionPatch";
const jobType = "kubernetes:batch/v1:Job";

/** A keep node and a Job below a component, as in the state. */
const kept = (parent: string, component: string, revision: string): State => ({
  [`${stack}${parent}$${patchType}::${component}/${revision}`]: {
    type: patchType,
    outputs: { metadata: { name: revision } },
  },
});
const asked = (parent: string, component: string, revision: string, gate: string, status?: object): State => ({
  [`${stack}${parent}$${jobType}::${component}/${gate}`]: {
    type: jobType,
    outputs: {
      metadata: {
        name: `${revision}-${gate}`,
        labels: {
          "knative-faas.dev/revision": revision,
          "knative-faas.dev/gate": gate,
          "knative-faas.dev/attempt": "2",
        },
      },
      status,
    },
  },
});

/** A failed Job has the condition FailureTarget first; a complete one may have Failed with the status False. */
const condition = (type: "Complete" | "Failed") => ({
  conditions: [
    { type: "FailureTarget", status: "True" },
    { type: "Complete", status: type === "Complete" ? "True" : "False" },
    { type: "Failed", status: type === "Failed" ? "True" : "False" },
  ],
});

const secret = (type: string): State => ({
  [`${stack}${type}$kubernetes:core/v1:Secret::hello/hello-0123456789`]: {
    type: "",
    outputs: { metadata: { name: "hello-0123456789" } },
  },
});

const moved = (traffic: object[], annotations: object = {}): State => ({
  [`${stack}${functionType}$kubernetes:serving.knative.dev/v1:ServicePatch::hello-traffic`]: {
    type: "",
    outputs: { metadata: { annotations }, spec: { traffic } },
  },
});

describe("releases: what the last update left", () => {
  const [newest, second, gone] = [release("hello-3"), release("hello-2"), release("hello-1")];
  const outputs = {
    image: newest.image,
    revision: "hello-3",
    release: newest,
    releases: [second, gone],
    traffic: [
      { revision: "hello-3", percent: 90 },
      { revision: "hello-2", percent: 10, tag: "old", url: "http://old-hello.example.com" },
    ],
    url: "http://hello.example.com",
    contents: { "hello-2": ["Secret hello-0123456789"] },
  };
  const expected: Previous = {
    image: newest.image,
    revision: "hello-3",
    releases: [newest, second],
    traffic: table("hello-3 90", "hello-2 10 old"),
    url: "http://hello.example.com",
    uid: undefined,
    jobs: [
      job("hello-3", "smoke", { attempt: 2 }),
      job("hello-3", "step-5", { attempt: 2, failed: true }),
      job("hello-3", "step-25", { attempt: 2 }),
    ],
    unfinished: false,
    resettled: 0,
    moved: undefined,
    edited: undefined,
    adopted: false,
    gone: false,
    existing: [],
    contents: { "hello-2": ["Secret hello-0123456789"] },
  };

  for (const [title, type] of [
    ["of a function", functionType],
    ["of a function below another component", `my:index:App$${functionType}`],
  ] as const)
    it(`${title}; one whose node is gone can't be gone back to`, () => {
      const state = {
        ...kept(type, "hello", "hello-2"),
        ...secret(type),
        ...asked(type, "hello", "hello-3", "smoke", condition("Complete")),
        ...asked(type, "hello", "hello-3", "step-5", condition("Failed")),
        ...asked(type, "hello", "hello-3", "step-25"),
      };
      assert.deepEqual(previousIn(state, `${stack}${type}::hello`, outputs), expected);
    });

  it("of a function alone: not of one whose name begins alike, nor below another, nor of another type", () => {
    const state = {
      ...kept(functionType, "hello-two", "hello-1"),
      ...kept(functionType, "hello-two", "hello-2"),
      ...kept(`my:index:App$${functionType}`, "hello", "hello-2"),
      ...kept(`my:index:Function`, "hello", "hello-2"),
      ...asked(functionType, "hello-two", "hello-3", "smoke"),
      ...asked(`my:index:App$${functionType}`, "hello", "hello-3", "smoke"),
    };
    const found = previousIn(state, `${stack}${functionType}::hello`, outputs);
    assert.deepEqual(found, { ...expected, releases: [newest], jobs: [], contents: {} });
  });

  it("of one that serves an earlier revision: that one comes first, the newest needs no node", () => {
    const state = kept(functionType, "hello", "hello-2");
    const wentBack = { ...outputs, release: second, releases: [newest, gone], contents: {} };
    assert.deepEqual(previousIn(state, `${stack}${functionType}::hello`, wentBack).releases, [second, newest]);
  });

  it("of one that an older version of this package made", () => {
    const old = { image: newest.image, revision: "hello-3", url: "http://hello.example.com" };
    const state = moved([{ revisionName: "hello-3", percent: 100, latestRevision: false }]);
    const found = previousIn(state, `${stack}${functionType}::hello`, { ...old, digest: newest.digest });
    assert.deepEqual(found, { ...nothing, ...old, releases: [newest], traffic: table("hello-3 100") });
  });

  it("of one that moved its traffic and then failed: the traffic as it is", () => {
    const state = moved([{ revisionName: "hello-2", percent: 100 }]);
    const found = previousIn(state, `${stack}${functionType}::hello`, outputs);
    assert.deepEqual(found.traffic, table("hello-2 100"));
  });

  it("of one that ended between a new template and its traffic", () => {
    const service = (name: string | undefined) => ({
      [`${stack}${functionType}$kubernetes:serving.knative.dev/v1:Service::hello`]: {
        type: "",
        outputs: { spec: { template: { metadata: { name } } } },
      },
    });
    const unfinished = (name: string | undefined) =>
      previousIn(service(name), `${stack}${functionType}::hello`, outputs).unfinished;
    assert.deepEqual(["hello-3", "hello-4", undefined].map(unfinished), [false, true, false]);
    const again = moved([], { "knative-faas.dev/settled": "2" });
    assert.equal(previousIn(again, `${stack}${functionType}::hello`, outputs).resettled, 2);
  });
});

describe("releases: which are proven", () => {
  const previous: Previous = {
    ...nothing,
    traffic: table("a 100", "b 0 next"),
    releases: [release("a", { served: false }), release("b", { served: false }), release("c")],
  };
  for (const [revision, expected] of Object.entries({ a: true, b: false, c: true, d: false }))
    it(`${revision}: ${expected}`, () => assert.equal(hasServed(previous, revision), expected));

  it("a release is found by its revision", () => {
    assert.deepEqual(releaseOf(previous, "c"), release("c"));
    assert.equal(releaseOf(previous, "d"), undefined);
  });
});

describe("releases: which stay", () => {
  const newest = release("e");
  const earlier = ["d", "c", "b", "a"].map((revision) => release(revision));
  const names = (all: { revision: string }[]) => all.map(({ revision }) => revision);
  const cases: [string, () => { revision: string }[], string[]][] = [
    ["a first one", () => releasesAfter([], newest, table("e 100"), 3), ["e"]],
    [
      "three before it, the newest first",
      () => releasesAfter(earlier, newest, table("e 100"), 3),
      ["e", "d", "c", "b"],
    ],
    ["as many as are said", () => releasesAfter(earlier, newest, table("e 100"), 1), ["e", "d"]],
    ["none but itself", () => releasesAfter(earlier, newest, table("e 100"), 0), ["e"]],
    [
      "those with traffic or a tag beside them",
      () => releasesAfter(earlier, newest, table("e 90", "b 10", "a 0 old"), 1),
      ["e", "d", "b", "a"],
    ],
    [
      "without a bound for them",
      () => releasesAfter(earlier, newest, table("e 50", "c 30", "a 20"), 0),
      ["e", "c", "a"],
    ],
    [
      "the one that serves comes first",
      () => releasesAfter(earlier, newest, table("b 90", "e 10"), 2),
      ["b", "e", "d", "c"],
    ],
    [
      "a canary counts not as one to go back to",
      () => releasesAfter(earlier, release("e", { served: false }), table("d 100", "e 0 next"), 1),
      ["d", "e", "c"],
    ],
    [
      "one that never served goes",
      () => releasesAfter([release("d", { served: false }), ...earlier.slice(1)], newest, table("e 100"), 3),
      ["e", "c", "b", "a"],
    ],
    [
      "one is there once, and is the new one",
      () => releasesAfter(earlier, release("c", { gates: ["smoke"] }), table("c 100"), 3),
      ["c", "d", "b", "a"],
    ],
    ["a revision without a release serves", () => releasesAfter(earlier, newest, table("x 100"), 1), ["e", "d"]],
  ];
  for (const [title, stay, expected] of cases) it(title, () => assert.deepEqual(names(stay()), expected));

  it("the new one takes the place of the old one of its revision", () =>
    assert.deepEqual(releasesAfter(earlier, release("c", { gates: ["smoke"] }), table("c 100"), 3)[0].gates, [
      "smoke",
    ]));

  const previous: Previous = { ...nothing, releases: earlier, traffic: table("d 100") };
  it("the revisions of all but the newest are kept", () => {
    assert.deepEqual(keptRevisions(previous, "e", table("e 100"), 3), ["d", "c", "b"]);
    assert.deepEqual(keptRevisions(previous, "e", table("d 100"), 2), ["d", "c", "b"]);
    assert.deepEqual(keptRevisions(previous, "d", table("d 100"), 1), ["c"]);
    assert.deepEqual(keptRevisions(nothing, "e", table("e 100"), 3), []);
  });
});
