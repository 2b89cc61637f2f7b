// The gates of a rollout: the steps that the arguments define, the gates due for a revision, and the names of their Jobs.
import assert from "node:assert/strict";
import type { FunctionRolloutArgs } from "../../provider/src/function/functionArgs.gen";
import type { Previous } from "../../provider/src/function/release/history";
import { type DueGate, dueGates, jobName, stepsOf } from "../../provider/src/function/rollout/rollout";
import type { Share } from "../../provider/src/function/traffic/trafficTable";
import { contentHash } from "../../provider/src/pulumi/hash";
import { job, nothing, release, table } from "./previous";

const smoke = { http: { path: "/healthz" } };
const each = { prometheus: { address: "http://prometheus", query: "errors", atMost: 0 } };

describe("rollout: steps", () => {
  const cases: [string, FunctionRolloutArgs, object[]][] = [
    ["nothing", {}, []],
    ["a smoke gate", { smoke }, [{ gate: "smoke", percent: undefined, check: smoke }]],
    ["steps that nothing is asked after", { steps: [50] }, [{ gate: "step-50", percent: 50, check: undefined }]],
    [
      "all of it",
      { smoke, steps: [5, 100], each },
      [
        { gate: "smoke", percent: undefined, check: smoke },
        { gate: "step-5", percent: 5, check: each },
        { gate: "step-100", percent: 100, check: each },
      ],
    ],
  ];
  for (const [title, args, expected] of cases) it(title, () => assert.deepEqual(stepsOf(args), expected));
});

const steps = stepsOf({ smoke, steps: [25, 100], each });
const [old, next] = ["hello-00000000aa", "hello-00000000bb"];
const toNext = table(`${next} 100`);

/** One revision serves. */
const before: Previous = { ...nothing, revision: old, releases: [release(old)], traffic: table(`${old} 100`) };

/** The three gates that are due for the new revision. */
const all = (attempt = 1): DueGate[] => {
  const suffix = attempt === 1 ? "" : `-${attempt}`;
  const back = before.traffic;
  const part = table(`${next} 25`, `${old} 75`);
  return [
    {
      gate: "smoke",
      percent: undefined,
      check: smoke,
      name: `${next}-smoke${suffix}`,
      attempt,
      move: undefined,
      first: false,
      done: false,
    },
    {
      gate: "step-25",
      percent: 25,
      check: each,
      name: `${next}-step-25${suffix}`,
      attempt,
      move: { traffic: part, back },
      first: false,
      done: false,
    },
    {
      gate: "step-100",
      percent: 100,
      check: each,
      name: `${next}-step-100${suffix}`,
      attempt,
      move: { traffic: toNext, back },
      first: false,
      done: false,
    },
  ];
};

/** A gate that has passed. */
const held = ({ gate, percent, check, name, attempt }: DueGate, revision = next) => ({
  ...{ gate, percent, check, name, attempt, revision, failed: false },
  ...{ move: undefined, first: false, done: true },
});

