// `npm test`: each spec file in its own process, several concurrently, from the quick levels to the slow ones.
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { EnvironmentProblem } from "../environment/progress";
import { parseRequest, type Request } from "./arguments";
import { stages, type Task, tasksOf, testsHome, usesCluster } from "./files";
import { inOrder } from "./lanes";
import { clearAway } from "./leftovers";
import type { Order } from "./messages";
import { type FailedCase, failedCases, rememberFailed } from "./remembered";
import { closingText, type Told } from "./report";
import { Run } from "./run";
import { subjects } from "./subjects";

/** Most of the time a test waits for the cluster, so there are more lanes than processors. */
const leastLanes = 5;

async function main(): Promise<void> {
  const request = parseRequest(process.argv.slice(2));
  const failed = request.failed ? failedCases() : undefined;
  const tasks = request.levels.flatMap(tasksOf).filter((task) => isWanted(task, request, failed));
  const lanes = request.lanes ?? Math.max(leastLanes, availableParallelism());
  const isOnCluster = tasks.some(usesCluster);
  if (isOnCluster) await clearAway();
  const run = new Run(lanes, isOnCluster, (task) => orderOf(task, request, failed));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupted(run));
  console.log(`${tasks.length} files in ${lanes} lanes, order ${request.order}`);
  await runStages(run, tasks, request);
}

async function runStages(run: Run, tasks: Task[], { order }: Request): Promise<void> {
  const began = Date.now();
  for (const { levels, isGate } of stages) {
    await run.stage(
      inOrder(
        tasks.filter(({ level }) => levels.includes(level)),
        order,
      ),
    );
    await run.runFailedAgain(levels);
    if (isGate && run.hasFailed) break;
  }
  run.end();
  rememberFailed(run.told.filter(({ state }) => state === "failed").map(failedCase));
  console.log(closingText(run, (Date.now() - began) / 1000));
  process.exit(run.hasFailed || isIncomplete(run) ? 1 : 0);
}

/** Printed to the other stream, as the counts are the last line. */
function isIncomplete({ told }: Run): boolean {
  const isSkipped = process.env.CI === "true" && told.some(({ state }) => state === "skipped");
  if (told.length === 0) console.error("no case was selected: check the words, or what failed last");
  if (isSkipped) console.error("with CI=true a skipped case fails the run: see above what was left out");
  return isSkipped || told.length === 0;
}

/** A hook has no title that could be run again. */
function failedCase({ task: { file, part }, title }: Told): FailedCase {
  return { file, part, title: /"(before|after) (all|each)" hook/.test(title) ? "the whole file" : title };
}

function isWanted(task: Task, { words }: Request, failed: FailedCase[] | undefined): boolean {
  if (failed !== undefined) return failed.some(({ file, part }) => file === task.file && part === task.part);
  // A process that finds nothing to run costs a second, and the titles of suites begin with a subject.
  if (words.length === 0 || !words.every((word) => word in subjects)) return true;
  const text = readFileSync(join(testsHome, task.file), "utf8");
  return words.some((word) => text.includes(`"${word}: `));
}

/** Cases of the slow levels depend on earlier ones, so there the whole file runs again. */
function orderOf({ level, file }: Task, { words }: Request, failed: FailedCase[] | undefined): Omit<Order, "file"> {
  if (failed === undefined || !["unit", "component", "plugin"].includes(level)) return { words };
  const titles = failed.filter((one) => one.file === file).map(({ title }) => title);
  return titles.includes("the whole file") ? { words } : { words, titles };
}

async function interrupted(run: Run): Promise<void> {
  try {
    const names = await run.interrupt();
    console.error(`\ninterrupted, with ${names.join(", ") || "nothing"} under way`);
  } finally {
    process.exit(130);
  }
}

main().catch((error) => {
  console.error(error instanceof EnvironmentProblem ? error.message : error);
  process.exit(1);
});
