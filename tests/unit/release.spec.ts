// A release as a value: the settings it contains, how it differs from another, and how much of the cluster a function uses.
import assert from "node:assert/strict";
import { differences, makeRelease, originOf, settingsOf } from "../../provider/src/function/release/release";
import type { Footprint } from "../../provider/src/function/release/releaseSchema";
import {
  type Budget,
  budgetProblems,
  footprintOf,
  formatFootprint,
  idle,
  most,
  type ResourceArgs,
} from "../../provider/src/function/traffic/budget";
import { contentHash } from "../../provider/src/pulumi/hash";
import { digest, release } from "./previous";

describe("releases: settings of one", () => {
  const cases: [string, object, Record<string, string>][] = [
    ["nothing", {}, {}],
    ["leaves by path", { port: 3000, scale: { min: 2, max: undefined } }, { port: "3000", "scale.min": "2" }],
    ["maps", { env: { NAME: "World", A: "" } }, { "env.A": "", "env.NAME": "World" }],
    [
      "lists",
      { args: ["-v", "x"], pod: { sidecars: [{ name: "proxy", args: ["a"] }] } },
      { "args[0]": "-v", "args[1]": "x", "pod.sidecars[0].args[0]": "a", "pod.sidecars[0].name": "proxy" },
    ],
    [
      "false and null",
      { serviceAccountToken: false, command: null },
      { serviceAccountToken: "false", command: "null" },
    ],
    [
      "of secrets the names",
      { secrets: { TOKEN: "s3cret", KEY: "k" } },
      { "secrets.KEY": "(secret)", "secrets.TOKEN": "(secret)" },
    ],
    [
      "of files those in clear",
      { volumes: { a: { files: { "x.txt": "1" }, mountPath: "/a" }, b: { secretFiles: { "y.txt": "s3cret" } } } },
      {
        "volumes.a.files.x.txt": contentHash("1"),
        "volumes.a.mountPath": "/a",
        "volumes.b.secretFiles.y.txt": "(secret)",
      },
    ],
    [
      "nothing that is beside the template or says where the image is from",
      {
        name: "greeter",
        namespace: "demo",
        labels: { a: "b" },
        annotations: { a: "b" },
        source: { directory: "hello" },
        dockerfile: { directory: "hello" },
        image: "x",
        release: release("hello-1"),
        require: ["smoke"],
        allowMutableTag: true,
        registry: "ghcr.io/acme",
        registryLogin: { username: "robot", password: "s3cret" },
        traffic: [{ latest: true, percent: 100 }],
        rollout: { steps: [5] },
        revisions: { keep: 1 },
        budget: { maxPods: 3 },
        rolloutSeconds: 5,
        network: { http: "enabled" },
        domains: { "a.example.com": {} },
        triggers: { cron: {} },
        visibility: "public",
        concurrency: 7,
      },
      { concurrency: "7" },
    ],
  ];
  for (const [title, args, expected] of cases) it(title, () => assert.deepEqual(settingsOf(args), expected));
});

describe("releases: differences of two", () => {
  const cases: [Record<string, string>, Record<string, string>, string[]][] = [
    [{}, {}, []],
    [{ port: "1" }, { port: "1" }, []],
    [{}, { "scale.min": "2" }, ["scale.min 0 -> 2"]],
    [{ "scale.min": "2", "scale.max": "5" }, {}, ["scale.max 5 -> 0", "scale.min 2 -> 0"]],
    [{ "scale.initial": "3" }, {}, ["scale.initial 3 -> 1"]],
    [{ "env.NAME": "World" }, { "env.NAME": "Moon" }, ["env.NAME World -> Moon"]],
    [{ "env.A": "1" }, { "env.B": "2" }, ["env.A 1 -> unset", "env.B unset -> 2"]],
    [{ "scale.min": "0", concurrency: "0" }, {}, []],
    [{}, { "secrets.TOKEN": "(secret)" }, ["secrets.TOKEN unset -> (secret)"]],
  ];
  for (const [before, after, expected] of cases)
    it(expected.join(", ") || `nothing from ${JSON.stringify(before)} to ${JSON.stringify(after)}`, () =>
      assert.deepEqual(differences(before, after), expected),
    );
});

describe("releases: what one is made of", () => {
  const footprint = { minPods: 0, maxPods: 3, cpu: 0.045, memory: 2 ** 25 };
  const made = {
    image: `ghcr.io/acme/hello@${digest("b")}`,
    revision: "hello-1",
    templateHash: "1",
    settings: { port: "3000" },
    footprint,
  };
  const origin = { commit: "abc", dirty: false, builder: "ko", builderVersion: "0.19.1" };

  it("has its origin, and neither gates nor traffic yet", () => {
    const expected = { ...made, digest: digest("b"), ...origin, gates: [], served: false };
    assert.deepEqual(makeRelease({ ...made, origin }), expected);
    assert.deepEqual(originOf(makeRelease({ ...made, origin })), origin);
  });

  it("has no origin where an image was given, and no digest where that was a tag", () => {
    const tagged = makeRelease({ ...made, image: "ghcr.io/acme/hello:v1", origin: {} });
    assert.deepEqual(
      { digest: tagged.digest, names: Object.keys(tagged).includes("commit") },
      { digest: "", names: false },
    );
    assert.deepEqual(originOf(tagged), {});
  });
});

