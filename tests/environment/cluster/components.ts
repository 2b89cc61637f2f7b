// The processes that make up the cluster, in their start order, and their readiness checks.
import {
  apiUrl,
  type ClusterTools,
  certificate,
  clientConfiguration,
  configurationFile,
  nodeAddress,
  nodeName,
  paths,
  podRange,
  privateKey,
  registryHost,
  serviceRange,
} from "./settings";

export interface Component {
  name: string;
  program: string;
  args: string[];
  /** Its files under the configuration directory; it is restarted if one of them changes. */
  configuration: string[];
  /** The address that it listens on, "address:port". */
  listens: string[];
  /** Responds with 200 over HTTP, or accepts a connection on a socket, once it is ready. */
  ready: string;
}

const etcdClient = "127.0.0.1:2379";
const etcdPeer = "127.0.0.1:2380";

/** The registry is separate: images are pushed before there is a cluster. */
export const registry: Component = {
  name: "registry",
  program: "docker-registry",
  args: ["serve", configurationFile("registry.yaml")],
  configuration: ["registry.yaml"],
  listens: [registryHost],
  ready: `http://${registryHost}/v2/`,
};

/** Stages, one after another; the components of a stage start together. */
export const stages = (tools: ClusterTools): Component[][] => [
  [registry, etcd(tools), containerd], // the others store their state and containers in these
  [apiserver(tools)],
  [controllerManager(tools), scheduler(tools), kubelet(tools), kubeProxy(tools), coredns(tools)],
];

export const componentNames = () =>
  stages({ kube: "", etcd: "", coredns: "" })
    .flat()
    .map((component) => component.name);

const flags = (values: Record<string, string | number | boolean>) =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);

const etcd = (tools: ClusterTools): Component => ({
  name: "etcd",
  program: tools.etcd,
  args: flags({
    name: nodeName,
    "data-dir": paths.etcd,
    // The data is not worth a disk flush per write: it is deleted with the cluster.
    "unsafe-no-fsync": true,
    "log-level": "warn",
    "listen-client-urls": `http://${etcdClient}`,
    "advertise-client-urls": `http://${etcdClient}`,
    "listen-peer-urls": `http://${etcdPeer}`,
    "initial-advertise-peer-urls": `http://${etcdPeer}`,
    "initial-cluster": `${nodeName}=http://${etcdPeer}`,
  }),
  configuration: [],
  listens: [etcdClient, etcdPeer],
  ready: `http://${etcdClient}/health`,
});

const containerd: Component = {
  name: "containerd",
  program: "containerd",
  args: ["--config", configurationFile("containerd.toml")],
  configuration: ["containerd.toml"],
  listens: [],
  ready: `unix:${paths.containerdSocket}`,
};

const apiserver = (tools: ClusterTools): Component => ({
  name: "kube-apiserver",
  program: tools.kube,
  args: [
    "kube-apiserver",
    ...flags({
      "etcd-servers": `http://${etcdClient}`,
      "bind-address": nodeAddress,
      "advertise-address": nodeAddress,
      "secure-port": 6443,
      "service-cluster-ip-range": serviceRange,
      "authorization-mode": "Node,RBAC",
      "client-ca-file": certificate("ca"),
      "tls-cert-file": certificate("apiserver"),
      "tls-private-key-file": privateKey("apiserver"),
      "service-account-issuer": "https://kubernetes.default.svc.cluster.local",
      "service-account-key-file": `${paths.certificates}/service-account.pub`,
      "service-account-signing-key-file": privateKey("service-account"),
      "kubelet-client-certificate": certificate("apiserver-kubelet"),
      "kubelet-client-key": privateKey("apiserver-kubelet"),
      "kubelet-preferred-address-types": "InternalIP",
      "requestheader-client-ca-file": certificate("front-proxy-ca"),
      "requestheader-allowed-names": "front-proxy-client",
      "requestheader-username-headers": "X-Remote-User",
      "requestheader-group-headers": "X-Remote-Group",
      "requestheader-extra-headers-prefix": "X-Remote-Extra-",
      "proxy-client-cert-file": certificate("front-proxy"),
      "proxy-client-key-file": privateKey("front-proxy"),
      "enable-aggregator-routing": true,
      "allow-privileged": true,
      profiling: false,
      "event-ttl": "1h",
      "shutdown-delay-duration": "0s",
    }),
  ],
  configuration: [],
  listens: [`${nodeAddress}:6443`],
  ready: `${apiUrl}/readyz`,
});

