// The recovery after an update that died, as Pulumi recommends: cancel, update, clear pending operations.
import assert from "node:assert/strict";
import type { Program, Run } from "../engine/program";
import type { StruckUpdate } from "./struckUpdate";

/** The plugin checks every 2 seconds whether its engine still runs. */
const pluginSeconds = 5;

/** What only a running engine ends. */
export async function endLeftByEngine(update: StruckUpdate): Promise<void> {
  let seconds: number | undefined;
  try {
    seconds = await update.pluginEnds(pluginSeconds);
  } finally {
    const left = update.endLeftovers().join(", ") || "none";
    const when = seconds === undefined ? "never" : `${seconds.toFixed(1)} s later`;
    console.log(`      our plugin ended ${when}; left were ${left}`);
  }
}

/** A dead engine's lock blocks the update, and Pulumi says how to remove it. */
export async function unlockedUp(stack: Program): Promise<Run> {
  const run = await stack.pulumi(["up", "--yes", "--skip-preview"]);
  if (run.code === 0) return run;
  if (run.written.includes("failed to load checkpoint: EOF")) return readableUp(stack);
  assert.match(run.written, /currently locked[\s\S]*`pulumi cancel`/);
  await stack.must(["cancel", "--yes"]);
  return stack.up();
}

/**
 * The backend of files (gocloud's fileblob) empties a file of attributes during each write. An engine that is killed at that moment
 * leaves it empty, and nobody can read the state until it is deleted; the state itself is complete.
 */
function readableUp(stack: Program): Promise<Run> {
  console.log("      the state could not be read: its .attrs was empty");
  stack.recover();
  return stack.up();
}

/** Pulumi keeps the pending operations of a dead engine, and says that a refresh clears them. The cluster matches the state. */
export async function clearPending({ written, seconds }: Run, stack: Program): Promise<void> {
  const pending = stack.pendingOperations();
  const names = pending.map(({ type, urn }) => `${type} ${urn.split("$").pop()}`);
  console.log(`      converged in ${seconds.toFixed(1)} s; pending: ${names.join(", ") || "none"}`);
  if (pending.length === 0) return;
  assert.match(written, /pending operations from previous deployment[\s\S]*`pulumi refresh`/);
  await stack.must(["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--expect-no-changes"]);
  assert.deepEqual(stack.pendingOperations(), []);
}
