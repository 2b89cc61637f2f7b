// What a killed run has left: its processes, its temporary files, its namespaces, and a changed cluster.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "../environment/command";
import { EnvironmentProblem, phase, type Say } from "../environment/progress";
import { isThere, lastTarget } from "../environment/stack";
import { testsHome } from "./files";
import { killRun } from "./processes";
import { type Begun, begunRun, forgetBegun, goesOn } from "./remembered";

/** For a run that needs the cluster: restores its state from before the run that was killed. */
export async function clearAway(): Promise<void> {
  const begun = begunRun();
  if (begun === undefined) return;
  if (goesOn(begun)) {
    throw new EnvironmentProblem(
      `another npm test uses this cluster (process ${begun.process?.pid}): wait until it has ended, or end it`,
    );
  }
  killRun(begun.run);
  rmSync(begun.temporary, { recursive: true, force: true });
  if (begun.tasks.some(({ changes }) => changes)) await renewCluster(begun);
  else await removeNamespaces(begun.namespaces);
  forgetBegun();
}

/** Does not wait until they are deleted. */
export async function removeNamespaces(names: string[]): Promise<void> {
  const target = lastTarget();
  if (target === undefined || !isThere(target) || names.length === 0) return;
  const { TestCluster } = require("../cluster/cluster") as typeof import("../cluster/cluster");
  const cluster = new TestCluster(target);
  await Promise.all(names.map((name) => cluster.removeNamespace(name)));
}

/** A killed file did not restore what it had changed for all, so the local cluster is recreated. */
async function renewCluster({ tasks, namespaces }: Begun): Promise<void> {
  const names = tasks.filter(({ changes }) => changes).map(({ name }) => name);
  const why = `the last run was killed in ${names.join(", ")}`;
  if (lastTarget()?.local === undefined) {
    console.log(`${why}: what it changed on this cluster is still there`);
    await removeNamespaces(namespaces);
    return;
  }
  await phase(`a new cluster, as ${why}`, async (say) => {
    await command(["down", "--all"], say);
    await command(["up"], say);
  });
}

async function command(words: string[], say: Say): Promise<void> {
  const program = join(testsHome, "environment", "run.mjs");
  const { code, stdout, stderr } = await attempt(process.execPath, [program, ...words], {
    onLine: (line) => say(line.trim()),
  });
  if (code !== 0) throw new EnvironmentProblem(`npm run ${words.join(" -- ")} failed:\n${stdout}${stderr}`);
}
