// Stops all containers of the cluster, with or without a running containerd, and removes what they leave outside its directories.
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { home } from "../home";
import { pidsInCgroups } from "./cgroups";
import { allPids, commandLine, endProcess, identify } from "./processes";
import { paths } from "./settings";

/** Kills every process in the cluster's cgroups, then the shims that supervised them. */
export async function endContainers(): Promise<void> {
  for (let round = 0; round < 50 && pidsInCgroups().length > 0; round++) {
    pidsInCgroups().forEach(kill);
    await sleep(100);
  }
  const shims = allPids()
    .filter(isOurShim)
    .flatMap((pid) => identify(pid) ?? []);
  await Promise.all(shims.map((shim) => endProcess(shim, 0)));
}

/** Files outside the cluster's directories whose location is fixed in the kubelet, containerd and CNI. */
export function removeFixedFiles(): void {
  for (const link of entries("/var/log/containers")) if (pointsToOurs(link)) rmSync(link);
  for (const result of entries("/var/lib/cni/results")) if (speaksOfOurs(result)) rmSync(result);
  removeDeadSockets("/run/containerd/s");
  removeDeadSockets("/var/lib/kubelet/device-plugins");
  for (const directory of sharedDirectories) removeIfEmpty(directory);
}

/** Shared with other clusters and containerds of the machine; inner ones first. */
const sharedDirectories = [
  "/var/log/containers",
  "/var/lib/cni/results",
  "/var/lib/cni/cache",
  "/var/lib/cni",
  "/run/containerd/s",
  "/run/containerd",
  "/var/lib/kubelet/device-plugins",
  "/var/lib/kubelet",
];

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function isOurShim(pid: number): boolean {
  const [program = "", ...args] = commandLine(pid);
  return program.includes("containerd-shim") && args.includes(paths.containerdSocket);
}

/** The owner of a socket is unknown once nobody listens on it; then nobody needs it either. */
function removeDeadSockets(directory: string): void {
  const living = readFileSync("/proc/net/unix", "utf8");
  const sockets = entries(directory).filter((path) => lstatSync(path).isSocket());
  for (const path of sockets) if (!living.includes(` ${path}\n`)) rmSync(path);
}

function pointsToOurs(path: string): boolean {
  return lstatSync(path).isSymbolicLink() && readlinkSync(path).startsWith(`${home}/`);
}

/** CNI's file about a Pod's network names the network namespace, which is in a directory of this cluster. */
function speaksOfOurs(path: string): boolean {
  return readFileSync(path, "utf8").includes(`${paths.runtime}/`);
}

function entries(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // It contains files of others, or is a mount point, or does not exist: in each case it must not be removed.
  }
}
