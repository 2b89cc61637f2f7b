// The output of a run: each case as it ends, and finally the failures again, the slowest cases and the counts.
import { nameOf, type Task } from "./files";
import type { Outcome } from "./messages";

export interface Told extends Outcome {
  task: Task;
}

const slowestCount = 20;
const costliestCount = 10;
const failedLineLength = 240;
const marks = { passed: "ok", failed: "FAILED", skipped: "skipped" };

/** The output of a case precedes its outcome. */
export function caseText({ task, title, state, seconds, failure }: Told, output: string): string {
  const line = `${seconds.toFixed(1).padStart(7)} s  ${marks[state].padEnd(7)} ${nameOf(task)}  ${title}`;
  return [output.trimEnd(), line, ...(failure === undefined ? [] : [indent(failure)])].filter(Boolean).join("\n");
}

/** For readers who see only the end of a long output: what failed, and why. */
function failedLine({ task, title, failure = "" }: Told): string {
  return `FAILED  ${nameOf(task)}  ${title}: ${(failure.trim().split("\n")[0] ?? "").slice(0, failedLineLength)}`;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "            ");
}

export interface Ended {
  told: Told[];
  flaky: Told[];
  costs: Map<string, number>;
}

/** The end of a run: the slowest cases, the costliest files, the failures, and the counts in its last line. */
export function closingText({ told: all, flaky, costs }: Ended, seconds: number): string {
  const slow = all.filter(({ seconds }) => seconds >= 1).sort((one, other) => other.seconds - one.seconds);
  const slowest = slow.slice(0, slowestCount).map((told) => ({ ...told, failure: undefined }));
  const failed = all.filter(({ state }) => state === "failed");
  return [
    ...listed(`the slowest ${slowest.length} cases:`, slowest),
    ...costLines(costs),
    ...listed(`${flaky.length} flaky, failed beside others and passed alone:`, flaky),
    ...listed(`${failed.length} failed:`, failed),
    "",
    ...levelLines(all),
    `${seconds.toFixed(1).padStart(7)} s  in all, by the clock`,
    ...failed.map(failedLine),
    countsText(all),
  ].join("\n");
}

function listed(title: string, cases: Told[]): string[] {
  return cases.length === 0 ? [] : ["", title, ...cases.map((told) => caseText(told, ""))];
}

function costLines(costs: Map<string, number>): string[] {
  const costly = [...costs].filter(([, seconds]) => seconds >= 1).sort(([, one], [, other]) => other - one);
  const lines = costly
    .slice(0, costliestCount)
    .map(([name, seconds]) => `${seconds.toFixed(1).padStart(7)} s  ${name}`);
  return lines.length === 0 ? [] : ["", "the files that took most of the processors:", ...lines];
}

/** Levels run concurrently, so these sums exceed the elapsed time. */
function levelLines(all: Told[]): string[] {
  const levels = [...new Set(all.map(({ task }) => task.level))];
  return levels.map((level) => {
    const cases = all.filter(({ task }) => task.level === level);
    const sum = cases.reduce((total, { seconds }) => total + seconds, 0);
    return `${sum.toFixed(1).padStart(7)} s  ${cases.length} cases of ${level}`;
  });
}

export function countsText(all: Outcome[]): string {
  const count = (state: Outcome["state"]) => all.filter((outcome) => outcome.state === state).length;
  return `${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`;
}
