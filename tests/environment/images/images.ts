// Brings the images that a local cluster cannot pull: base, pause, Envoy and Knative, all by digest in the local registry.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { registryHome } from "../home";
import type { Say } from "../progress";
import { modulesHome } from "../tools/go";
import { hashFiles } from "../tools/layers";
import type { Tools } from "../tools/tools";
import { pushBase } from "./base";
import { pushEnvoy } from "./envoy";
import { pushKnative } from "./knative";
import { pushPause } from "./pause";

export interface Images {
  /** A JSON file: the name in the release manifests -> the reference by digest. */
  imagesFile: string;
  /** The base image of Go functions, by digest. */
  baseImage: string;
}

/** What was pushed last, and from which version of the pins and of this directory. */
interface Pushed {
  version: string;
  base: string;
  pause: string;
  released: Record<string, string>;
}

const imagesFile = join(registryHome, "images.json");
const pushedFile = join(registryHome, "pushed.json");

export async function bringImages(tools: Tools, registry: string, say: Say): Promise<Images> {
  const before = lastPushed();
  if (before !== undefined && before.version === version(registry) && (await hasAll(registry, before))) {
    return { imagesFile, baseImage: before.base };
  }
  const pushed = await pushAll(tools, registry, say);
  mkdirSync(registryHome, { recursive: true });
  writeJson(imagesFile, pushed.released);
  writeJson(pushedFile, pushed);
  return { imagesFile, baseImage: pushed.base };
}

async function pushAll(tools: Tools, registry: string, say: Say): Promise<Pushed> {
  say("base");
  const base = await pushBase(tools, registry);
  say("pause");
  const pause = await pushPause(tools, registry);
  say("Envoy");
  const envoy = await pushEnvoy(tools, registry);
  const knative = await pushKnative(tools, registry, base, (detail) => say(`Knative, ${detail}`));
  return { version: version(registry), base, pause, released: { ...knative, "docker.io/envoyproxy/envoy": envoy } };
}

function version(registry: string): string {
  const hash = createHash("sha256").update(registry);
  hashFiles(hash, __dirname);
  hashFiles(hash, join(modulesHome, "knative"));
  return hash.digest("hex").slice(0, 12);
}

function lastPushed(): Pushed | undefined {
  return existsSync(pushedFile) && existsSync(imagesFile) ? JSON.parse(readFileSync(pushedFile, "utf8")) : undefined;
}

/** The registry is asked, because its blobs can be gone while the note of them is still there. */
async function hasAll(registry: string, pushed: Pushed): Promise<boolean> {
  const references = [pushed.base, pushed.pause, ...Object.values(pushed.released)];
  const found = await Promise.all(references.map((reference) => hasManifest(registry, reference)));
  return found.every((present) => present);
}

const manifestTypes =
  "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";

async function hasManifest(registry: string, reference: string): Promise<boolean> {
  const [name = "", digest = ""] = reference.slice(registry.length + 1).split("@");
  const address = `http://${registry}/v2/${name}/manifests/${digest}`;
  const answer = await fetch(address, { method: "HEAD", headers: { accept: manifestTypes } });
  return answer.ok;
}

/** Half a file never counts. */
function writeJson(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
