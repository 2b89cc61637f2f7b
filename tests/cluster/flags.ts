// Feature flags of the test cluster's Knative: on for the time of a suite, then as they were.
import schema from "../../provider/schema.json";
import type { TestCluster } from "./cluster";

/** Every flag that a description names. */
const flags = [
  ...new Set(JSON.stringify(schema).match(/(kubernetes\.(pod|container)spec-[a-z-]+|multi-container-probing)/g)),
];

/** Turn them off only when no revision is left that uses one: Knative could not even delete it. */
export async function setFlags(cluster: TestCluster, value: "enabled" | null): Promise<void> {
  const data = Object.fromEntries(flags.map((flag) => [flag, value]));
  await cluster.patch("ConfigMap", "knative-serving", "config-features", { data });
  // The webhook watches the ConfigMap.
  const isTaken = async () => (await takesNodeSelector(cluster)) === (value === "enabled");
  await cluster.until("the webhook knows the flags", 30, isTaken);
}

/** Asks the webhook for what one of the flags allows. */
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
