// Brings the single-node cluster up. Running parts are left alone, so it also recovers from a crash.
import { mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { clusterHome, home, logHome, registryHome } from "../home";
import type { Say } from "../progress";
import { issueCertificates, writeUserKubeconfig } from "./certificates";
import { makeCgroups } from "./cgroups";
import { type Component, registry, stages } from "./components";
import { writeConfiguration } from "./configuration";
import { rememberEmptyCluster } from "./inventory";
import { kubectl } from "./kubectl";
import { makeNetwork } from "./network";
import { isNodeReady } from "./node";
import { checkRequirements } from "./requirements";
import {
  type Cluster,
  type ClusterTools,
  clusterName,
  configurationFile,
  nodeAddress,
  paths,
  registryHost,
} from "./settings";
import { startComponents, waitUntil } from "./start";

/** Starts only the registry, for images that are pushed before the cluster needs them. */
export async function startRegistry(say: Say): Promise<string> {
  for (const directory of [clusterHome, registryHome, logHome]) mkdirSync(directory, { recursive: true });
  writeConfiguration();
  await startComponents([registry], say);
  return registryHost;
}

export async function startCluster(tools: ClusterTools, say: Say): Promise<Cluster> {
  await checkRequirements();
  for (const directory of [registryHome, logHome, paths.runtime]) mkdirSync(directory, { recursive: true });
  await issueCertificates();
  writeConfiguration();
  makeCommandLine(tools);
  await makeNetwork();
  writeFileSync(paths.owner, home);
  makeCgroups();
  const inOrder = stages(tools);
  for (const stage of inOrder) await startComponents(stage, say);
  say("making the Service of the cluster's DNS");
  await applyDnsService();
  await waitForNode(inOrder.flat(), say);
  say("writing down what an empty cluster holds");
  await rememberEmptyCluster();
  return {
    kubeconfig: paths.kubeconfig,
    context: clusterName,
    registry: registryHost,
    address: nodeAddress,
    kind: "local",
  };
}

/** The user's kubeconfig, and a kubectl: the binary of all of Kubernetes selects its program by the name it is called with. */
function makeCommandLine(tools: ClusterTools): void {
  writeUserKubeconfig();
  mkdirSync(dirname(paths.kubectl), { recursive: true });
  if (linkTarget(paths.kubectl) === tools.kube) return;
  rmSync(paths.kubectl, { force: true });
  symlinkSync(tools.kube, paths.kubectl);
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

async function applyDnsService(): Promise<void> {
  const file = configurationFile("kube-dns.yaml");
  await kubectl(paths.kubeconfig, ["apply", "--server-side", "--force-conflicts", "--filename", file]);
}

async function waitForNode(components: Component[], say: Say): Promise<void> {
  await waitUntil(isNodeReady, components, "the node to be Ready", say);
}
