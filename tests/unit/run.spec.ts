// The test command: its arguments, which file a free lane takes next, and its output.
import assert from "node:assert/strict";
import { parseRequest } from "../run/arguments";
import type { runTask } from "../run/child";
import { type Task, tasksOf } from "../run/files";
import { inOrder, nextTask, runInLanes } from "../run/lanes";
import type { Locks } from "../run/locks";
import type { Outcome } from "../run/messages";
import { caseText, closingText, type Told } from "../run/report";
import { Run } from "../run/run";

const task = (file: string, locks: Locks = {}): Task => ({ level: "cluster", file: `cluster/${file}.spec.ts`, locks });
const names = (tasks: Task[]) => tasks.map(({ file }) => file.replace(/^cluster\/|\.spec\.ts$/g, ""));

describe("environment: what npm test may be told", () => {
  it("levels, words, an order and a number of lanes", () => {
    assert.deepEqual(parseRequest(["plugin", "traffic", "unit", "--order", "7", "--lanes", "4"]), {
      levels: ["unit", "plugin"],
      words: ["traffic"],
      failed: false,
      order: 7,
      lanes: 4,
    });
  });

  it("nothing means every level, and an order that is another one each time", () => {
    const { levels, order } = parseRequest([]);
    assert.equal(levels.length, 6);
    assert.notEqual(order, parseRequest([]).order);
  });

  it("what it does not know is refused with what there is", () => {
    assert.throws(() => parseRequest(["--slow"]), /Unknown option '--slow'; usage:\nnpm test /);
    assert.throws(() => parseRequest(["--lanes", "0"]), /--lanes: expected a whole number from 1, got "0"/);
  });
});

describe("environment: lanes", () => {
  const gc = task("gc", { changes: ["garbage collection"] });
  const history = task("history", { sees: ["garbage collection"] });
  const flags = task("flags", { changes: ["configuration"] });
  const plain = task("plain");
  const knative = task("knative", { changes: ["knative"] });
  const server: Task = { level: "servers", file: "servers/mqtt.spec.ts", locks: {} };

  const cases: { running: Task[]; waiting: Task[]; next: string | undefined }[] = [
    { running: [], waiting: [gc, plain], next: "gc" },
    { running: [history], waiting: [gc, plain], next: "plain" },
    { running: [gc], waiting: [history, flags], next: "flags" },
    { running: [history], waiting: [history], next: "history" },
    { running: [gc], waiting: [gc], next: undefined },
    { running: [plain], waiting: [knative], next: undefined },
    { running: [knative], waiting: [plain], next: undefined },
    { running: [knative], waiting: [plain, server], next: "servers/mqtt" },
    { running: [server], waiting: [knative], next: "knative" },
    { running: [plain], waiting: [knative, server], next: undefined },
    { running: [], waiting: [], next: undefined },
  ];
  for (const { running, waiting, next } of cases) {
    it(`next to ${names(running).join(", ") || "nothing"}, of ${names(waiting).join(", ") || "nothing"}: ${next}`, () => {
      const found = nextTask(waiting, running);
      assert.equal(found && names([found])[0], next);
    });
  }

  it("a seed gives an order, with what others wait for in front, and at the end what has the cluster alone", () => {
    const all = [server, knative, plain, task("b"), task("c"), history, gc, flags];
    const order = names(inOrder(all, 3));
    assert.deepEqual(order, names(inOrder(all, 3)));
    assert.deepEqual([...order].sort(), names(all).sort());
    assert.deepEqual(
      [order.slice(0, 2).sort(), order.slice(-2)],
      [
        ["flags", "gc"],
        ["knative", "servers/mqtt"],
      ],
    );
    const orders = Array.from({ length: 20 }, (_, seed) => names(inOrder(all, seed)).join());
    assert.ok(new Set(orders).size > 10);
  });

  it("no more run at one time than there are lanes, and none next to what keeps it waiting", async () => {
    const now = new Set<Task>();
    const seen: string[][] = [];
    const tasks = [gc, history, plain, task("b"), knative, flags];
    await runInLanes(tasks, 2, async (one) => {
      now.add(one);
      seen.push(names([...now]));
      await new Promise((resolve) => setTimeout(resolve, 5));
      now.delete(one);
    });
    assert.deepEqual(seen[1], ["gc", "plain"]);
    assert.ok(
      seen.every((together) => together.length <= 2 && !(together.includes("gc") && together.includes("history"))),
    );
    assert.ok(seen.some((together) => together.join() === "knative"));
    assert.equal(seen.length, tasks.length);
  });

  it("every spec file of a level is a task, a file in parts once for each part", () => {
    const files = tasksOf("unit").map(({ file }) => file);
    assert.ok(files.includes("unit/run.spec.ts"));
    assert.equal(
      new Set(tasksOf("cluster").map(({ file, part }) => `${file} ${part}`)).size,
      tasksOf("cluster").length,
    );
  });
});

