// Runs kubectl: the local cluster's own if it exists, otherwise the one on PATH.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "../command";
import { clusterHome } from "../home";
import { EnvironmentProblem } from "../progress";
import { nodeLink, paths } from "./settings";

export function kubectl(kubeconfig: string, args: string[]): Promise<string> {
  // Without its link the node's address would be looked up on the machine's uplink.
  if (kubeconfig === paths.kubeconfig && !existsSync(`/sys/class/net/${nodeLink}`)) {
    throw new EnvironmentProblem("the local cluster does not run; start it with: npm run up");
  }
  const program = existsSync(paths.kubectl) ? paths.kubectl : "kubectl";
  // Otherwise its cache of API types would be in the user's home.
  const env = { ...process.env, KUBECACHEDIR: join(clusterHome, "kubectl-cache") };
  return run(program, ["--kubeconfig", kubeconfig, ...args], { env });
}
