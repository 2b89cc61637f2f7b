// The process of one spec file: what it reports for each case, and that nothing it started outlives the run.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runTask } from "../run/child";
import { type Task, testsHome } from "../run/files";
import type { Message, Outcome } from "../run/messages";
import { Pool } from "../run/pool";
import { killRun, runVariable } from "../run/processes";

const directory = mkdtempSync(join(tmpdir(), "run-task-"));

/** A spec file of these cases, outside the tree. */
function written(name: string, text: string): Task {
  const file = join(directory, name);
  writeFileSync(file, text);
  return { level: "unit", file: relative(testsHome, file), locks: {} };
}

async function ran(task: Task, order: { words: string[]; titles?: string[] } = { words: [] }, run = runTask) {
  const outcomes: Outcome[] = [];
  let output = "";
  const hear = (message: Message) => {
    if (message.kind === "outcome") outcomes.push(message.outcome);
    if (message.kind === "output") output += message.text;
  };
  const died = await run(task, order, process.env, hear);
  return { died, output, states: outcomes.map(({ title, state }) => `${state} ${title}`), outcomes };
}

const mixed = `
const assert = require("node:assert/strict");
describe("a", () => {
  it("holds", () => console.log("said"));
  it("does not hold", () => assert.equal(1, 2));
  it("is left out", function () { this.skip(); });
  describe("inner", () => {
    before(() => { throw new Error("no server") });
    it("one", () => undefined);
    it("two", () => undefined);
  });
  describe("last", () => {
    after(() => { throw new Error("not removed") });
    it("three", () => undefined);
  });
});`;

/** Failures after a case's end, and hooks that fail together. */
const late = `
describe("a", () => {
  it("throws later", () => void setImmediate(() => { throw new Error("late") }));
  it("is never run", () => undefined);
});`;
const twice = `
describe("a", () => {
  it("ends twice", (done) => { done(); setImmediate(() => done(new Error("again"))) });
});`;
const hooks = `
describe("a", () => {
  after(() => { throw new Error("nothing to remove") });
  describe("inner", () => {
    before(() => { throw new Error("no server") });
    after(() => { throw new Error("no server to stop") });
    it("one", () => undefined);
  });
});`;

