// Kubeconfigs as kubectl reads them, by the client of the Kubernetes project. Loaded when a cluster is first asked.
import { existsSync } from "node:fs";
import type { RequestOptions } from "node:https";
// @ts-expect-error: an ES module; the bundle has it inside, and nothing of it but this class.
import { KubeConfig } from "@kubernetes/client-node";
import type { ProviderSettings, Way } from "./provider";

/** The same rules as the Kubernetes provider's: a text or a path, KUBECONFIG, the home directory, the Pod that it runs in. */
export async function wayTo({ kubeconfig, context, cluster }: ProviderSettings): Promise<Way | undefined> {
  const config = new KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else if (existsSync(kubeconfig)) config.loadFromFile(kubeconfig);
  else load(config, kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  const named = cluster === undefined ? config.getCurrentCluster() : config.getCluster(cluster);
  if (named === null || named === undefined) return undefined;
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  return { server: named.server.replace(/\/$/, ""), options };
}

/** The parser quotes the lines that it does not understand, and they may hold a token. */
function load(config: KubeConfig, text: string): void {
  try {
    config.loadFromString(text);
  } catch {
    throw new Error("the kubeconfig of the Kubernetes provider is neither a file nor the text of one");
  }
}
