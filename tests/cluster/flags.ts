// Feature flags of the test cluster's Knative: turned on for a suite, then restored.
import schema from "../../provider/schema.json";
import type { TestCluster } from "./cluster";

/** Every flag that a description names. */
const flags = [
  ...new Set(JSON.stringify(schema).match(/(kubernetes\.(pod|container)spec-[a-z-]+|multi-container-probing)/g)),
];

/** They must be turned off only when no revision uses one: Knative could not even delete it. */
export async function setFlags(cluster: TestCluster, value: "enabled" | null): Promise<void> {
  const data = Object.fromEntries(flags.map((flag) => [flag, value]));
  await cluster.patch("ConfigMap", "knative-serving", "config-features", { data });
  // The webhook watches the ConfigMap.
  const isTaken = async () => (await takesNodeSelector(cluster)) === (value === "enabled");
  await cluster.until("the webhook knows the flags", 30, isTaken);
}

/** Those that a trigger, a source or a delivery may need. */
const ofEventing = ["cross-namespace-event-links", "delivery-retryafter", "new-apiserversource-filters"];

/** They are off unless they are needed. */
export async function setEventingFlags(cluster: TestCluster, value: "enabled" | "disabled"): Promise<void> {
  const data = Object.fromEntries(ofEventing.map((flag) => [flag, value]));
  await cluster.patch("ConfigMap", "knative-eventing", "config-features", { data });
  const isTaken = async () => (await takesRetryAfter(cluster)) === (value === "enabled");
  await cluster.until("the webhook of Eventing knows the flags", 30, isTaken);
}

function takesRetryAfter(cluster: TestCluster): Promise<boolean> {
  const spec = { delivery: { retryAfterMax: "PT1S" } };
  const metadata = { name: "flags", namespace: "default" };
  const channel = { apiVersion: "messaging.knative.dev/v1", kind: "Channel", metadata, spec };
  return cluster.create(channel, { dryRun: true }).then(
    () => true,
    () => false,
  );
}

/** Tests with the webhook whether one of the flags is on. */
function takesNodeSelector(cluster: TestCluster): Promise<boolean> {
  const container = { image: `registry.example.com/hello@sha256:${"a".repeat(64)}` };
  const spec = { nodeSelector: { "kubernetes.io/os": "linux" }, containers: [container] };
  const metadata = { name: "flags", namespace: "default" };
  const service = { apiVersion: "serving.knative.dev/v1", kind: "Service", metadata, spec: { template: { spec } } };
  return cluster.create(service, { dryRun: true }).then(
    () => true,
    () => false,
  );
}