describe("environment: the process of a spec file", () => {
  after(() => rmSync(directory, { recursive: true, force: true }));

  it("tells each case, also those that a failing hook kept from running", async () => {
    const { died, output, states, outcomes } = await ran(written("mixed.spec.ts", mixed));
    assert.equal(died, undefined);
    assert.equal(output, "said\n");
    assert.deepEqual(states, [
      "passed a holds",
      "failed a does not hold",
      "skipped a is left out",
      "passed a last three",
      "failed a inner one",
      "failed a inner two",
      'failed a last "after all" hook for "three"',
    ]);
    const failures = outcomes.map(({ failure }) => failure?.split("\n")[0]);
    assert.deepEqual(failures.filter(Boolean), [
      "AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:",
      "Error: no server",
      "Error: no server",
      "Error: not removed",
    ]);
  });

  it("tells what fails after the end of a case, and each case once", async () => {
    const final = async (name: string, text: string) => {
      const { outcomes } = await ran(written(name, text));
      const last = new Map(outcomes.map(({ title, state, failure }) => [title, [state, failure?.split("\n")[0]]]));
      const counted = outcomes.filter(({ isCorrection }) => !isCorrection);
      assert.equal(counted.length, last.size);
      return Object.fromEntries(last);
    };
    assert.deepEqual(await final("late.spec.ts", late), {
      "a throws later": ["failed", "Error: late"],
      "a is never run": ["failed", "did not run, after this:"],
    });
    const [state, failure] = (await final("twice.spec.ts", twice))["a ends twice"] ?? [];
    assert.equal(state, "failed");
    assert.match(failure ?? "", /done\(\) called multiple times .* Error: again$/);
    assert.deepEqual(await final("hooks.spec.ts", hooks), {
      "a inner one": ["failed", "Error: no server"],
      'a inner "after all" hook for "one"': ["failed", "Error: no server to stop"],
      'a "after all" hook in "a"': ["failed", "Error: nothing to remove"],
    });
  });

  it("runs the cases with one of the words, or with exactly these titles", async () => {
    const task = written("mixed.spec.ts", mixed);
    assert.deepEqual((await ran(task, { words: ["three", "left out"] })).states.slice(0, 2), [
      "skipped a is left out",
      "passed a last three",
    ]);
    assert.deepEqual((await ran(task, { words: [], titles: ["a holds"] })).states, ["passed a holds"]);
  });

  it("that ends before its cases is reported with what it wrote last", async () => {
    const text = 'it("ends", () => { process.stderr.write("out of luck\\n"); process.exit(3) });';
    const { died, states } = await ran(written("ends.spec.ts", text));
    assert.equal(died, "its process ended with code 3 before its cases did\nout of luck");
    assert.deepEqual(states, []);
  });

  it("of a quick level runs other files after it, and another one takes its place when it ends", async () => {
    const pool = new Pool();
    const ends = written("ends-too.spec.ts", 'it("ends", () => process.exit(3));');
    const says = (name: string) => written(name, `it("${name}", () => console.log(process.pid));`);
    const tasks: Task[] = [says("1.spec.ts"), says("2.spec.ts"), ends, says("3.spec.ts")];
    tasks.push({ ...says("4.spec.ts"), level: "cluster" }, says("5.spec.ts"));
    const pids: string[] = [];
    for (const task of tasks) pids.push((await ran(task, { words: [] }, pool.run)).output.trim());
    await pool.end();
    const [first, second, none, third, alone, last] = pids;
    assert.deepEqual([first, none, third], [second, "", last]);
    assert.equal(new Set([first, third, alone]).size, 3);
  });

  /** A case that starts a process in its own session, as an engine starts plugins, and continues. */
  const lasting = (file: string) => `
const { spawn } = require("node:child_process");
it("lasts", function (done) {
  this.timeout(0);
  const child = spawn("sleep", ["600"], { detached: true, stdio: "ignore" });
  child.unref();
  require("node:fs").writeFileSync(${JSON.stringify(file)}, String(child.pid));
});`;

  async function started(file: string): Promise<number> {
    while (!existsSync(file) || readFileSync(file, "utf8") === "") await sleep(20);
    return Number(readFileSync(file, "utf8"));
  }

  const runs = (pid: number) =>
    existsSync(`/proc/${pid}/status`) && !/State:\s+Z/.test(readFileSync(`/proc/${pid}/status`, "utf8"));

  /** A killed process exists for a moment longer. */
  async function ended(pid: number): Promise<void> {
    for (let round = 0; runs(pid) && round < 500; round++) await sleep(20);
    assert.ok(!runs(pid));
  }

  it("and all that it started end when the run is ended", async () => {
    const file = join(directory, "pid-1");
    const run = `unit-${process.pid}`;
    const env = { ...process.env, [runVariable]: run };
    const died = runTask(written("lasting-1.spec.ts", lasting(file)), { words: [] }, env, () => undefined);
    const pid = await started(file);
    assert.ok(runs(pid));
    killRun(run);
    assert.equal(await died, "its process ended with SIGKILL before its cases did\n");
    await ended(pid);
  });

  it("and all that it started end when the run is killed", async () => {
    const file = join(directory, "pid-2");
    const { file: spec } = written("lasting-2.spec.ts", lasting(file));
    const program = `require(${JSON.stringify(join(testsHome, "run", "child.ts"))})
      .runTask({ file: ${JSON.stringify(spec)} }, { words: [] }, process.env, () => undefined)`;
    const env = { ...process.env, [runVariable]: `killed-${process.pid}` };
    const run = spawn(process.execPath, ["--require", "tsx/cjs", "-e", program], { env, stdio: "ignore" });
    const pid = await started(file);
    run.kill("SIGKILL");
    await ended(pid);
  });
});
