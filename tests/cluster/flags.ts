// Feature flags of the test cluster's Knative: on for the time of a suite, then as they were.
import schema from "../../provider/schema.json";
import { pause, type TestCluster } from "./cluster";

/** Every flag that a description names. */
const flags = [
  ...new Set(JSON.stringify(schema).match(/(kubernetes\.(pod|container)spec-[a-z-]+|multi-container-probing)/g)),
];

/** Turn them off only when no revision is left that uses one: Knative could not even delete it. */
export async function setFlags(cluster: TestCluster, value: "enabled" | null): Promise<void> {
  const data = Object.fromEntries(flags.map((flag) => [flag, value]));
  const patch = ["patch", "configmap", "config-features", "--type", "merge", "-p", JSON.stringify({ data })];
  await cluster.kubectl("-n", "knative-serving", ...patch);
  // The webhook watches the ConfigMap.
  await pause(1000);
}
