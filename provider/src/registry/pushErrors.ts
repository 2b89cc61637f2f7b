// What went wrong between a registry and ko, which builds and pushes in one: the cause, and what to change.
import { Failure } from "../input/problems";
import { Away } from "./away";
import { MissingRepository } from "./distribution";
import { plainHttpRemedy } from "./plainHttp";
import { untrusted } from "./unanswered";

/** The failure with this message, of the kind by which others act on it. */
export function failureOf(message: string, written: string): Failure {
  if (/POST \S+\/blobs\/uploads\/\S*: (NAME_UNKNOWN|NOT_FOUND|unexpected status code 404)/.test(written))
    return new MissingRepository(message);
  const isAway = isUnanswered(written) || /unexpected status code 5\d\d |: (BAD_GATEWAY|UNAVAILABLE)\b/.test(written);
  return new (isAway ? Away : Failure)(message);
}

const isUnanswered = (written: string) =>
  /dial tcp.*(connection refused|no such host|i\/o timeout|no route to host|network is unreachable)/.test(written);

/** Undefined when it is no matter of a registry. `error` is ko's last one. */
export function explainRegistry(repository: string, where: string, error: string): string | undefined {
  const [, host = ""] = /"https:\/\/([^/"]+)\//.exec(error) ?? [];
  if (error.includes("server gave HTTP response to HTTPS client"))
    return `${where}: registry ${host} can't be asked by TLS: ${plainHttpRemedy(host)}`;
  if (error.includes("x509: certificate signed by unknown authority"))
    return `${where}: registry ${host} can't be asked by TLS: ${untrusted}`;
  // What a helper writes beside its answer, ko reads as the answer (google/go-containerregistry, pkg/authn).
  if (/invalid character '.+' looking for beginning of value$/.test(error.trim()))
    return `${where}: a log-in could not be read: credsStore or credHelpers in Docker's configuration (~/.docker/config.json, or DOCKER_CONFIG) names a docker-credential-... program that prints something else than JSON; run it with "get" to see it, or give registryLogin. ko said: ${error.trim().replace(/^.*?: error \w+ \S+: /, "")}`;
  const refused = /error publishing \S+: ([\s\S]*)$/.exec(error)?.[1];
  if (refused === undefined) return undefined;
  const [local] = repository.split("/") as [string];
  const place = places[local];
  return place === undefined
    ? `${where} is built, but can't be pushed to ${repository}: ${refused}`
    : `${where} is built, but ${local} is for ${place}; for any other cluster name a registry: pulumi config set knative-faas:registry ghcr.io/acme. ko said: ${refused}`;
}

/** Names that are no hosts for ko. */
const places: Record<string, string> = {
  "kind.local": "a kind cluster of this machine, named kind or as KIND_CLUSTER_NAME says",
  "ko.local": "the Docker daemon of this machine",
};
