// Rules for traffic, rollouts, releases and budgets: each mistake at its path, with its message.
import assert from "node:assert/strict";
import { functionRules } from "../../provider/src/function/functionRules";
import { functionArgs } from "../../provider/src/function/functionSchema";
import type { Previous } from "../../provider/src/function/release/history";
import { unknownRevisions } from "../../provider/src/function/traffic/trafficRules";
import { InvalidArgs, type Problem } from "../../provider/src/input/problems";
import { validate } from "../../provider/src/input/validate";
import { digest, nothing, release, table } from "./previous";

const image = `registry.example.com/hello@${digest("a")}`;

function problemsOf(args: object): Problem[] {
  try {
    validate("Function", functionArgs, args, functionRules);
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidArgs, String(error));
    return error.problems;
  }
}

type Told = [path: string, reason: string][];
const told = (expected: Told) => expected.map(([propertyPath, reason]) => ({ propertyPath, reason }));

const http = { http: { path: "/healthz" } };
const query = { address: "http://prometheus:9090", query: "up" };

/** Arguments in addition to a valid image. */
const cases: [string, object, Told][] = [
  [
    "shares that are whole",
    {
      traffic: [
        { latest: true, percent: 90 },
        { revision: "a", percent: 10 },
      ],
    },
    [],
  ],
  [
    "shares that are not",
    {
      traffic: [
        { latest: true, percent: 90 },
        { revision: "a", percent: 20 },
        { revision: "b", tag: "b" },
      ],
    },
    [["traffic", "expected shares that sum up to 100 percent, got 90 + 20 + 0 = 110; change percent"]],
  ],
  [
    "no percent at all",
    { traffic: [{ latest: true }] },
    [["traffic", "expected shares that sum up to 100 percent, got 0 = 0; change percent"]],
  ],
  ["an empty table", { traffic: [] }, [["traffic", "expected at least 1, got []"]]],
  [
    "a tag twice",
    {
      traffic: [
        { latest: true, percent: 100, tag: "x" },
        { revision: "a", tag: "y" },
        { revision: "b", tag: "x" },
      ],
    },
    [["traffic[2].tag", 'is also the tag of another share, got "x"; choose another']],
  ],
  [
    "latest that is false",
    { traffic: [{ latest: false, percent: 100 }] },
    [["traffic[0].latest", "expected true, got false; name a revision or a release instead"]],
  ],
  ["steps that rise", { rollout: { image, steps: [1, 5, 100], each: http } }, []],
  [
    "steps that do not",
    { rollout: { image, steps: [25, 25, 5] } },
    [
      ["rollout.steps[1]", "expected more than the step before (25), got 25"],
      ["rollout.steps[2]", "expected more than the step before (25), got 5"],
    ],
  ],
  ["a query with a bound", { rollout: { image, smoke: { prometheus: { ...query, atMost: 0 } } } }, []],
  [
    "queries without one",
    { rollout: { image, smoke: { prometheus: query }, steps: [50], each: { prometheus: query } } },
    [
      ["rollout.smoke.prometheus", "expected atMost, atLeast or both; set at least one"],
      ["rollout.each.prometheus", "expected atMost, atLeast or both; set at least one"],
    ],
  ],
  [
    "each without steps",
    { rollout: { image, each: http } },
    [["rollout.each", "is checked after each step, but there are none; set steps, e.g. [5, 25, 100]"]],
  ],
  [
    "a rollout whose program goes nowhere",
    { rollout: { smoke: http } },
    [
      [
        "registry",
        "is required with rollout: set it here, in the configuration knative-faas:registry, or in the variable KO_DOCKER_REPO",
      ],
    ],
  ],
  ["a rollout with a registry", { rollout: { smoke: http }, registry: "ghcr.io/acme" }, []],
  ["gates of no release", { require: ["smoke"] }, [["require", "requires release; set release, or leave it out"]]],
  ["a budget with a bound", { budget: { maxPods: 5 }, scale: { max: 2 } }, []],
  [
    "a budget without",
    { budget: { maxPods: 5 } },
    [["scale.max", "is required with budget, or nothing limits the number of Pods; set a limit, e.g. 10"]],
  ],
  [
    "a budget with a bound of 0",
    { budget: { maxPods: 5 }, scale: { max: 0 } },
    [["scale.max", "is required with budget, or nothing limits the number of Pods; set a limit, e.g. 10"]],
  ],
];

