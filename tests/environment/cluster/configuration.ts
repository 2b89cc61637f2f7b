// The configuration files of the components: pure text by file name; only those that differ are written.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { registryHome } from "../home";
import {
  certificate,
  cgroupName,
  clientConfiguration,
  clusterDomain,
  configurationFile,
  dnsAddress,
  nodeAddress,
  nodeName,
  nodePodRange,
  paths,
  podLink,
  podRange,
  privateKey,
  registryHost,
} from "./settings";

/** All files in the configuration directory. JSON is YAML, so what Kubernetes reads is plain data here. */
export function configurationFiles(): Record<string, string> {
  return {
    "registry.yaml": json(registry()),
    [`certs.d/${registryHost}/hosts.toml`]: registryHosts,
    "containerd.toml": containerd,
    "cni/10-faas.conflist": json(podNetwork()),
    "resolv.conf": `nameserver ${dnsAddress}\n`,
    "kubelet.yaml": json(kubelet()),
    "kube-proxy.yaml": json(kubeProxy()),
    "kube-scheduler.yaml": json(kubeScheduler()),
    Corefile: corefile,
    "kube-dns.yaml": json(kubeDns()),
  };
}

/** Writes the files that differ: kube-proxy exits as soon as its file is written, even with the same content. */
export function writeConfiguration(): void {
  for (const [name, content] of Object.entries(configurationFiles())) {
    const path = configurationFile(name);
    if (existsSync(path) && readFileSync(path, "utf8") === content) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

const registry = () => ({
  version: "0.1",
  log: { level: "warn", accesslog: { disabled: true } },
  storage: {
    cache: { blobdescriptor: "inmemory" },
    filesystem: { rootdirectory: registryHome },
    delete: { enabled: true },
  },
  http: { addr: registryHost },
});

/** Lets containerd use plain HTTP for the local registry only. */
const registryHosts = `server = "http://${registryHost}"
[host."http://${registryHost}"]
  capabilities = ["pull", "resolve"]
`;

/** Its own root, state, sockets, network namespaces and runc state: the distribution's containerd may run at the same time. */
const containerd = `version = 2
root = "${paths.containerd}"
state = "${paths.containerdState}"
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
  "io.containerd.internal.v1.tracing",
  "io.containerd.tracing.processor.v1.otlp",
]
[grpc]
  address = "${paths.containerdSocket}"
[ttrpc]
  address = "${paths.containerdSocket}.ttrpc"
[debug]
  level = "warn"
[plugins."io.containerd.internal.v1.opt"]
  path = "${paths.containerd}/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${registryHost}/pause:3.10"
  # Lowering it needs CAP_SYS_RESOURCE, which root does not have everywhere.
  restrict_oom_score_adj = true
  max_concurrent_downloads = 4
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${configurationFile("cni")}"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${configurationFile("certs.d")}"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
        Root = "${paths.runcState}"
`;

/** Only a bridge: no masquerading, as Pods reach nothing outside, and no host ports. */
const podNetwork = () => ({
  cniVersion: "1.0.0",
  name: "knative-faas",
  plugins: [
    {
      type: "bridge",
      bridge: podLink,
      isGateway: true,
      isDefaultGateway: true,
      ipMasq: false,
      hairpinMode: true,
      mtu: 1500,
      ipam: { type: "host-local", dataDir: paths.addressPool, ranges: [[{ subnet: nodePodRange }]] },
    },
  ],
});

const kubelet = () => ({
  apiVersion: "kubelet.config.k8s.io/v1beta1",
  kind: "KubeletConfiguration",
  address: nodeAddress,
  readOnlyPort: 0,
  healthzBindAddress: "127.0.0.1",
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: certificate("ca") },
  },
  authorization: { mode: "Webhook" },
  tlsCertFile: certificate("kubelet-server"),
  tlsPrivateKeyFile: privateKey("kubelet-server"),
  failCgroupV1: false,
  cgroupDriver: "cgroupfs",
  cgroupRoot: `/${cgroupName}`,
  failSwapOn: false,
  containerRuntimeEndpoint: `unix://${paths.containerdSocket}`,
  clusterDNS: [dnsAddress],
  clusterDomain,
  resolvConf: configurationFile("resolv.conf"),
  podLogsDir: paths.podLogs,
  volumePluginDir: `${paths.kubelet}/volume-plugins`,
  serializeImagePulls: false,
  maxParallelImagePulls: 4,
  maxPods: 200,
  // The images are in the local registry only; deleting them would gain nothing.
  imageGCHighThresholdPercent: 100,
  evictionHard: {
    "memory.available": "100Mi",
    "nodefs.available": "1%",
    "imagefs.available": "1%",
    "nodefs.inodesFree": "1%",
  },
  enforceNodeAllocatable: ["pods"],
  shutdownGracePeriod: "0s",
  logging: { verbosity: 1 },
});

const kubeProxy = () => ({
  apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
  kind: "KubeProxyConfiguration",
  bindAddress: nodeAddress,
  healthzBindAddress: "127.0.0.1:10256",
  metricsBindAddress: "127.0.0.1:10249",
  clientConnection: { kubeconfig: clientConfiguration("kube-proxy") },
  clusterCIDR: podRange,
  hostnameOverride: nodeName,
  mode: "iptables",
  iptables: { localhostNodePorts: false, minSyncPeriod: "200ms" },
  nodePortAddresses: [`${nodeAddress}/32`],
  // The machine's own connection tracking limits stay unchanged.
  conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
});

const kubeScheduler = () => ({
  apiVersion: "kubescheduler.config.k8s.io/v1",
  kind: "KubeSchedulerConfiguration",
  leaderElection: { leaderElect: false },
  clientConnection: { kubeconfig: clientConfiguration("kube-scheduler") },
});

/** Without "forward": names outside the cluster are not resolved by any other server. */
const corefile = `.:53 {
  bind ${nodeAddress}
  errors
  health 127.0.0.1:8089 {
    lameduck 0s
  }
  ready 127.0.0.1:8181
  cache 5
  kubernetes ${clusterDomain} in-addr.arpa {
    kubeconfig ${clientConfiguration("coredns")}
    ttl 5
  }
}
`;

/** CoreDNS is a process of the machine, so its Service's endpoint is created explicitly. */
const kubeDns = () => {
  const ports = [
    { name: "dns", port: 53, protocol: "UDP" },
    { name: "dns-tcp", port: 53, protocol: "TCP" },
  ];
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "kube-dns", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
    spec: { clusterIP: dnsAddress, ports: ports.map((port) => ({ ...port, targetPort: 53 })) },
  };
  const labels = {
    "kubernetes.io/service-name": "kube-dns",
    "endpointslice.kubernetes.io/managed-by": "knative-faas",
  };
  const endpoints = {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name: "kube-dns-host", namespace: "kube-system", labels },
    addressType: "IPv4",
    endpoints: [{ addresses: [nodeAddress], conditions: { ready: true } }],
    ports,
  };
  return { apiVersion: "v1", kind: "List", items: [service, endpoints] };
};