const controllerManager = (tools: ClusterTools): Component => ({
  name: "kube-controller-manager",
  program: tools.kube,
  args: [
    "kube-controller-manager",
    ...flags({
      kubeconfig: clientConfiguration("kube-controller-manager"),
      "authentication-kubeconfig": clientConfiguration("kube-controller-manager"),
      "authorization-kubeconfig": clientConfiguration("kube-controller-manager"),
      "bind-address": "127.0.0.1",
      "cluster-cidr": podRange,
      "service-cluster-ip-range": serviceRange,
      "service-account-private-key-file": privateKey("service-account"),
      "root-ca-file": certificate("ca"),
      "cluster-signing-cert-file": certificate("ca"),
      "cluster-signing-key-file": privateKey("ca"),
      "requestheader-client-ca-file": certificate("front-proxy-ca"),
      "use-service-account-credentials": true,
      "leader-elect": false,
      profiling: false,
      // With the default of 20 requests a second an empty cluster waits several seconds for its first objects.
      "kube-api-qps": 200,
      "kube-api-burst": 400,
      // CNI assigns the addresses of the only node, and there is no cloud.
      controllers: "*,-nodeipam,-cloud-node-lifecycle-controller",
      "allocate-node-cidrs": false,
    }),
  ],
  configuration: [],
  listens: ["127.0.0.1:10257"],
  ready: "https://127.0.0.1:10257/healthz",
});

const scheduler = (tools: ClusterTools): Component => ({
  name: "kube-scheduler",
  program: tools.kube,
  args: [
    "kube-scheduler",
    ...flags({
      config: configurationFile("kube-scheduler.yaml"),
      "authentication-kubeconfig": clientConfiguration("kube-scheduler"),
      "authorization-kubeconfig": clientConfiguration("kube-scheduler"),
      "bind-address": "127.0.0.1",
    }),
  ],
  configuration: ["kube-scheduler.yaml"],
  listens: ["127.0.0.1:10259"],
  ready: "https://127.0.0.1:10259/healthz",
});

const kubelet = (tools: ClusterTools): Component => ({
  name: "kubelet",
  program: tools.kube,
  args: [
    "kubelet",
    ...flags({
      config: configurationFile("kubelet.yaml"),
      kubeconfig: clientConfiguration("kubelet"),
      "root-dir": paths.kubelet,
      "cert-dir": `${paths.kubelet}/pki`,
      "hostname-override": nodeName,
      "node-ip": nodeAddress,
    }),
  ],
  configuration: ["kubelet.yaml"],
  listens: [`${nodeAddress}:10250`, "127.0.0.1:10248"],
  ready: "http://127.0.0.1:10248/healthz",
});

const kubeProxy = (tools: ClusterTools): Component => ({
  name: "kube-proxy",
  program: tools.kube,
  args: ["kube-proxy", ...flags({ config: configurationFile("kube-proxy.yaml") })],
  configuration: ["kube-proxy.yaml"],
  listens: ["127.0.0.1:10249", "127.0.0.1:10256"],
  ready: "http://127.0.0.1:10256/healthz",
});

const coredns = (tools: ClusterTools): Component => ({
  name: "coredns",
  program: tools.coredns,
  args: ["-conf", configurationFile("Corefile")],
  configuration: ["Corefile"],
  listens: [`${nodeAddress}:53`, "127.0.0.1:8089", "127.0.0.1:8181"],
  ready: "http://127.0.0.1:8181/ready",
});
