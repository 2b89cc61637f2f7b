// What a run stores for the next one: which cases failed, and, until it ends, what it has started.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { identify, type ProcessIdentity, runs } from "../environment/cluster/processes";
import { home } from "../environment/home";

export interface FailedCase {
  file: string;
  part?: string;
  title: string;
}

/** A run that is in progress, or was killed. */
export interface Begun {
  process: ProcessIdentity | undefined;
  /** The value of the variable that marks its processes. */
  run: string;
  /** Its own directory for temporary files. */
  temporary: string;
  /** What is running: the file, and whether it changes what other files see. */
  tasks: { name: string; changes: boolean }[];
  /** Those of the cluster that its tasks created. */
  namespaces: string[];
}

const failedFile = join(home, "tests", "failed.json");
const begunFile = join(home, "tests", "begun.json");

export function failedCases(): FailedCase[] {
  return read<FailedCase[]>(failedFile) ?? [];
}

export function rememberFailed(cases: FailedCase[]): void {
  write(failedFile, cases);
}

/** The previous run, if it has not ended regularly. */
export function begunRun(): Begun | undefined {
  return read<Begun>(begunFile);
}

export function goesOn(begun: Begun): boolean {
  return begun.process !== undefined && runs(begun.process);
}

export function rememberBegun(begun: Omit<Begun, "process">): void {
  write(begunFile, { process: identify(process.pid), ...begun });
}

export function forgetBegun(): void {
  rmSync(begunFile, { force: true });
}

function read<Content>(file: string): Content | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

function write(file: string, content: object): void {
  mkdirSync(dirname(file), { recursive: true });
  // Atomic, as a run may be killed at any moment.
  writeFileSync(`${file}.new`, JSON.stringify(content));
  renameSync(`${file}.new`, file);
}
