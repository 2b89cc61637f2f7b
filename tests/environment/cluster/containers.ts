// Ending all containers of the cluster, with or without a living containerd, and what they leave outside its directories.
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { home } from "../home";
import { pidsInCgroups } from "./cgroups";
import { allPids, commandLine, endProcess, identify } from "./processes";
import { paths } from "./settings";

/** Ends every process in the cluster's cgroups, then the shims that kept watch over them. */
export async function endContainers(): Promise<void> {
  for (let round = 0; round < 50 && pidsInCgroups().length > 0; round++) {
    pidsInCgroups().forEach(kill);
    await sleep(100);
  }
  const shims = allPids()
    .filter(isOurShim)
    .flatMap((pid) => identify(pid) ?? []);
  const sockets = shimSockets();
  await Promise.all(shims.map((shim) => endProcess(shim, 0)));
  for (const socket of sockets) rmSync(socket, { force: true });
  for (const directory of ["/run/containerd/s", "/run/containerd"]) removeIfEmpty(directory);
}

/** Files outside the cluster's directories whose place is fixed in the kubelet and in CNI. */
export function removeFixedFiles(): void {
  const links = "/var/log/containers";
  for (const link of entries(links)) if (pointsToOurs(link)) rmSync(link);
  removeIfEmpty(links);
  const results = "/var/lib/cni/results";
  for (const result of entries(results)) if (result.startsWith(`${results}/knative-faas-`)) rmSync(result);
  for (const directory of [results, "/var/lib/cni/cache", "/var/lib/cni"]) removeIfEmpty(directory);
}

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

/** Each container's bundle names the socket of its shim, which containerd puts into a directory for all containerds. */
function shimSockets(): string[] {
  const bundles = join(paths.containerdState, "io.containerd.runtime.v2.task", "k8s.io");
  const files = entries(bundles).map((bundle) => join(bundle, "address"));
  return files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8").trim().replace("unix://", ""))
    .filter((path) => path.startsWith("/run/containerd/s/"));
}

function pointsToOurs(path: string): boolean {
  return lstatSync(path).isSymbolicLink() && readlinkSync(path).startsWith(`${home}/`);
}

function entries(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];
}

function removeIfEmpty(directory: string): void {
  if (existsSync(directory) && readdirSync(directory).length === 0) rmdirSync(directory);
}
