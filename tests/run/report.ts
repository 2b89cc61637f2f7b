// What a run prints: each case as it ends, and at the end the failures again, the slowest cases and the counts.
import { nameOf, type Task } from "./files";
import type { Outcome } from "./messages";

export interface Told extends Outcome {
  task: Task;
}

const slowestCount = 20;
const marks = { passed: "ok", failed: "FAILED", skipped: "skipped" };

/** What a case wrote stands above its outcome. */
export function caseText({ task, title, state, seconds, failure }: Told, output: string): string {
  const line = `${seconds.toFixed(1).padStart(7)} s  ${marks[state].padEnd(7)} ${nameOf(task)}  ${title}`;
  return [output.trimEnd(), line, ...(failure === undefined ? [] : [indent(failure)])].filter(Boolean).join("\n");
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "            ");
}

/** The end of a run: the slowest cases, what failed, and the counts in its last line. */
export function closingText(all: Told[], flaky: Told[], seconds: number): string {
  const slow = all.filter(({ seconds }) => seconds >= 1).sort((one, other) => other.seconds - one.seconds);
  const slowest = slow.slice(0, slowestCount).map((told) => ({ ...told, failure: undefined }));
  const failed = all.filter(({ state }) => state === "failed");
  return [
    ...listed(`the slowest ${slowest.length} cases:`, slowest),
    ...listed(`${flaky.length} flaky, failed beside others and passed alone:`, flaky),
    ...listed(`${failed.length} failed:`, failed),
    "",
    ...levelLines(all),
    `${seconds.toFixed(1).padStart(7)} s  in all, by the clock`,
    countsText(all),
  ].join("\n");
}

function listed(title: string, cases: Told[]): string[] {
  return cases.length === 0 ? [] : ["", title, ...cases.map((told) => caseText(told, ""))];
}

/** Levels run side by side, so these sums are more than the clock's time. */
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
