// The names and numbers of the local cluster: its name, addresses and directories.
import { join } from "node:path";
import { clusterHome, logHome } from "../home";

/** Absolute paths of the programs that are built; everything else that the cluster runs comes from the distribution. */
export interface ClusterTools {
  /** All of Kubernetes in one binary: apiserver, controller manager, scheduler, kubelet, kube-proxy, kubectl. */
  kube: string;
  etcd: string;
  coredns: string;
}

/** A running cluster, with what everything that uses it needs to know. */
export interface Cluster {
  kubeconfig: string;
  context: string;
  /** Host and port of the registry that the cluster pulls from. */
  registry: string;
  /** The address at which a Service's externalIPs respond from this machine. */
  address: string;
  kind: "local" | "kind";
}

export const clusterName = "knative-faas";
export const nodeName = "node1";
export const nodeAddress = "10.95.0.1";
export const dnsAddress = "10.96.0.10";
export const apiServiceAddress = "10.96.0.1";
export const clusterDomain = "cluster.local";

export const nodeRange = "10.95.0.0/16";
export const serviceRange = "10.96.0.0/16";
export const podRange = "10.244.0.0/16";
/** The part of the Pod range that this node assigns. */
export const nodePodRange = "10.244.0.0/24";

export const registryHost = "127.0.0.1:5000";
export const apiUrl = `https://${nodeAddress}:6443`;

/** A bridge without ports: it has the node's address and drops packets for Services that nothing translates. */
export const nodeLink = "faas0";
/** The bridge that CNI connects Pods to. */
export const podLink = "faascni0";

/** A path from the root of each cgroup hierarchy; everything below it is a Pod of this cluster. */
export const cgroupName = "knative-faas";

export const paths = {
  configuration: join(clusterHome, "configuration"),
  certificates: join(clusterHome, "certificates"),
  kubeconfig: join(clusterHome, "kubeconfig"),
  kubectl: join(clusterHome, "bin", "kubectl"),
  processes: join(clusterHome, "processes"),
  /** The kernel settings before the cluster changed them. */
  kernelSettings: join(clusterHome, "kernel-settings.json"),
  emptyCluster: join(clusterHome, "empty-cluster.json"),
  etcd: join(clusterHome, "etcd"),
  kubelet: join(clusterHome, "kubelet"),
  containerd: join(clusterHome, "containerd"),
  podLogs: join(logHome, "pods"),
  /** Files that must not outlive a reboot, such as network namespaces and mounts. Short, as the length of a socket's path is limited. */
  runtime: "/run/knative-faas",
  /** Names the home whose cluster uses the machine's network. */
  owner: "/run/knative-faas/home",
  containerdState: "/run/knative-faas/containerd",
  containerdSocket: "/run/knative-faas/containerd/containerd.sock",
  runcState: "/run/knative-faas/runc",
  addressPool: "/run/knative-faas/cni",
};

export const certificate = (name: string) => join(paths.certificates, `${name}.crt`);
export const privateKey = (name: string) => join(paths.certificates, `${name}.key`);
export const clientConfiguration = (user: string) => join(paths.certificates, `${user}.kubeconfig`);
export const configurationFile = (name: string) => join(paths.configuration, name);
