// Calls the Pulumi CLI for a command: its parsed output, or its own words if it fails.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CommandFailure } from "./commandErrors";

export interface StackChoice {
  stack?: string | undefined;
  cwd?: string | undefined;
}

const largestOutput = 2 ** 30;

export async function pulumiJson({ stack, cwd }: StackChoice, args: string[]): Promise<unknown> {
  const all = [...args, ...(stack === undefined ? [] : ["--stack", stack]), "--non-interactive"];
  try {
    const { stdout } = await promisify(execFile)("pulumi", all, { maxBuffer: largestOutput, cwd });
    return JSON.parse(stdout);
  } catch (error) {
    throw new CommandFailure(explained(error as Failed, cwd));
  }
}

interface Failed extends Error {
  code?: string | number;
  stderr?: string;
}

function explained({ code, stderr, message }: Failed, cwd = "."): string {
  if (code === "ENOENT") return `there is no pulumi on PATH, or no directory ${cwd}; install Pulumi, or add it to PATH`;
  return stderr?.trim() || message;
}
