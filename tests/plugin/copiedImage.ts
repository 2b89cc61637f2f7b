// Images for copies, written directly into a registry: one platform or two, with the attachments of cosign, ko and OCI clients.
import { randomBytes } from "node:crypto";
import { add, configType, digestOf, indexType, manifestType, type Registry } from "./registry";

export const layerType = "application/vnd.oci.image.layer.v1.tar+gzip";

export interface Content {
  layers?: Buffer[];
  /** Further layers by their descriptors, e.g. layers that are stored elsewhere. */
  described?: object[];
  subject?: { mediaType: string; digest: string; size: number };
}

/** Adds an image of one platform; returns its descriptor. */
export function addImage(registry: Registry, repository: string, content: Content = {}) {
  const { layers = [randomBytes(2000)], described = [], subject } = content;
  const blob = (mediaType: string, bytes: Buffer) => {
    const type = "application/octet-stream";
    return { mediaType, size: bytes.length, digest: add(registry.stored, repository, { type, content: bytes }) };
  };
  const config = blob(configType, randomBytes(100));
  const all = [...layers.map((bytes) => blob(layerType, bytes)), ...described];
  return addManifest(registry, repository, manifestType, { config, layers: all, ...(subject && { subject }) });
}

/** Adds an index of two platforms; returns all descriptors. */
export function addIndex(registry: Registry, repository: string) {
  const amd64 = addImage(registry, repository);
  const arm64 = addImage(registry, repository);
  const manifests = [
    { ...amd64, platform: { os: "linux", architecture: "amd64" } },
    { ...arm64, platform: { os: "linux", architecture: "arm64" } },
  ];
  return { amd64, arm64, index: addManifest(registry, repository, indexType, { manifests }) };
}

/** Written with spaces: whoever parses and rewrites it changes its digest. */
export function addManifest({ stored }: Registry, repository: string, mediaType: string, manifest: object) {
  const content = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...manifest }, null, 3));
  return { mediaType, size: content.length, digest: add(stored, repository, { type: mediaType, content }) };
}

/** Attaches an image under a tag of cosign's, e.g. `.sbom`; returns the tag and the digest. */
export function attach(registry: Registry, repository: string, subject: string, kind: string) {
  const { digest } = addImage(registry, repository);
  const tag = subject.replace(":", "-") + kind;
  tagged(registry, repository, digest, tag);
  return { tag, digest };
}

export function tagged({ stored }: Registry, repository: string, digest: string, tag: string): void {
  const manifest = stored.get(`${repository}/${digest}`);
  if (manifest !== undefined) stored.set(`${repository}/${tag}`, manifest);
}

/** Everything in a repository by digest or tag, as text that shows each difference, except the tag that a copy is pushed under. */
export function contentOf({ stored }: Registry, repository: string): string[] {
  return [...stored]
    .filter(([key]) => key.startsWith(`${repository}/`) && !/\/[0-9a-f]{16}$/.test(key))
    .map(([key, { type, content }]) => `${key.slice(repository.length + 1)} ${type} ${digestOf(content)}`)
    .sort();
}
