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

/** Nothing has to be saved but the registry's blobs: what does not end by itself soon is ended by force. */
const graceSeconds = 3;

export async function stopCluster(say: Say): Promise<void> {
  if (!wasStarted()) return;
  requireRoot();
  requireOwnHome();
  say("ending the kubelet and the control plane");
  // containerd comes second, so that the kubelet cannot start anything again through it.
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

/** The network is the machine's: taking it away would cut off a cluster that was started from another home. */
function requireOwnHome(): void {
  const owner = existsSync(paths.owner) ? readFileSync(paths.owner, "utf8") : home;
  if (owner === home || !existsSync(owner)) return;
  throw new EnvironmentProblem(`the local cluster is that of ${owner}: take it down with KNATIVE_FAAS_HOME=${owner}`);
}

/** True also after a start that got no further than its first directory, and when the home was deleted by hand. */
function wasStarted(): boolean {
  return [paths.processes, paths.runtime, `/sys/class/net/${nodeLink}`].some((path) => existsSync(path));
}
