// The process of one spec file: runs it with mocha, and tells the run of each case as soon as it has ended.
import "./lightPulumi";
import { join } from "node:path";
import { inspect } from "node:util";
import Mocha from "mocha";
import { namespacesInUse } from "../cluster/inUse";
import { testsHome } from "./files";
import type { Message, Order, Outcome } from "./messages";
import { killRun } from "./processes";
import { subjects } from "./subjects";

const order: Order = JSON.parse(process.argv[2] ?? "{}");
const pattern = patternOf(order);

function send(message: Message): void {
  process.send?.(message);
}

/** What a case writes goes the way of its outcome, so that both stand in the right order. */
process.stdout.write = ((text: string | Uint8Array) => {
  send({ kind: "output", text: text.toString() });
  return true;
}) as typeof process.stdout.write;

// The run was killed: whatever this process started must not outlive it.
process.on("disconnect", () => killRun());

function main(): void {
  const failures = new Map<Mocha.Runnable, Promise<string>>();
  // Failures are told with the namespaces as they were then, so the next case waits for that.
  const rootHooks = { afterEach: () => Promise.all(failures.values()).then(() => undefined) };
  const mocha = new Mocha({ timeout: 60_000, reporter: function silent() {} as never, rootHooks });
  if (pattern !== undefined) mocha.grep(pattern);
  mocha.addFile(join(testsHome, order.file));
  const runner = mocha.run(() => void end(runner.suite, failures));
  runner.on("fail", (failed: Mocha.Runnable, error: unknown) => failures.set(failed, explain(error)));
  runner.on("pass", (test) => tell(test, "passed"));
  runner.on("pending", (test) => tell(test, "skipped"));
  runner.on("test end", (test) => void failures.get(test)?.then((failure) => tell(test, "failed", failure)));
}

function patternOf({ words, titles }: Order): RegExp | undefined {
  const escaped = (text: string) => text.replace(/[^\w ]/g, "\\$&");
  const ofWord = (word: string) => (Object.hasOwn(subjects, word) ? `^${word}: ` : escaped(word));
  if (titles !== undefined) return new RegExp(`^(?:${titles.map(escaped).join("|")})$`);
  return words.length === 0 ? undefined : new RegExp(words.map(ofWord).join("|"));
}

/** How each case and each hook that failed was told. */
const told = new Map<Mocha.Runnable, Outcome["state"]>();

function tell(runnable: Mocha.Runnable, state: Outcome["state"], failure?: string): void {
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

/** Tells what failed after it had ended, and which cases a failure has kept from running: they count as failed, too. */
async function end(root: Mocha.Suite, failures: Map<Mocha.Runnable, Promise<string>>): Promise<void> {
  let last = "";
  for (const [runnable, failure] of failures) {
    last = await failure;
    const missed = runnable instanceof Mocha.Test ? [] : missedIn(runnable.parent as Mocha.Suite);
    for (const failed of missed.length > 0 ? missed : [runnable])
      if (told.get(failed) !== "failed") tell(failed, "failed", last);
  }
  for (const missed of missedIn(root)) tell(missed, "failed", `did not run, after this:\n${last}`);
  const message: Message = { kind: "end" };
  process.send?.(message, undefined, {}, () => process.exit(0));
}

function missedIn(suite: Mocha.Suite): Mocha.Test[] {
  return casesOf(suite).filter((test) => test.state === undefined && isWanted(test) && !told.has(test));
}

function casesOf(suite: Mocha.Suite): Mocha.Test[] {
  return [...suite.tests, ...suite.suites.flatMap(casesOf)];
}

function isWanted(test: Mocha.Test): boolean {
  return !test.pending && (pattern === undefined || pattern.test(test.fullTitle()));
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

/** Loaded only where there are some: most processes need no client. */
async function describeNamespaces(): Promise<string> {
  const names = namespacesInUse();
  if (names.length === 0) return "";
  const { describeNamespace } = require("../cluster/report") as typeof import("../cluster/report");
  return (await Promise.all(names.map(describeNamespace))).join("\n");
}

main();
