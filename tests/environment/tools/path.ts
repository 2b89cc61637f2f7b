// The tools that the user's PATH already provides, and the layers that remain to be built.
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { oldestCli } from "../../../provider/src/pulumi/cli";
import { attempt } from "../command";
import { koVersion, type Layer, layers } from "./layers";

export interface Found {
  /** A pulumi with its language hosts next to it, new enough. */
  pulumi?: string;
  /** A ko that is new enough. */
  ko?: string;
}

const languageHosts = ["nodejs", "yaml", "python", "go"].map((language) => `pulumi-language-${language}`);

export async function lookOnPath(path: string): Promise<Found> {
  const pulumi = await atLeast(find("pulumi", path), oldestCli);
  const ko = await atLeast(find("ko", path), koVersion);
  return { pulumi: pulumi !== undefined && hasLanguageHosts(pulumi) ? pulumi : undefined, ko };
}

export interface Need {
  /** True if the environment provides the cluster, and so the programs of Kubernetes and the images, itself. */
  cluster: boolean;
}

/** In two parts, because the cluster can start while the engine is built. */
export interface Wanted {
  cluster: Layer[];
  engine: Layer[];
}

export function layersToBring(found: Found, need: Need): Wanted {
  const { etcd, ko, coredns, kube, pulumi, yaml, languages, java, kubernetesPlugin } = layers;
  const builder = need.cluster || found.ko === undefined ? [ko] : []; // crane comes with ko, and images need it
  return {
    cluster: need.cluster ? [etcd, ...builder, coredns, kube] : builder,
    engine: found.pulumi === undefined ? [kubernetesPlugin, pulumi, yaml, languages, java] : [],
  };
}

/** Negative, zero or positive, if the first version is older than, equal to or newer than the second. */
export function compareVersions(first: string, second: string): number {
  const [left, right] = [numbers(first), numbers(second)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): number[] {
  const match = version.match(/(\d+)\.(\d+)(?:\.(\d+))?/);
  return match === null ? [] : match.slice(1).map((part) => Number(part ?? 0));
}

async function atLeast(program: string | undefined, version: string): Promise<string | undefined> {
  if (program === undefined) return undefined;
  const { code, stdout } = await attempt(program, ["version"], { timeoutSeconds: 20 });
  return code === 0 && compareVersions(stdout, version) >= 0 ? program : undefined;
}

function hasLanguageHosts(pulumi: string): boolean {
  const places = [dirname(pulumi), dirname(realpathSync(pulumi))].join(delimiter);
  return languageHosts.every((host) => find(host, places) !== undefined);
}

/** The first executable file of that name in a list of directories. */
export function find(program: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter((directory) => directory !== "")
    .map((directory) => join(directory, program))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
