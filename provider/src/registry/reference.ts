// What a reference of an image names: its registry, repository, and tag or digest, and the addresses that follow from these.
import { speaksPlainHttp } from "./plainHttp";

/** ko knows these as "load it into the local Docker or kind". */
export const isNoHost = (host: string) => ["ko.local", "kind.local"].includes(host);

export function manifestUrl(reference: string): { host: string; url: string } {
  const { repository, version } = referenceParts(reference);
  const { host, url } = repositoryUrl(repository);
  return { host, url: `${url}/manifests/${version}` };
}

/** Where everything of a repository is, and the path by which its registry knows it. */
export function repositoryUrl(repository: string): { host: string; path: string; url: string } {
  const [first = "", ...rest] = repository.split("/");
  const named = /[.:]/.test(first) || first === "localhost";
  const host = named ? first : "docker.io";
  const path = named ? rest.join("/") : repository;
  const server = ["docker.io", "index.docker.io"].includes(host) ? "registry-1.docker.io" : host;
  return { host, path, url: `${speaksPlainHttp(server) ? "http" : "https"}://${server}/v2/${path}` };
}

/** For messages: what a short name is in full. */
export function inFull(repository: string): string {
  const { host, path } = repositoryUrl(repository);
  if (host !== "docker.io" || repository.startsWith("docker.io/")) return repository;
  return `${repository} (short for docker.io/${path}: a registry's host has a dot or a port)`;
}

/** What an image is pushed under. It is never set a second time to another image: there are registries that take a tag once. */
export function contentTag(digestOrKey: string): string {
  return digestOrKey.replace(/^sha256:/, "").slice(0, 16);
}

/** A digest, or a tag, which is `latest` when none is given. A colon before the last slash is a port's. */
export function referenceParts(reference: string): { repository: string; version: string } {
  const [named = "", digest] = reference.split("@");
  const tag = /:([\w][\w.-]*)$/.exec(named)?.[1];
  const repository = tag === undefined ? named : named.slice(0, -tag.length - 1);
  return { repository, version: digest ?? tag ?? "latest" };
}

/** The kinds of manifests that a registry is asked for. */
export const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");