describe("traffic: rules over it, rollouts and budgets", () => {
  for (const [title, args, expected] of cases)
    it(title, () => assert.deepEqual(problemsOf({ image, ...args }), told(expected)));

  it("a share is of exactly one revision", () =>
    assert.deepEqual(
      problemsOf({ image, traffic: [{ percent: 50 }, { latest: true, revision: "a", percent: 50 }] }),
      told([
        ["traffic[0]", "expected exactly one of latest, revision, release; set one of them"],
        ["traffic[1].revision", "latest and revision are mutually exclusive; set only one"],
      ]),
    ));
});

describe("promotion: rules over a release and an image", () => {
  const whole = release("hello-1", { gates: ["smoke", "step-5"] });
  const { served: _served, ...partly } = whole;
  const table: [string, object, Told][] = [
    ["a release", { release: whole }, []],
    ["one of a newer package, with more in it", { release: { ...whole, signedBy: "someone" } }, []],
    ["with gates that it passed", { release: whole, require: ["step-5"] }, []],
    [
      "without those",
      { release: whole, require: ["step-5", "step-25", "soak"] },
      [["require", "the release has not passed step-25, soak (it passed: smoke, step-5); promote one that has"]],
    ],
    [
      "without any",
      { release: release("hello-1"), require: ["smoke"] },
      [["require", "the release has not passed smoke (it passed: none); promote one that has"]],
    ],
    [
      "with another digest",
      { release: { ...whole, image: `ghcr.io/acme/hello@${digest("c")}` } },
      [
        [
          "release.image",
          `expected a reference that ends with its digest (@${digest("a")}), got "ghcr.io/acme/hello@${"sha256:"}${"c".repeat(50)}...; pass the release unchanged`,
        ],
      ],
    ],
    [
      "of an image by tag",
      { release: { ...whole, image: "ghcr.io/acme/hello:v1", digest: "" } },
      [
        [
          "release.digest",
          'expected sha256: and 64 hexadecimal digits, so that the same bits run; a release of an image by tag has none, got ""',
        ],
      ],
    ],
    ["with a part missing", { release: partly }, [["release.served", "is required: expected a boolean"]]],
    [
      "and an image",
      { image, release: whole },
      [["release", "image and release are mutually exclusive; set only one"]],
    ],
    ["traffic for an earlier revision needs no image", { traffic: [{ revision: "hello-1", percent: 100 }] }, []],
    ["traffic for an earlier release neither", { traffic: [{ release: whole, percent: 100 }] }, []],
    [
      "traffic for the latest does",
      {
        traffic: [
          { revision: "hello-1", percent: 90 },
          { latest: true, percent: 10 },
        ],
      },
      [
        [
          "source",
          "is required: set source (a Go directory to build), dockerfile (a directory with a Dockerfile), image (a reference with a digest) or release (what another stack deployed)",
        ],
      ],
    ],
  ];
  for (const [title, args, expected] of table) it(title, () => assert.deepEqual(problemsOf(args), told(expected)));
});

describe("traffic: revisions that are there", () => {
  const previous: Previous = {
    ...nothing,
    releases: [release("hello-2"), release("hello-1")],
    traffic: table("hello-2 90", "mine 10"),
  };
  const words = (got: string) =>
    `expected an existing revision of this function (hello-3, hello-2, hello-1, mine), got "${got}"; name one of them, or retain more with revisions.keep`;
  const checked = (names: string[], named = names.map(() => true)) =>
    unknownRevisions(
      names.map((revisionName) => ({ revisionName, percent: 0 })),
      named,
      previous,
      "hello-3",
    );

  it("the newest, those that are kept, and those that have traffic", () =>
    assert.deepEqual(checked(["hello-3", "hello-2", "hello-1", "mine"]), []));
  it("each other one is reported", () =>
    assert.deepEqual(
      checked(["hello-0", "hello-2", "other"]),
      told([
        ["traffic.0", words("hello-0")],
        ["traffic.2", words("other")],
      ]),
    ));
  it("what is not named is not asked for", () => assert.deepEqual(checked(["hello-4"], [false]), []));
});
