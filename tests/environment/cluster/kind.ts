// The same cluster from kind, if Docker and kind are available. Untested: the test machines have no Docker.
import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { attempt, run } from "../command";
import { clusterHome } from "../home";
import type { Say } from "../progress";
import { type Cluster, clusterName, paths, registryHost } from "./settings";

const registryContainer = `${clusterName}-registry`;
const nodeContainer = `${clusterName}-control-plane`;

/** kind's containerd reads per-registry settings from this directory if it is configured to. */
const configuration = `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
containerdConfigPatches:
  - |-
    [plugins."io.containerd.grpc.v1.cri".registry]
      config_path = "/etc/containerd/certs.d"
`;

export async function isKindAvailable(): Promise<boolean> {
  const [docker, kind] = await Promise.all([succeeds("docker", ["info"]), succeeds("kind", ["version"])]);
  return docker && kind;
}

async function startRegistryContainer(say: Say): Promise<void> {
  say("starting the registry's container");
  const publish = ["--publish", `${registryHost}:5000`];
  if (!(await succeeds("docker", ["start", registryContainer]))) {
    await run("docker", ["run", "--detach", ...publish, "--name", registryContainer, "registry:2"]);
  }
}

export async function startKind(say: Say): Promise<Cluster> {
  await startRegistryContainer(say);
  mkdirSync(dirname(paths.kubeconfig), { recursive: true });
  await makeCluster(say);
  await connectRegistry();
  const format = "{{.NetworkSettings.Networks.kind.IPAddress}}";
  const address = (await run("docker", ["inspect", "--format", format, nodeContainer])).trim();
  const context = `kind-${clusterName}`;
  return { kubeconfig: paths.kubeconfig, context, registry: registryHost, address, kind: "kind" };
}

export async function stopKind(say: Say): Promise<void> {
  say("deleting the kind cluster and the registry's container");
  await run("kind", ["delete", "cluster", "--name", clusterName, "--kubeconfig", paths.kubeconfig]);
  await attempt("docker", ["rm", "--force", "--volumes", registryContainer]);
  rmSync(clusterHome, { recursive: true, force: true });
}

async function makeCluster(say: Say): Promise<void> {
  const there = (await run("kind", ["get", "clusters"])).split("\n").includes(clusterName);
  const target = ["--name", clusterName, "--kubeconfig", paths.kubeconfig];
  if (there) {
    await run("docker", ["start", nodeContainer]);
    await run("kind", ["export", "kubeconfig", ...target]);
  } else {
    const options = [...target, "--config", "-", "--wait", "120s"];
    await run("kind", ["create", "cluster", ...options], { input: configuration, onLine: say });
  }
}

/** Inside the node 127.0.0.1 is the node itself, so pulls from the registry's name are redirected to its container. */
async function connectRegistry(): Promise<void> {
  await attempt("docker", ["network", "connect", "kind", registryContainer]);
  const directory = `/etc/containerd/certs.d/${registryHost}`;
  const hosts = `[host."http://${registryContainer}:5000"]\n`;
  const write = `mkdir -p ${directory} && cat > ${directory}/hosts.toml`;
  await run("docker", ["exec", "--interactive", nodeContainer, "sh", "-c", write], { input: hosts });
}

async function succeeds(program: string, args: string[]): Promise<boolean> {
  try {
    return (await attempt(program, args, { timeoutSeconds: 20 })).code === 0;
  } catch {
    return false;
  }
}
