// Asks a registry whether it has an image, so that an unchanged image is not pushed again.
import { isIPv4 } from "node:net";
import { Failure } from "../core/problems";

/** "unknown" when the registry wants credentials: the builder has them and finds out itself. */
export type Presence = "present" | "absent" | "unknown";

const timeoutMilliseconds = 10_000;

const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

export async function presence(reference: string): Promise<Presence> {
  const { host, url } = manifestUrl(reference);
  // ko knows these as "load it into the local Docker or kind", not as hosts.
  if (["ko.local", "kind.local"].includes(host)) return "unknown";
  let status: number;
  try {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    status = (await fetch(url, { method: "HEAD", headers: { Accept: manifestTypes }, signal })).status;
  } catch (error) {
    throw new Failure(`registry ${host} does not answer: ${cause(error)}; check the property registry, or start it`);
  }
  if (status === 200) return "present";
  return status === 404 ? "absent" : "unknown";
}

export function manifestUrl(reference: string): { host: string; url: string } {
  const [repository = "", digest = ""] = reference.split("@");
  const [first = "", ...rest] = repository.split("/");
  const named = /[.:]/.test(first) || first === "localhost";
  const host = named ? first : "docker.io";
  const path = named ? rest.join("/") : repository;
  const server = ["docker.io", "index.docker.io"].includes(host) ? "registry-1.docker.io" : host;
  return { host, url: `${isPlain(server) ? "http" : "https"}://${server}/v2/${path}/manifests/${digest}` };
}

/** The hosts that ko speaks plain HTTP to (go-containerregistry, pkg/name/registry.go). */
function isPlain(server: string): boolean {
  const host = server.replace(/:\d+$/, "");
  const isPrivate = isIPv4(host) && /^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\./.test(host);
  return host === "localhost" || host.endsWith(".local") || host.endsWith(".localhost") || isPrivate;
}

function cause(error: unknown): string {
  const { cause: inner, message } = error as { cause?: { code?: string; message?: string }; message: string };
  return inner?.message || inner?.code || message;
}
