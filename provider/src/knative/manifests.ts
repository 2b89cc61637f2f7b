// Release manifests as data: parsed, deduplicated and configured for this installation. Pure except for reading files.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import type { NetworkLayer } from "../features/networkLayer";
import { InvalidArgs, type Problem, show } from "../input/problems";
import { nanos } from "../input/quantity";
import type { Manifest } from "../kubernetes/kubernetesObject";
import { configured } from "./configure";
import { manifestDirectory } from "./download";
import { manifestText } from "./fetch";
import type { EventingSpec, KnativeSpec } from "./knativeSpec";
import { pullSecrets } from "./pullLogin";
import { type Release, releases } from "./releases";

/** All objects of the installation, in the order of the files. */
export function knativeManifests(spec: KnativeSpec): Manifest[] {
  const released = distinct(texts(spec).flatMap(parse));
  if (spec.manifests !== undefined) checked(released, spec);
  const all = released.map((manifest) => configured(manifest, spec));
  const over = all.flatMap((manifest) => overLimits(manifest, spec));
  if (over[0] !== undefined) throw new InvalidArgs("Knative", [over[0]]);
  return [...all, ...pullSecrets(all, spec)];
}

/** The cluster would reject a request above the release's limit only after the previous objects were applied. */
function overLimits({ kind, metadata, spec }: Manifest, { workloads }: KnativeSpec): Problem[] {
  if (kind !== "Deployment" && kind !== "StatefulSet") return [];
  const containers: { resources?: { limits?: Record<string, unknown> } }[] = spec.template.spec.containers;
  return (["cpu", "memory"] as const).flatMap((name) => {
    const request = workloads[name];
    const limits = containers.map(({ resources }) => resources?.limits?.[name]).filter((limit) => limit !== undefined);
    const limit = limits.find((one) => typeof request === "string" && nanos(request) > nanos(String(one)));
    if (limit === undefined) return [];
    const reason = `expected at most the limit of ${kind} ${metadata.name} (${limit}), got ${show(request)}; lower it`;
    return [{ propertyPath: `workloads.${name}`, reason }];
  });
}

/** The files of one version and layer, relative to the kodata directory. A file may repeat objects of an earlier one. */
export function manifestFiles(version: string, layer: NetworkLayer, eventing?: EventingSpec): string[] {
  const release = releases[version];
  if (release === undefined) return [];
  const serving = ["1-serving-crds.yaml", "2-serving-core.yaml"].map((file) => join(release.serving, file));
  return [...serving, join(release.ingress, layer.manifest), ...eventingFiles(release, eventing)];
}

function eventingFiles(release: Release, eventing: EventingSpec | undefined): string[] {
  if (eventing === undefined) return [];
  const { features, kafka } = eventing;
  const encrypts = (features["transport-encryption"] ?? "disabled") !== "disabled";
  const core = ["1-eventing-crds", "2-eventing-core", ...(encrypts ? ["3-eventing-tls-networking"] : [])];
  const files = [...core, "4-in-memory-channel", "5-mt-channel-broker"].map((file) => join(release.eventing, file));
  const ofKafka = ["eventing-kafka-controller", ...(kafka?.dataPlane === true ? ["eventing-kafka-source"] : [])];
  const all = kafka === undefined ? files : [...files, ...ofKafka.map((file) => join(release.kafka, file))];
  return all.map((file) => `${file}.yaml`);
}

function texts({ manifests, version, layer, eventing }: KnativeSpec): string[] {
  if (manifests?.urls !== undefined) return manifests.urls.map(manifestText);
  const directory = manifestDirectory(manifests?.directory);
  return manifestFiles(version, layer, eventing).map((file) => readFileSync(join(directory, file), "utf8"));
}

function parse(text: string): Manifest[] {
  return loadAll(text).filter((document) => document !== null && document !== undefined) as Manifest[];
}

/** The core file repeats the CRDs of the CRD file. */
function distinct(manifests: Manifest[]): Manifest[] {
  return [...new Map(manifests.map((manifest) => [objectKey(manifest), manifest])).values()];
}

function objectKey({ kind, metadata }: Manifest): string {
  return [kind, metadata.namespace ?? "", metadata.name].join(" ");
}

/** `name` includes the namespace, as in `knative-serving/controller`. */
export function isNamed({ kind, metadata }: Manifest, of: string, name: string): boolean {
  return kind === of && `${metadata.namespace}/${metadata.name}` === name;
}

/** The user's own files must match the arguments, or the outputs would be wrong. */
function checked(manifests: Manifest[], { version, layer, eventing }: KnativeSpec): void {
  const find = (kind: string, name: string) => manifests.find((one) => isNamed(one, kind, name));
  const labels = find("Deployment", "knative-serving/controller")?.metadata.labels as
    | Record<string, string>
    | undefined;
  const found = labels?.["app.kubernetes.io/version"];
  const missing = (what: string) => ({
    propertyPath: "manifests",
    reason: `the files do not contain ${what}; add the file that does`,
  });
  const problems = [
    ...(labels === undefined ? [missing("Deployment knative-serving/controller, which is Knative Serving")] : []),
    ...(found === undefined || found === version
      ? []
      : [{ propertyPath: "version", reason: `the manifests have version ${found}, got ${show(version)}` }]),
    ...(eventing !== undefined && find("Deployment", "knative-eventing/eventing-controller") === undefined
      ? [missing("Deployment knative-eventing/eventing-controller, which is Knative Eventing")]
      : []),
    ...(layer.bringsGateway && find("Service", layer.gatewayAt) === undefined
      ? [missing(`Service ${layer.gatewayAt}, which is the gateway of ${layer.title}`)]
      : []),
  ];
  if (problems.length > 0) throw new InvalidArgs("Knative", problems);
}