describe("environment: what a run prints", () => {
  const told = (title: string, state: Told["state"], seconds: number, failure?: string): Told => ({
    task: task("traffic"),
    title,
    state,
    seconds,
    failure,
  });

  it("a case under what it wrote, a failure with its cause", () => {
    assert.equal(
      caseText(told("shares are held", "failed", 2, "Error: 3 != 4\n  pods:"), "    183 of 200\n"),
      [
        "    183 of 200",
        "    2.0 s  FAILED  cluster/traffic  shares are held",
        "            Error: 3 != 4",
        "              pods:",
      ].join("\n"),
    );
  });

  it("at the end what took longest, what was flaky, what failed, and the counts in the last line", () => {
    const many = Array.from({ length: 30 }, (_, index) => told(`case ${index}`, "passed", index));
    const all = [...many, told("a", "failed", 0.5, "why"), told("b", "skipped", 0)];
    const costs = new Map([...many.map((_, index): [string, number] => [`file ${index}`, index]), ["quick", 0.4]]);
    const lines = closingText({ told: all, flaky: [told("c", "failed", 3, "once")], costs }, 40).split("\n");
    assert.deepEqual(lines.slice(1, 3), ["the slowest 20 cases:", "   29.0 s  ok      cluster/traffic  case 29"]);
    assert.deepEqual(lines.slice(23, 25), ["the files that took most of the processors:", "   29.0 s  file 29"]);
    assert.deepEqual(lines.slice(35, 42), [
      "1 flaky, failed beside others and passed alone:",
      "    3.0 s  FAILED  cluster/traffic  c",
      "            once",
      "",
      "1 failed:",
      "    0.5 s  FAILED  cluster/traffic  a",
      "            why",
    ]);
    assert.equal(lines.at(-1), "30 passed, 1 failed, 1 skipped");
  });
});

describe("environment: files that fail", () => {
  const outcomes = (...states: Outcome["state"][]) =>
    states.map((state): Outcome => ({ title: "shares are held", state, seconds: 1, failure: "why" }));

  async function unheard(act: () => Promise<void>): Promise<void> {
    const { log } = console;
    console.log = () => {};
    await act().finally(() => Object.assign(console, { log }));
  }

  async function runOf(level: Task["level"], count: number, ...states: Outcome["state"][]) {
    const tasks = Array.from({ length: count }, (_, index): Task => ({ ...task(`${index}`), level }));
    const left = new Map(tasks.map((one) => [one, outcomes(...states)]));
    const tellNext: typeof runTask = async (one, _order, _env, hear) => {
      const outcome = left.get(one)?.shift();
      if (outcome) hear({ kind: "outcome", outcome });
      return undefined;
    };
    const run = new Run(2, false, () => ({ words: [] }), tellNext);
    await unheard(async () => {
      await run.stage(tasks);
      await run.runFailedAgain([level === "plugin" ? "cluster" : level]);
    });
    run.end();
    return { told: run.told.map(({ state }) => state), flaky: run.flaky.length };
  }

  it("run once more alone, and are flaky where they pass", async () => {
    assert.deepEqual(await runOf("cluster", 1, "failed", "passed"), { told: ["passed"], flaky: 1 });
    assert.deepEqual(await runOf("cluster", 1, "failed", "failed"), { told: ["failed"], flaky: 0 });
  });

  it("but not more than eight of them, and none of another level", async () => {
    assert.deepEqual(await runOf("cluster", 8, "failed", "passed"), { told: Array(8).fill("passed"), flaky: 8 });
    assert.deepEqual(await runOf("cluster", 9, "failed", "passed"), { told: Array(9).fill("failed"), flaky: 0 });
    assert.deepEqual(await runOf("plugin", 1, "failed", "passed"), { told: ["failed"], flaky: 0 });
  });
});
