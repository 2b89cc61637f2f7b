// The feature flags of Knative and their allowed values.

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

/** The version that introduced a flag, for flags that not all installable versions have. */
export const flagSince: Record<string, string> = { "kubernetes.podspec-volumes-ephemeral": "1.23.0" };

/** Knative compares values case-insensitively, and treats an unknown one as the flag's default. */
export function valuesOf(flag: string): string[] {
  return flag === "secure-pod-defaults"
    ? ["enabled", "AllowRootBounded", "disabled"]
    : ["enabled", "allowed", "disabled"];
}
