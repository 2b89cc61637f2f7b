// Provides the tools: the user's own if they are new enough, otherwise built from pinned Go modules into the cache.
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { run } from "../command";
import { logHome, stackHome } from "../home";
import { phase } from "../progress";
import { buildAll, buildsOf, download, type Prepared } from "./build";
import { checkDisk } from "./disk";
import { isBuilt, kubernetesPluginVersion, type Layer, layerHome, layers } from "./layers";
import { type Found, layersToBring, lookOnPath, type Need } from "./path";
import { pulumiCommand, writePulumiCommand } from "./pulumiCommand";

/** Absolute paths. kube, etcd, coredns and crane are set only if the environment provides the cluster. */
export interface Tools {
  pulumi: string;
  /** The oldest supported CLI, once it is built; undefined if Pulumi is the user's own. */
  oldestPulumi?: string;
  ko: string;
  kube: string;
  etcd: string;
  coredns: string;
  crane: string;
  /** Directories that come before PATH, so that pulumi, its language hosts and ko are found. */
  path: string;
  /** The environment's own PULUMI_HOME: plugins and credentials of the user stay unchanged. */
  pulumiHome: string;
}

/** Tools that are needed at the same time. Downloads wait for the network and builds for processors, so they overlap. */
export interface Part {
  download(): Promise<void>;
  build(): Promise<void>;
}

export interface Plan {
  tools: Tools;
  /** The programs of the cluster, and what makes its images. */
  cluster: Part;
  /** Pulumi with its language hosts and its Kubernetes plugin. */
  engine: Part;
}

/** Determines what is missing; nothing is downloaded or built yet. */
export async function planTools(need: Need): Promise<Plan> {
  const found = await lookOnPath(process.env.PATH ?? "");
  const { cluster, engine } = layersToBring(found, need);
  const missing = [...cluster, ...engine].filter((layer) => !isBuilt(layer));
  if (missing.length > 0) await checkDisk(missing);
  const tools = toolPaths(found);
  const ready = async () => (found.pulumi === undefined ? readyPulumi(tools) : undefined);
  return { tools, cluster: part("the cluster", cluster), engine: part("the engine", engine, ready) };
}

/** For an existing cluster, one thing after another. */
export async function bringTools(): Promise<Tools> {
  const { tools, cluster, engine } = await planTools({ cluster: false });
  for (const { download, build } of [cluster, engine]) {
    await download();
    await build();
  }
  return tools;
}

/** Only for tests, which provide it when they first need it. */
export const bringOldestPulumi = () => bringLayer("the oldest Pulumi", layers.oldestPulumi);

/** The directory of `dlv`; only for tests. */
export async function bringDelve(): Promise<string> {
  await bringLayer("Delve", layers.delve);
  return layerHome(layers.delve);
}

async function bringLayer(title: string, layer: Layer): Promise<void> {
  const { download, build } = part(title, [layer]);
  await download();
  await build();
}

function part(title: string, wanted: Layer[], afterwards: () => Promise<void> = async () => undefined): Part {
  const builds = buildsOf(wanted.filter((layer) => !isBuilt(layer)));
  let prepared: Prepared[] = [];
  return {
    download: async () => {
      if (builds.length > 0) prepared = await phase(`Go modules of ${title}`, (say) => download(builds, say));
    },
    build: async () => {
      await buildAll(prepared);
      await afterwards();
    },
  };
}

export function toolPaths(found: Found): Tools {
  const built = (layer: keyof typeof layers, program: string) => join(layerHome(layers[layer]), program);
  const pulumi = found.pulumi ?? pulumiCommand;
  const ko = found.ko ?? built("ko", "ko");
  const hosts = found.pulumi === undefined ? [layers.yaml, layers.languages, layers.java].map(layerHome) : [];
  return {
    pulumi,
    ...(found.pulumi === undefined ? { oldestPulumi: built("oldestPulumi", "pulumi") } : {}),
    ko,
    kube: built("kube", "kube"),
    etcd: built("etcd", "etcd"),
    coredns: built("coredns", "coredns"),
    crane: built("ko", "crane"),
    path: [dirname(pulumi), ...hosts, dirname(ko)].join(delimiter),
    pulumiHome: join(stackHome, "pulumi"),
  };
}

async function readyPulumi(tools: Tools): Promise<void> {
  writePulumiCommand();
  await installKubernetesPlugin(tools);
}

/** The plugin that was built is installed where the engine looks, so that the engine does not try to download it. */
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
