// The test cluster: its objects, its ingress, namespaces for suites, and kubectl where a test is about it.
import { run } from "../environment/command";
import { freshNamespace } from "./namespaces";
import { ClusterObjects } from "./objects";

export { pause, posted } from "./ingress";
export { type Given, hasCondition, type Item } from "./objects";

export class TestCluster extends ClusterObjects {
  /** Creates a namespace that is empty at the start of a suite, whatever an earlier run left in it. */
  namespace(name: string): Promise<void> {
    return freshNamespace(this, name);
  }

  /** Does not wait until it is deleted. */
  removeNamespace(name: string): Promise<void> {
    return this.delete("Namespace", undefined, name);
  }

  /** Runs kubectl itself, for what a user does with it. */
  kubectl(...args: string[]): Promise<string> {
    const { kubeconfig, context, tools } = this.target;
    return run(tools.kube, ["kubectl", "--kubeconfig", kubeconfig, "--context", context, ...args]);
  }
}
