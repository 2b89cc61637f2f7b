// Processes that outlive the command that started them: starting, recognising and stopping them.
import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { logHome } from "../home";
import { paths } from "./settings";

/** Distinguishes a process from a later one with the same pid, also after a reboot. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks from boot to the start of the process. */
  startTicks: number;
  boot: string;
}

export interface ProcessRecord extends ProcessIdentity {
  /** Covers program, arguments and configuration: if it differs, the process runs with old ones. */
  fingerprint: string;
}

const recordFile = (name: string) => join(paths.processes, `${name}.json`);
export const logFile = (name: string) => join(logHome, `${name}.log`);

/** Starts a component in its own session and records it. Its previous log is kept next to the new one. */
export function startProcess(name: string, program: string, args: string[], fingerprint: string): ChildProcess {
  mkdirSync(paths.processes, { recursive: true });
  mkdirSync(dirname(logFile(name)), { recursive: true });
  if (existsSync(logFile(name))) renameSync(logFile(name), join(logHome, `${name}.previous.log`));
  const log = openSync(logFile(name), "w");
  const child = spawn(program, args, { cwd: "/", detached: true, stdio: ["ignore", log, log], env: environment() });
  closeSync(log);
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity !== undefined) writeFileSync(recordFile(name), JSON.stringify({ ...identity, fingerprint }));
  child.unref();
  return child;
}

/** The component's process if it is running; a record whose pid now belongs to another process does not count. */
export function findProcess(name: string): ProcessRecord | undefined {
  const record = readRecord(name);
  return record !== undefined && runs(record) ? record : undefined;
}

/** Terminates the component's process, kills it after the grace, and removes its record. */
export async function stopProcess(name: string, graceSeconds: number): Promise<void> {
  const record = findProcess(name);
  if (record !== undefined) {
    // If this stop is interrupted, a start must not mistake the ending process for a running one.
    writeFileSync(recordFile(name), JSON.stringify({ ...record, fingerprint: "" }));
    await endProcess(record, graceSeconds);
  }
  rmSync(recordFile(name), { force: true });
}

export async function endProcess(identity: ProcessIdentity, graceSeconds: number): Promise<void> {
  signal(identity, "SIGTERM");
  if (await gone(identity, graceSeconds)) return;
  signal(identity, "SIGKILL");
  await gone(identity, 5);
}

/** The last lines that the component wrote since it was started. */
export function lastLogLines(name: string, count = 12): string {
  if (!existsSync(logFile(name))) return "";
  return readFileSync(logFile(name), "utf8").trimEnd().split("\n").slice(-count).join("\n  ");
}

export function startedAt(identity: ProcessIdentity): Date {
  const bootSeconds = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1] ?? 0);
  // USER_HZ, the unit of /proc, is 100 on every Linux that Node.js runs on.
  return new Date((bootSeconds + identity.startTicks / 100) * 1000);
}

/** All pids of this machine. */
export function allPids(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The arguments of a process, none if it has ended (or is a kernel thread). */
export function commandLine(pid: number): string[] {
  return (readProc(`/proc/${pid}/cmdline`) ?? "").split("\0").filter((argument) => argument !== "");
}

export function identify(pid: number): ProcessIdentity | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  const startTicks = stat === undefined ? undefined : parseStartTicks(stat);
  return startTicks === undefined ? undefined : { pid, startTicks, boot: bootId() };
}

/** Parses /proc/PID/stat: the start in ticks, undefined for a zombie. The command may contain spaces and parentheses. */
export function parseStartTicks(stat: string): number | undefined {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return undefined;
  return Number(fields[19]);
}

export function runs(identity: ProcessIdentity): boolean {
  return sameProcess(identity, identify(identity.pid));
}

export function sameProcess(known: ProcessIdentity, found: ProcessIdentity | undefined): boolean {
  return found !== undefined && found.startTicks === known.startTicks && found.boot === known.boot;
}

function readRecord(name: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordFile(name), "utf8"));
  } catch {
    // Missing, or truncated by a crash: then the port check names the process that is running.
    return undefined;
  }
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (runs(identity)) sendSignal(identity.pid, name);
}

/** Sends a signal to a process that may have ended by itself. */
export function sendSignal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function gone(identity: ProcessIdentity, seconds: number): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(30)) {
    if (!runs(identity)) return true;
  }
  return !runs(identity);
}

/** Nothing of the user's environment: a proxy variable, for example, would send cluster addresses to the proxy. */
function environment(): NodeJS.ProcessEnv {
  // There is plenty of memory, but few processors: Go collects garbage a third as often.
  return { PATH: process.env.PATH, HOME: "/", LANG: "C.UTF-8", GOGC: "300" };
}

function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