describe("function: what it takes of the cluster", () => {
  const requests = { cpu: "20m", memory: "32Mi" };
  const mebibyte = 2 ** 20;
  const resourceArgs: [string, Partial<ResourceArgs>, Footprint][] = [
    ["by default", {}, { minPods: 0, maxPods: 0, cpu: 0.045, memory: 32 * mebibyte }],
    ["with bounds", { scale: { min: 1, max: 4 } }, { minPods: 1, maxPods: 4, cpu: 0.045, memory: 32 * mebibyte }],
    [
      "with sidecars and a queue-proxy of its own",
      { sidecars: [{ cpu: "100m", memory: "1Gi" }, {}], queueProxy: { cpu: "50m", memory: "16Mi" } },
      { minPods: 0, maxPods: 0, cpu: 0.17, memory: (32 + 1024 + 16) * mebibyte },
    ],
    ["whole cores", { requests: { cpu: "1.5", memory: "1M" } }, { minPods: 0, maxPods: 0, cpu: 1.525, memory: 1e6 }],
    [
      "sums without a rounding error",
      { sidecars: [{ cpu: "100m" }, { cpu: "200m" }] },
      { minPods: 0, maxPods: 0, cpu: 0.345, memory: 32 * mebibyte },
    ],
  ];
  for (const [title, more, expected] of resourceArgs)
    it(title, () => assert.deepEqual(footprintOf({ requests, sidecars: [], queueProxy: {}, ...more }), expected));

  const one: Footprint = { minPods: 1, maxPods: 4, cpu: 0.05, memory: 48 * mebibyte };
  const two: Footprint = { minPods: 0, maxPods: 2, cpu: 1, memory: 64 * mebibyte };
  const unbounded: Footprint = { ...one, maxPods: 0 };
  it("several together, at most and idle", () => {
    assert.deepEqual(most([]), { pods: 0, cpu: 0, memory: 0 });
    assert.deepEqual(most([one, two]), { pods: 6, cpu: 2.2, memory: 320 * mebibyte });
    assert.deepEqual(idle([one, two]), { pods: 1, cpu: 0.05, memory: 48 * mebibyte });
    const endless = Number.POSITIVE_INFINITY;
    assert.deepEqual(most([unbounded, two]), { pods: endless, cpu: endless, memory: endless });
    assert.deepEqual(most([{ ...unbounded, cpu: 0, memory: 0 }]), { pods: endless, cpu: 0, memory: 0 });
  });

  it("in words", () => {
    assert.deepEqual([idle([two]), most([one]), most([one, two])].map(formatFootprint), [
      "0 Pods",
      "4 Pods (200m CPU, 192Mi)",
      "6 Pods (2200m CPU, 320Mi)",
    ]);
  });

  const change = "lower scale.max, or raise the budget";
  const first = "a serving revision has no scale.max: set that in one update, and the budget in the next";
  const problems: [string, Budget | undefined, Footprint[], [string, string][]][] = [
    ["no budget", undefined, [one], []],
    ["an empty budget", {}, [unbounded], []],
    ["just enough", { maxPods: 6, maxCpu: "2200m" }, [one, two], []],
    ["a budget of one", { maxPods: 1 }, [one], [["maxPods", `expected at most 1 Pod, got up to 4; ${change}`]]],
    ["too many Pods", { maxPods: 3 }, [one], [["maxPods", `expected at most 3 Pods, got up to 4; ${change}`]]],
    [
      "too much while two run",
      { maxPods: 5, maxCpu: "2" },
      [one, two],
      [
        ["maxPods", `expected at most 5 Pods, got up to 6 while 2 revisions run side by side; ${change}`],
        ["maxCpu", `expected at most "2", got requests of up to 2200m while 2 revisions run side by side; ${change}`],
      ],
    ],
    [
      "no bound at all",
      { maxPods: 5, maxCpu: "500m" },
      [unbounded],
      [
        ["maxPods", `expected at most 5 Pods, got any number; ${first}`],
        ["maxCpu", `expected at most "500m", got requests of any amount; ${first}`],
      ],
    ],
  ];
  for (const [title, budget, footprints, expected] of problems)
    it(`a budget: ${title}`, () => {
      const told = expected.map(([name, reason]) => ({ propertyPath: `budget.${name}`, reason }));
      assert.deepEqual(budgetProblems(budget, footprints), told);
    });
});
