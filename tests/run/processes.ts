// The processes of a run, found by a mark in their environment: engines and plugins leave their parent's process group.
import { readFileSync } from "node:fs";
import { allPids, sendSignal } from "../environment/cluster/processes";

/** Every process that a run starts inherits this variable. */
export const runVariable = "KNATIVE_FAAS_TEST_RUN";

/** Kills every process of a run except this one; by default of the run that this process belongs to. */
export function killRun(run = process.env[runVariable]): void {
  if (run === undefined) return;
  // Twice, as a process may start another one while the list is read.
  for (let round = 0; round < 2; round++) for (const pid of processesWith(runVariable, run)) sendSignal(pid, "SIGKILL");
  if (process.env[runVariable] === run) process.exit(1);
}

/** Those that were started with this value of an environment variable, and all that they started. */
export function processesWith(variable: string, value: string): number[] {
  return allPids().filter((pid) => pid !== process.pid && environmentOf(pid).includes(`${variable}=${value}`));
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}
