// Asks a registry whether it has an image, so that an unchanged image is not pushed again.
import { Failure } from "../core/problems";
import { Away } from "./away";
import { plainHttpRemedy, speaksPlainHttp } from "./plainHttp";
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
  if (isNoHost(host)) return "unknown";
  const { status } = await head(reference, login);
  if (status === 200) return "present";
  return status === 404 ? "absent" : "unknown";
}

const glanceMilliseconds = 3000;

/** Why a push there would fail before it begins; undefined where anything answers, whatever it says. */
export async function whyAway(repository: string): Promise<string | undefined> {
  const { host, url } = repositoryUrl(repository);
  if (isNoHost(host)) return undefined;
  try {
    await reach(new URL("/v2/", url), { signal: AbortSignal.timeout(glanceMilliseconds) });
    return undefined;
  } catch (error) {
    return unanswered(host, error, "check the property registry, or start it").message;
  }
}

/** ko knows these as "load it into the local Docker or kind". */
const isNoHost = (host: string) => ["ko.local", "kind.local"].includes(host);

/** The digest of what a tag names; undefined when the registry does not tell. */
export async function pinned(reference: string, login: Login | undefined): Promise<string | undefined> {
  const { status, headers } = await head(reference, login);
  return status === 200 ? (headers.get("docker-content-digest") ?? undefined) : undefined;
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
    throw unanswered(host, error, "check the property registry, or start it");
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
function parts(reference: string): { repository: string; version: string } {
  const [named = "", digest] = reference.split("@");
  const tag = /:([\w][\w.-]*)$/.exec(named)?.[1];
  const repository = tag === undefined ? named : named.slice(0, -tag.length - 1);
  return { repository, version: digest ?? tag ?? "latest" };
}

/** What happened below fetch, whose own message is always the same, and what to do about it. */
export function unanswered(host: string, error: unknown, remedy: string): Failure {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message: string };
  const { code = "" } = cause ?? {};
  const told = cause?.message || code || message;
  // OpenSSL takes the first bytes of an answer in plain HTTP for a version, or for a length.
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(code) || /wrong version number/.test(told))
    return new Failure(`registry ${host} can't be asked by TLS: ${plainHttpRemedy(host)}`);
  if (/SELF_SIGNED|ISSUER|UNABLE_TO_VERIFY|CERT_UNTRUSTED/.test(code))
    return new Failure(`registry ${host} can't be asked by TLS: ${told}; ${untrusted}`);
  if (/CERT/.test(code)) return new Failure(`registry ${host} can't be asked by TLS: ${told}`);
  return new Away(`registry ${host} does not answer: ${told}; ${remedy}`);
}

export const untrusted =
  "its certificate is of an authority that this machine does not trust: add that to the machine's, or name a file that has it in SSL_CERT_FILE";
