// The feature flags of Knative, and the values that each takes.

const podSpec = (names: string) =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => `kubernetes.podspec-${name}`);

/** Source: serving v0.50, pkg/apis/config/features.go, NewFeaturesConfigFromMap. */
export const featureFlags = [
  "autodetect-http2",
  "kubernetes.containerspec-addcapabilities",
  ...podSpec(`
    affinity dnsconfig dnspolicy fieldref hostaliases hostipc hostnetwork hostpid init-containers nodeselector
    persistent-volume-claim persistent-volume-write priorityclassname runtimeclassname schedulername securitycontext
    shareprocessnamespace tolerations topologyspreadconstraints volumes-csi volumes-emptydir volumes-ephemeral
    volumes-hostpath volumes-image volumes-mount-propagation`),
  "multi-container",
  "multi-container-probing",
  "queueproxy.mount-podinfo",
  "queueproxy.resource-defaults",
  "secure-pod-defaults",
  "tag-header-based-routing",
];

/** The version in which a flag came, where not all versions that can be installed have it. */
export const flagSince: Record<string, string> = { "kubernetes.podspec-volumes-ephemeral": "1.23.0" };

/** Knative reads a value in any case, and takes one that it does not know for the flag's default. */
export function valuesOf(flag: string): string[] {
  return flag === "secure-pod-defaults"
    ? ["enabled", "AllowRootBounded", "disabled"]
    : ["enabled", "allowed", "disabled"];
}
