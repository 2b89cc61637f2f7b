// Provides the images that a local cluster cannot pull: base, pause, Envoy and Knative, all by digest in the local registry.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { registryHome } from "../home";
import type { Say } from "../progress";
import { modulesHome } from "../tools/go";
import { hashFiles } from "../tools/layers";
import type { Tools } from "../tools/tools";
import { pushBase } from "./base";
import { pushEnvoy } from "./envoy";
import { knativeModule, pushKnative } from "./knative";
import { pushPause } from "./pause";
import { remembered, writeJson } from "./remembered";

export interface Images {
  /** A JSON file: the name in the release manifests -> the reference by digest. */
  imagesFile: string;
  /** The base image of Go functions, by digest. */
  baseImage: string;
}

interface References {
  base: string;
  pause: string;
  released: Record<string, string>;
}

const imagesFile = join(registryHome, "images.json");
const pushedFile = join(registryHome, "pushed.json");

/** Whether images of any version were pushed before: then Knative's modules were needed, and most of them are present. */
export const hasPushed = () => existsSync(pushedFile);

export async function bringImages(tools: Tools, registry: string, say: Say): Promise<Images> {
  const note = { file: pushedFile, version: version(registry, knativeModule), registry };
  const { base, released } = await remembered(note, () => pushAll(tools, registry, say));
  writeJson(imagesFile, released);
  return { imagesFile, baseImage: base };
}

async function pushAll(tools: Tools, registry: string, say: Say): Promise<References> {
  say("base");
  const base = await pushBase(tools, registry);
  say("pause");
  const pause = await pushPause(tools, registry);
  say("Envoy");
  const envoy = await pushEnvoy(tools, registry);
  const release = { tools, repository: `${registry}/kn`, base, module: knativeModule };
  const knative = await pushKnative(release, (detail) => say(`Knative, ${detail}`));
  return { base, pause, released: { ...knative, "docker.io/envoyproxy/envoy": envoy } };
}

/** Changes with the pins of the module, this directory, and whatever else the images are made of. */
function version(registry: string, module: string, ...more: string[]): string {
  const hash = createHash("sha256").update([registry, ...more].join("\n"));
  hashFiles(hash, __dirname);
  hashFiles(hash, join(modulesHome, module));
  return hash.digest("hex").slice(0, 12);
}

/** Serving's images of the previous release, keyed by the name in its manifests: only a test of the upgrade needs them. */
export function bringEarlierServing(
  tools: Tools,
  registry: string,
  base: string,
  say: Say,
): Promise<Record<string, string>> {
  const module = "knative-1.22";
  const note = {
    file: join(registryHome, `pushed-${module}.json`),
    version: version(registry, module, base),
    registry,
  };
  return remembered(note, () => pushKnative({ tools, repository: `${registry}/kn-1.22`, base, module }, say));
}
