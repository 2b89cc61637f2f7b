// The process of one spec file: runs it with mocha, and tells the run of each case as soon as it has ended.
import { join } from "node:path";
import { inspect } from "node:util";
import Mocha from "mocha";
import { namespacesInUse } from "../cluster/inUse";
import { testsHome } from "./files";
import type { Message, Order, Outcome } from "./messages";
import { killRun } from "./processes";

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
  const runner = mocha.run(() => void end(failures));
  runner.on("fail", (failed: Mocha.Runnable, error: unknown) => failures.set(failed, explain(error)));
  runner.on("pass", (test) => tell(test, "passed"));
  runner.on("pending", (test) => tell(test, "skipped"));
  runner.on("test end", (test) => void failures.get(test)?.then((failure) => tell(test, "failed", failure)));
}

function patternOf({ words, titles }: Order): RegExp | undefined {
  const escaped = (text: string) => text.replace(/[^\w ]/g, "\\$&");
  if (titles !== undefined) return new RegExp(`^(?:${titles.map(escaped).join("|")})$`);
  return words.length === 0 ? undefined : new RegExp(words.map(escaped).join("|"));
}

function tell(runnable: Mocha.Runnable, state: Outcome["state"], failure?: string): void {
  const outcome = { title: runnable.fullTitle(), state, seconds: (runnable.duration ?? 0) / 1000, failure };
  send({ kind: "outcome", outcome });
}

/** A hook that fails takes cases with it: each of them has failed, or the hook itself when it came after them. */
async function end(failures: Map<Mocha.Runnable, Promise<string>>): Promise<void> {
  for (const [runnable, failure] of failures) {
    if (runnable instanceof Mocha.Test) continue;
    const missed = casesOf(runnable.parent as Mocha.Suite).filter((test) => test.state === undefined && isWanted(test));
    for (const failed of missed.length > 0 ? missed : [runnable]) tell(failed, "failed", await failure);
  }
  await Promise.all(failures.values());
  const message: Message = { kind: "end" };
  process.send?.(message, undefined, {}, () => process.exit(0));
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
