// Explains failures between a registry and ko, which builds and pushes in one step: the cause and the remedy.
import { Failure } from "../input/problems";
import { Away } from "./away";
import { MissingRepository } from "./distribution";
import { plainHttpRemedy } from "./plainHttp";
import { untrusted } from "./unanswered";

/** A failure with this message, of the class that callers distinguish. */
export function failureOf(message: string, written: string): Failure {
  if (/POST \S+\/blobs\/uploads\/\S*: (NAME_UNKNOWN|NOT_FOUND|unexpected status code 404)/.test(written))
    return new MissingRepository(message);
  const isAway = isUnanswered(written) || /unexpected status code 5\d\d |: (BAD_GATEWAY|UNAVAILABLE)\b/.test(written);
  return new (isAway ? Away : Failure)(message);
}

const isUnanswered = (written: string) =>
  /dial tcp.*(connection refused|no such host|i\/o timeout|no route to host|network is unreachable)/.test(written);

/** Undefined if the registry is not the cause. `error` is ko's last one. */
export function explainRegistry(repository: string, where: string, error: string): string | undefined {
  const [, host = ""] = /"https:\/\/([^/"]+)\//.exec(error) ?? [];
  if (error.includes("server gave HTTP response to HTTPS client"))
    return `${where}: registry ${host} can't be reached over TLS: ${plainHttpRemedy(host)}`;
  if (error.includes("x509: certificate signed by unknown authority"))
    return `${where}: registry ${host} can't be reached over TLS: ${untrusted}`;
  // ko parses what a helper prints in addition to its answer as part of the answer (google/go-containerregistry, pkg/authn).
  if (/invalid character '.+' looking for beginning of value$/.test(error.trim()))
    return `${where}: a login could not be read: credsStore or credHelpers in Docker's configuration (~/.docker/config.json, or DOCKER_CONFIG) names a docker-credential-... program that prints something other than JSON; run it with "get" to see its output, or set registryLogin. ko reported: ${error.trim().replace(/^.*?: error \w+ \S+: /, "")}`;
  const refused = /error publishing \S+: ([\s\S]*)$/.exec(error)?.[1];
  if (refused === undefined) return undefined;
  const [local] = repository.split("/") as [string];
  const place = places[local];
  return place === undefined
    ? `${where} was built but can't be pushed to ${repository}: ${refused}`
    : `${where} was built, but ${local} is for ${place}; for any other cluster set a registry: pulumi config set knative-faas:registry ghcr.io/acme. ko reported: ${refused}`;
}

/** Names that ko does not treat as hosts. */
const places: Record<string, string> = {
  "kind.local": "a kind cluster on this machine, named kind or KIND_CLUSTER_NAME",
  "ko.local": "the Docker daemon on this machine",
};
