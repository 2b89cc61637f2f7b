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

/** What tells a process from a later one with the same pid, also after a reboot. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks from boot to the start of the process. */
  startTicks: number;
  boot: string;
}

export interface ProcessRecord extends ProcessIdentity {
  /** Stands for program, arguments and configuration: when it differs, the process runs with old ones. */
  fingerprint: string;
}

const recordFile = (name: string) => join(paths.processes, `${name}.json`);
export const logFile = (name: string) => join(logHome, `${name}.log`);

/** Starts a component in a session of its own and remembers it. Its previous log is kept beside the new one. */
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

/** The component's process if it runs; a record whose pid belongs to another process by now counts as none. */
export function findProcess(name: string): ProcessRecord | undefined {
  const record = readRecord(name);
  return record !== undefined && runs(record) ? record : undefined;
}

/** Asks the component's process to end, ends it by force after the grace, and forgets it. */
export async function stopProcess(name: string, graceSeconds: number): Promise<void> {
  const record = findProcess(name);
  if (record !== undefined) {
    // Should this stop be cut short, a start must not take the process, which is ending, for one that runs.
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

/** The arguments of a process, none when it is gone (or a thread of the kernel). */
export function commandLine(pid: number): string[] {
  return (readProc(`/proc/${pid}/cmdline`) ?? "").split("\0").filter((argument) => argument !== "");
}

export function identify(pid: number): ProcessIdentity | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  const startTicks = stat === undefined ? undefined : parseStartTicks(stat);
  return startTicks === undefined ? undefined : { pid, startTicks, boot: bootId() };
}

/** Reads /proc/PID/stat: the start in ticks, undefined for a zombie. The command may hold spaces and parentheses. */
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
    // Absent, or cut short by a crash while it was written: then the port check names whoever runs.
    return undefined;
  }
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (runs(identity)) sendSignal(identity.pid, name);
}

/** To a process that may have ended by itself. */
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

/** Nothing of the user's environment: a proxy variable, for one, would send cluster addresses to the proxy. */
function environment(): NodeJS.ProcessEnv {
  // Memory is there in plenty, processors are not: Go collects garbage a third as often.
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
