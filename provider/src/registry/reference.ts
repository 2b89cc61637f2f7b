// Parses image references: registry, repository, tag or digest, and their URLs.
import { speaksPlainHttp } from "./plainHttp";

/** ko loads images with these names into the local Docker daemon or kind. */
export const isNoHost = (host: string) => ["ko.local", "kind.local"].includes(host);

export function manifestUrl(reference: string): { host: string; url: string } {
  const { repository, version } = referenceParts(reference);
  const { host, url } = repositoryUrl(repository);
  return { host, url: `${url}/manifests/${version}` };
}

/** The URL of a repository, and its path in the registry. */
export function repositoryUrl(repository: string): { host: string; path: string; url: string } {
  const [first = "", ...rest] = repository.split("/");
  const named = /[.:]/.test(first) || first === "localhost";
  const host = named ? first : "docker.io";
  const path = named ? rest.join("/") : repository;
  const server = ["docker.io", "index.docker.io"].includes(host) ? "registry-1.docker.io" : host;
  return { host, path, url: `${speaksPlainHttp(server) ? "http" : "https"}://${server}/v2/${path}` };
}

/** For messages: expands a short name. */
export function inFull(repository: string): string {
  const { host, path } = repositoryUrl(repository);
  if (host !== "docker.io" || repository.startsWith("docker.io/")) return repository;
  return `${repository} (short for docker.io/${path}: a registry's host has a dot or a port)`;
}

/** The tag that an image is pushed under. It is never moved to another image, because some registries have immutable tags. */
export function contentTag(digestOrKey: string): string {
  return digestOrKey.replace(/^sha256:/, "").slice(0, 16);
}

/** A digest, or a tag, `latest` by default. A colon before the last slash belongs to a port. */
export function referenceParts(reference: string): { repository: string; version: string } {
  const [named = "", digest] = reference.split("@");
  const tag = /:([\w][\w.-]*)$/.exec(named)?.[1];
  const repository = tag === undefined ? named : named.slice(0, -tag.length - 1);
  return { repository, version: digest ?? tag ?? "latest" };
}

/** The manifest types that registries are asked for. */
export const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");
