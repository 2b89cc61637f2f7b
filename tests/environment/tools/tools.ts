// Brings the tools: the user's own where they are new enough, else built from pinned Go modules into the cache.
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { run } from "../command";
import { logHome, stackHome } from "../home";
import { phase } from "../progress";
import { buildLayers } from "./build";
import { checkDisk } from "./disk";
import { isBuilt, kubernetesPluginVersion, layerHome, layers } from "./layers";
import { type Found, layersToBring, lookOnPath, type Need } from "./path";

/** Absolute paths. kube, etcd, coredns and crane are there only when the environment brings the cluster. */
export interface Tools {
  pulumi: string;
  ko: string;
  kube: string;
  etcd: string;
  coredns: string;
  crane: string;
  /** Directories to put before PATH, so that pulumi, its language hosts and ko are found. */
  path: string;
  /** The environment's own PULUMI_HOME: plugins and credentials of the user stay as they are. */
  pulumiHome: string;
}

export async function bringTools(need: Need): Promise<Tools> {
  const found = await lookOnPath(process.env.PATH ?? "");
  const missing = layersToBring(found, need).filter((layer) => !isBuilt(layer));
  if (missing.length > 0) {
    await checkDisk(missing);
    await buildLayers(missing);
  }
  const tools = toolPaths(found);
  if (found.pulumi === undefined) await installKubernetesPlugin(tools);
  return tools;
}

export function toolPaths(found: Found): Tools {
  const built = (layer: keyof typeof layers, program: string) => join(layerHome(layers[layer]), program);
  const pulumi = found.pulumi ?? built("pulumi", "pulumi");
  const ko = found.ko ?? built("ko", "ko");
  return {
    pulumi,
    ko,
    kube: built("kube", "kube"),
    etcd: built("etcd", "etcd"),
    coredns: built("coredns", "coredns"),
    crane: built("ko", "crane"),
    path: [dirname(pulumi), dirname(ko)].join(delimiter),
    pulumiHome: join(stackHome, "pulumi"),
  };
}

/** The plugin that was built goes where the engine looks, so that the engine does not try to download it. */
async function installKubernetesPlugin(tools: Tools): Promise<void> {
  const place = join(tools.pulumiHome, "plugins", `resource-kubernetes-v${kubernetesPluginVersion}`);
  if (existsSync(join(place, "pulumi-resource-kubernetes")) && !existsSync(`${place}.partial`)) return;
  const file = join(layerHome(layers.kubernetesPlugin), "pulumi-resource-kubernetes");
  const env = { ...process.env, PULUMI_HOME: tools.pulumiHome, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const args = ["plugin", "install", "resource", "kubernetes", kubernetesPluginVersion, "--file", file, "--reinstall"];
  await phase("Kubernetes plugin into Pulumi's home", () =>
    run(tools.pulumi, args, { env, log: join(logHome, "plugin.log") }),
  );
}
