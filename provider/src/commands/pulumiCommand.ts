// Calls the Pulumi CLI for a command: its parsed output, or its own words if it fails.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { CommandFailure } from "./commandErrors";

export interface StackChoice {
  stack?: string | undefined;
  cwd?: string | undefined;
}

const largestOutput = 2 ** 30;

export async function pulumiJson(choice: StackChoice, args: string[]): Promise<unknown> {
  try {
    return JSON.parse(await outputOf(choice, args));
  } catch (error) {
    throw new CommandFailure(explained(error as Failed, choice.cwd));
  }
}

/** A preview that fails prints its errors as JSON too. */
export async function pulumiPreview(choice: StackChoice): Promise<unknown> {
  try {
    return JSON.parse(await outputOf(choice, ["preview", "--json"]));
  } catch (error) {
    const failed = error as Failed;
    if (failed.stdout?.startsWith("{")) return JSON.parse(failed.stdout);
    throw new CommandFailure(explained(failed, choice.cwd));
  }
}

async function outputOf({ stack, cwd }: StackChoice, args: string[]): Promise<string> {
  const all = [...args, ...(stack === undefined ? [] : ["--stack", stack]), "--non-interactive"];
  return (await promisify(execFile)("pulumi", all, { maxBuffer: largestOutput, cwd })).stdout;
}

interface Failed extends Error {
  code?: string | number;
  stdout?: string;
  stderr?: string;
}

function explained({ code, stderr, message }: Failed, cwd = "."): string {
  if (code === "ENOENT" && !existsSync(cwd)) return `there is no directory ${cwd}`;
  if (code === "ENOENT") return "there is no pulumi on PATH; install Pulumi, or add it to PATH";
  return stderr?.trim() || message;
}
