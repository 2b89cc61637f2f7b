// Asks a registry whether it has an image, so that an unchanged image is not pushed again.
import { isIPv4 } from "node:net";
import { Failure } from "../core/problems";
import { authorize } from "./registryToken";
import { type Login, savedLogin } from "./savedLogin";
import { reach } from "./transport";
import { warned } from "./warned";

/** "unknown" when the registry wants credentials: the builder has them and finds out itself. */
export type Presence = "present" | "absent" | "unknown";

const timeoutMilliseconds = 10_000;

export const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

export async function presence(reference: string, login?: Login): Promise<Presence> {
  const { host } = manifestUrl(reference);
  // ko knows these as "load it into the local Docker or kind", not as hosts.
  if (["ko.local", "kind.local"].includes(host)) return "unknown";
  const { status } = await head(reference, login);
  if (status === 200) return "present";
  return status === 404 ? "absent" : "unknown";
}

/** The digest of a reference that may be a tag; undefined when the registry does not tell. */
export async function pinned(reference: string): Promise<string | undefined> {
  if (reference.includes("@")) return reference;
  const asked = await head(reference, undefined).catch(() => undefined);
  return asked?.status === 200 ? (asked.headers.get("docker-content-digest") ?? undefined) : undefined;
}

const digests = new Map<string, Promise<string | undefined>>();

/** Asked once in a process for each base image. */
export function pinnedOnce(reference: string): Promise<string | undefined> {
  const found = digests.get(reference) ?? pinned(reference);
  digests.set(reference, found);
  return found;
}

async function head(reference: string, login: Login | undefined): Promise<Response> {
  const { host, url } = manifestUrl(reference);
  const ask = (authorization?: string) =>
    reach(url, {
      method: "HEAD",
      headers: { Accept: manifestTypes, ...(authorization === undefined ? {} : { Authorization: authorization }) },
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
  try {
    const first = await ask();
    if (first.status !== 401) return first;
    const authorization = await authorize(first, login ?? (await savedLogin(reference, warned)));
    return authorization === undefined ? first : await ask(authorization);
  } catch (error) {
    throw new Failure(
      `registry ${host} does not answer: ${unanswered(error, "check the property registry, or start it")}`,
    );
  }
}

export function manifestUrl(reference: string): { host: string; url: string } {
  const { repository, version } = parts(reference);
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
  return { host, path, url: `${isPlain(server) ? "http" : "https"}://${server}/v2/${path}` };
}

/** A digest, or a tag, which is `latest` when none is given. A colon before the last slash is a port's. */
function parts(reference: string): { repository: string; version: string } {
  const [named = "", digest] = reference.split("@");
  const tag = /:([\w][\w.-]*)$/.exec(named)?.[1];
  const repository = tag === undefined ? named : named.slice(0, -tag.length - 1);
  return { repository, version: digest ?? tag ?? "latest" };
}

/** The hosts that ko speaks plain HTTP to (go-containerregistry, pkg/name/registry.go). */
function isPlain(server: string): boolean {
  const host = server.replace(/:\d+$/, "");
  const isPrivate = isIPv4(host) && /^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\./.test(host);
  return host === "localhost" || host.endsWith(".local") || host.endsWith(".localhost") || isPrivate;
}

/** What happened below fetch, whose own message is always the same, and what to do about it. */
export function unanswered(error: unknown, remedy: string): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message: string };
  const { code = "" } = cause ?? {};
  if (/CERT|ISSUER|UNABLE_TO_VERIFY/.test(code)) return `${cause?.message ?? code}; ${untrusted}`;
  return `${cause?.message || code || message}; ${remedy}`;
}

const untrusted =
  "its certificate is of an authority that this machine does not trust: add that to the machine's, or name a file that has it in SSL_CERT_FILE";