describe("rollout: gates that are due", () => {
  const [first] = all();
  const served: Previous = { ...before, traffic: toNext, releases: [release(next), release(old)] };
  const jobs = all().map(({ gate }) => job(next, gate));
  const cases: [string, Previous, string, Share[], object[]][] = [
    ["a first deployment has its smoke gate only", nothing, next, toNext, [{ ...(first as DueGate), first: true }]],
    ["a new revision has all", before, next, toNext, all()],
    [
      "one that an update left half way goes on with the same Jobs",
      { ...before, jobs: jobs.slice(0, 2) },
      next,
      toNext,
      all(),
    ],
    ["one that gets no traffic has none", before, next, table(`${old} 100`, `${next} 0 canary`), []],
    ["one that serves keeps those that held", { ...served, jobs }, next, toNext, all().map((gate) => held(gate))],
    ["one that served before a rollout was there has none", served, next, toNext, []],
    ["one that is gone back to has none", served, old, table(`${old} 100`), []],
    [
      "one that is gone back to keeps those that held",
      { ...served, jobs: [job(old, "smoke")] },
      old,
      table(`${old} 100`),
      [held({ ...(first as DueGate), name: `${old}-smoke` }, old)],
    ],
    [
      "a share more for one that serves needs none",
      { ...before, traffic: table(`${old} 90`, `${next} 10`) },
      next,
      toNext,
      [],
    ],
    ["traffic that does not change needs none", before, next, table(`${old} 100`), []],
    [
      "traffic that does not change keeps those that held",
      { ...before, jobs: [job(next, "smoke"), job(next, "step-25", { failed: true })] },
      next,
      table(`${old} 100`),
      [held(first as DueGate)],
    ],
    [
      "after one that failed, all with names of their own",
      { ...before, jobs: [job(next, "smoke"), job(next, "step-25", { failed: true })] },
      next,
      toNext,
      all(2),
    ],
    [
      "after a second that failed, a third time",
      { ...before, jobs: [job(next, "smoke", { attempt: 2, failed: true })] },
      next,
      toNext,
      all(3),
    ],
    ["of the second time, half way", { ...before, jobs: [job(next, "smoke", { attempt: 2 })] }, next, toNext, all(2)],
    [
      "a Job of another revision says nothing",
      { ...before, jobs: [job(old, "smoke", { failed: true })] },
      next,
      toNext,
      all(),
    ],
    ["one that failed is not kept", { ...served, jobs: [job(next, "smoke", { failed: true })] }, next, toNext, []],
  ];
  for (const [title, previous, revision, to, expected] of cases)
    it(title, () => assert.deepEqual(dueGates(steps, previous, revision, to), expected));

  it("without steps there is none", () => assert.deepEqual(dueGates([], before, next, toNext), []));
});

describe("rollout: name of a gate's Job", () => {
  type Case = [[string, string, number], string];
  /** A long name keeps its beginning, followed by a hash of all of it. */
  const cut = (revision: string, gate: string, attempt: number, beginning: string): Case => [
    [revision, gate, attempt],
    `${beginning}-${contentHash(revision)}-${gate}${attempt === 1 ? "" : `-${attempt}`}`,
  ];
  const names: Case[] = [
    [["hello-0123456789", "smoke", 1], "hello-0123456789-smoke"],
    [["hello-0123456789", "step-25", 1], "hello-0123456789-step-25"],
    [["hello-0123456789", "step-25", 3], "hello-0123456789-step-25-3"],
    [["hello-00001", "smoke", 1], "hello-00001-smoke"],
    cut(`${"a".repeat(52)}-0123456789`, "smoke", 1, "a".repeat(35)),
    cut(`${"a".repeat(52)}-0123456789`, "step-100", 12, "a".repeat(29)),
    cut(`${"a".repeat(34)}-b-0123456789`, "smoke", 1, "a".repeat(34)),
    // A commit as the name, set by a transform of the user's program.
    cut(`hello-${"0123456789".repeat(4)}`, "step-100", 12, "hello-01234567890123456789012"),
  ];
  for (const [[revision, gate, attempt], expected] of names)
    it(`${revision} ${gate} ${attempt}`, () => assert.equal(jobName(revision, gate, attempt), expected));

  it("is another for each of two that begin and end alike", () => {
    const alike = ["one", "two"].map((end) => `${"a".repeat(48)}-${end}-0123456789`);
    assert.equal(new Set(alike.map((revision) => jobName(revision, "smoke", 1))).size, 2);
  });

  it("is short, a name that Kubernetes takes, and no other's, whatever the revision is called", () => {
    const services = ["a", "hello", "x-1", `${"long-".repeat(10)}er`, "b".repeat(52)];
    const hashes = ["0123456789", "0123456780", "00001", "f".repeat(40)];
    const revisions = services.flatMap((service) => hashes.map((hash) => `${service}-${hash}`.slice(0, 63)));
    const gates = ["smoke", "step-1", "step-10", "step-100"];
    const names = [...new Set(revisions)].flatMap((revision) =>
      gates.flatMap((gate) => [1, 2, 11, 100].map((attempt) => jobName(revision, gate, attempt))),
    );
    for (const name of names) {
      assert.ok(name.length <= 52, name);
      assert.match(name, /^[a-z]([-a-z0-9]*[a-z0-9])?$/);
    }
    assert.equal(new Set(names).size, names.length);
  });
});
