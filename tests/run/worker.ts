// The process of spec files: runs one after another with mocha, and reports each case as soon as it ends.
import "./lightPulumi";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import Mocha from "mocha";
import { namespacesInUse } from "../cluster/inUse";
import { testsHome } from "./files";
import type { Leave, Message, Order, Outcome } from "./messages";
import { killRun } from "./processes";
import { subjects } from "./subjects";

function send(message: Message): void {
  process.send?.(message);
}

/** The output of a case takes the same path as its outcome, so that both are in the right order. */
process.stdout.write = ((text: string | Uint8Array) => {
  send({ kind: "output", text: text.toString() });
  return true;
}) as typeof process.stdout.write;

// The run was killed: whatever this process started must not outlive it.
process.on("disconnect", () => killRun());

process.on("message", (order: Order | Leave) => {
  if (order === "leave") process.exit(0);
  run(order);
});

/** What a file has reported so far. */
interface Progress {
  pattern: RegExp | undefined;
  failures: Map<Mocha.Runnable, Promise<string>>;
  /** How each case and each failed hook was reported. */
  told: Map<Mocha.Runnable, Outcome["state"]>;
  /** The processor time of this process until then: the first file includes the initial loading. */
  began: number;
}

let spent = 0;

function run(order: Order): void {
  const progress: Progress = { pattern: patternOf(order), failures: new Map(), told: new Map(), began: spent };
  const { pattern, failures, told } = progress;
  // Failures are reported with the state of the namespaces at that moment, so the next case waits for that.
  const rootHooks = { afterEach: () => Promise.all(failures.values()).then(() => undefined) };
  // Long enough that only a hang exceeds it: not a case that is slow on a busy machine, or one that loads what others have loaded.
  const mocha = new Mocha({ timeout: 180_000, reporter: function silent() {} as never, rootHooks });
  if (pattern !== undefined) mocha.grep(pattern);
  mocha.addFile(join(testsHome, order.file));
  const runner = mocha.run(() => void end(runner.suite, progress));
  runner.on("fail", (failed: Mocha.Runnable, error: unknown) => failures.set(failed, explain(error)));
  runner.on("pass", (test) => tell(told, test, "passed"));
  runner.on("pending", (test) => tell(told, test, "skipped"));
  runner.on("test end", (test) => void failures.get(test)?.then((failure) => tell(told, test, "failed", failure)));
}

function patternOf({ words, titles }: Order): RegExp | undefined {
  const escaped = (text: string) => text.replace(/[^\w ]/g, "\\$&");
  const ofWord = (word: string) => (Object.hasOwn(subjects, word) ? `^${word}: ` : escaped(word));
  if (titles !== undefined) return new RegExp(`^(?:${titles.map(escaped).join("|")})$`);
  return words.length === 0 ? undefined : new RegExp(words.map(ofWord).join("|"));
}

function tell(told: Progress["told"], runnable: Mocha.Runnable, state: Outcome["state"], failure?: string): void {
  const isCorrection = told.has(runnable);
  told.set(runnable, state);
  const outcome = {
    title: runnable.fullTitle(),
    state,
    seconds: (runnable.duration ?? 0) / 1000,
    failure,
    isCorrection,
  };
  send({ kind: "outcome", outcome });
}

/** Reports what failed after it had ended, and which cases a failure has prevented: they count as failed, too. */
async function end(root: Mocha.Suite, progress: Progress): Promise<void> {
  const { failures, told } = progress;
  let last = "";
  for (const [runnable, failure] of failures) {
    last = await failure;
    const missed = runnable instanceof Mocha.Test ? [] : missedIn(runnable.parent as Mocha.Suite, progress);
    for (const failed of missed.length > 0 ? missed : [runnable])
      if (told.get(failed) !== "failed") tell(told, failed, "failed", last);
  }
  for (const missed of missedIn(root, progress)) tell(told, missed, "failed", `did not run, after this:\n${last}`);
  send({ kind: "end", processorSeconds: processorSeconds() - progress.began });
}

/** See proc(5): user and system time, and those of children, in hundredths of a second. */
function processorSeconds(): number {
  const [, fields = ""] = readFileSync("/proc/self/stat", "utf8").split(/\) (.*)/s);
  spent =
    fields
      .split(" ")
      .slice(11, 15)
      .reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
  return spent;
}

function missedIn(suite: Mocha.Suite, { pattern, told }: Progress): Mocha.Test[] {
  const isWanted = (test: Mocha.Test) => !test.pending && (pattern === undefined || pattern.test(test.fullTitle()));
  return casesOf(suite).filter((test) => test.state === undefined && isWanted(test) && !told.has(test));
}

function casesOf(suite: Mocha.Suite): Mocha.Test[] {
  return [...suite.tests, ...suite.suites.flatMap(casesOf)];
}

async function explain(error: unknown): Promise<string> {
  return [describeError(error), await describeNamespaces()].filter(Boolean).join("\n");
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error);
  const { stack = error.message, actual, expected, generatedMessage } = error as Error & Record<string, unknown>;
  const lines = stack.split("\n").filter((line) => !/^ +at .*(node_modules|node:internal)/.test(line));
  const compared = generatedMessage === false && actual !== undefined;
  return [...lines, ...(compared ? [`  actual: ${inspect(actual)}`, `  expected: ${inspect(expected)}`] : [])].join(
    "\n",
  );
}

/** Loaded only if there are some: most processes need no client. */
async function describeNamespaces(): Promise<string> {
  const names = namespacesInUse();
  if (names.length === 0) return "";
  const { describeNamespace } = require("../cluster/report") as typeof import("../cluster/report");
  return (await Promise.all(names.map(describeNamespace))).join("\n");
}
