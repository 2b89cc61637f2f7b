// Removes the local cluster: processes, containers, mounts, network and data. Keeps the registry's blobs.
import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { clusterHome, home } from "../home";
import { EnvironmentProblem, type Say } from "../progress";
import { removeCgroups } from "./cgroups";
import { componentNames } from "./components";
import { endContainers, removeFixedFiles } from "./containers";
import { unmountBelow } from "./mounts";
import { removeNetwork } from "./network";
import { stopProcess } from "./processes";
import { requireRoot } from "./requirements";
import { nodeLink, paths } from "./settings";

/** Only the registry's blobs must be saved: whatever does not end soon is killed. */
const graceSeconds = 3;

export async function stopCluster(say: Say): Promise<void> {
  if (!wasStarted()) return;
  requireRoot();
  requireOwnHome();
  say("ending the kubelet and the control plane");
  // containerd comes second, so that the kubelet can't start anything through it.
  const first = componentNames().filter((name) => name !== "containerd");
  await Promise.all(first.map((name) => stopProcess(name, graceSeconds)));
  await stopProcess("containerd", graceSeconds);
  say("ending the containers");
  await endContainers();
  say("taking away mounts, cgroups, links, routes and rules");
  await unmountBelow(paths.runtime);
  await unmountBelow(clusterHome);
  await removeCgroups();
  await removeNetwork();
  removeFixedFiles();
  say("deleting the cluster's data");
  await rm(paths.podLogs, { recursive: true, force: true });
  await rm(paths.runtime, { recursive: true, force: true });
  await rm(clusterHome, { recursive: true, force: true });
}

/** The network belongs to the machine: removing it would cut off a cluster that was started from another home. */
function requireOwnHome(): void {
  const owner = existsSync(paths.owner) ? readFileSync(paths.owner, "utf8") : home;
  if (owner === home || !existsSync(owner)) return;
  throw new EnvironmentProblem(`the local cluster is that of ${owner}: take it down with KNATIVE_FAAS_HOME=${owner}`);
}

/** Also true after a start that only created its first directory, and if the home was deleted manually. */
function wasStarted(): boolean {
  return [paths.processes, paths.runtime, `/sys/class/net/${nodeLink}`].some((path) => existsSync(path));
}
