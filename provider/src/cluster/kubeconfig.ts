// Reads kubeconfigs with the client of the Kubernetes project, as kubectl does. Loaded when a cluster is first queried.
import { existsSync } from "node:fs";
import type { RequestOptions } from "node:https";
import { delimiter } from "node:path";
// @ts-expect-error: an ES module; the bundle includes it, and uses only this class.
import { KubeConfig } from "@kubernetes/client-node";
import type { ProviderSettings, Way } from "./provider";

/** The same rules as the Kubernetes provider's: inline text or a path, KUBECONFIG, the home directory, the Pod that it runs in. */
export function configOf({ kubeconfig, context }: ProviderSettings): KubeConfig {
  const config = new KubeConfig();
  if (kubeconfig === undefined) loadDefault(config, process.env.KUBECONFIG);
  else if (existsSync(kubeconfig)) config.loadFromFile(kubeconfig);
  else load(config, kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  return config;
}

/** The namespace of the context. */
export function namespaceOf(settings: ProviderSettings): string | undefined {
  const config = configOf(settings);
  return config.getContextObject(config.getCurrentContext())?.namespace;
}

/** The client's default if it finds no kubeconfig. */
const nowhere = "http://localhost:8080";

export async function connectionTo(settings: ProviderSettings): Promise<Way> {
  const config = configOf(settings);
  const { cluster } = settings;
  const named = cluster === undefined ? config.getCurrentCluster() : config.getCluster(cluster);
  if (named === null || named === undefined) throw new Error(missing(settings, config));
  if (named.server === nowhere && settings.kubeconfig === undefined) throw new Error("no kubeconfig found");
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  return { server: named.server.replace(/\/$/, ""), options };
}

function missing({ context, cluster }: ProviderSettings, config: KubeConfig): string {
  if (cluster !== undefined) return `the kubeconfig has no cluster ${cluster}`;
  return `the kubeconfig has no context ${context ?? config.getCurrentContext()} with a cluster`;
}

/** As in kubectl: missing files are skipped, and the first file that sets a value wins. */
function loadDefault(config: KubeConfig, list = ""): void {
  const files = list.split(delimiter).filter((file) => existsSync(file));
  if (files.length === 0) config.loadFromDefault();
  else config.loadFromOptions(mergedFrom(files));
}

function mergedFrom(files: string[]) {
  const loaded = files.map(loadedFrom);
  const all = <T extends { name: string }>(part: (one: KubeConfig) => T[]) => firstOfEach(loaded.flatMap(part));
  return {
    clusters: all((one) => one.getClusters()),
    users: all((one) => one.getUsers()),
    contexts: all((one) => one.getContexts()),
    currentContext: loaded.map((one) => one.getCurrentContext()).find(Boolean) ?? "",
  };
}

function loadedFrom(file: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(file);
  return config;
}

function firstOfEach<T extends { name: string }>(all: T[]): T[] {
  return all.filter(({ name }, index) => all.findIndex((one) => one.name === name) === index);
}

/** The parser quotes lines that it cannot parse, and those may contain a token. */
function load(config: KubeConfig, text: string): void {
  try {
    config.loadFromString(text);
  } catch {
    throw new Error("the kubeconfig of the Kubernetes provider is neither a file nor the text of one");
  }
}
