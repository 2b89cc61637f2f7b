// A foreign Knative installation: the objects that describe it, and whether it matches the arguments.

import { layerOfClass } from "../features/networkLayers";
import { InvalidArgs, type Problem, show } from "../input/problems";
import type { Manifest } from "../kubernetes/kubernetesObject";
import type { KnativeArgs } from "./knativeArgs.gen";
import { givenLayer, layerOf } from "./knativeSpec";

const namespace = "knative-serving";

const object = (apiVersion: string, kind: string, name: string): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
});

/** The objects that are read. The version is taken from a controller, as a namespace may have been created by hand. */
export const servingObjects = {
  controller: object("apps/v1", "Deployment", "controller"),
  network: object("v1", "ConfigMap", "config-network"),
  features: object("v1", "ConfigMap", "config-features"),
  domain: object("v1", "ConfigMap", "config-domain"),
};

export type Data = Record<string, string>;

export interface Found {
  version: string;
  ingress: string;
  features: Data;
  domains: Data;
}

export function found(labels: Data, network: Data, features: Data, domains: Data): Found {
  return {
    version: versionOf(labels),
    // Knative's default is Istio (knative.dev/networking, pkg/config/config.go).
    ingress: network["ingress-class"] ?? network["ingress.class"] ?? "istio.ingress.networking.knative.dev",
    features: withoutExample(features),
    domains: withoutExample(domains),
  };
}

export function versionOf(labels: Data): string {
  return (labels["app.kubernetes.io/version"] ?? "unknown").replace(/^v/, "");
}

export function withoutExample({ _example, ...data }: Data): Data {
  return data;
}

/** The domain of services without matching labels: the entry without a selector (serving v0.50, pkg/reconciler/route/config/domain.go). */
export function defaultDomain(domains: Data): string {
  return Object.keys(domains).find((domain) => !/selector/.test(domains[domain] ?? "")) ?? "svc.cluster.local";
}

/** What was found, if it matches the arguments. */
export function expected(is: Found, args: Expected): Found {
  const problems = [
    ...versionProblems(is, args),
    ...ingressProblems(is, args),
    ...domainProblems(is, args),
    ...flagProblems(is, args),
  ];
  if (problems.length > 0) throw new InvalidArgs("Knative", problems);
  return is;
}

/** The arguments with their Outputs known. */
export type Expected = Pick<KnativeArgs, "version" | "ingress"> & {
  domain?: string | undefined;
  features?: Data | undefined;
};

function versionProblems({ version }: Found, args: Expected): Problem[] {
  if (args.version === undefined || args.version === version) return [];
  return [{ propertyPath: "version", reason: differs(`version ${version}`, args.version) }];
}

function ingressProblems({ ingress }: Found, args: Expected): Problem[] {
  const given = givenLayer(args);
  if (given === undefined) {
    if (layerOfClass(ingress) !== undefined) return [];
    return [{ propertyPath: "ingress", reason: `the installed network layer ${ingress} is unknown` }];
  }
  if (layerOf(args).ingressClass === ingress) return [];
  return [{ propertyPath: `ingress.${given}`, reason: differs(`the network layer ${ingress}`, given) }];
}

function domainProblems({ domains }: Found, { domain }: Expected): Problem[] {
  if (domain === undefined || domain in domains || domain === defaultDomain(domains)) return [];
  return [{ propertyPath: "domain", reason: differs(`the domain ${defaultDomain(domains)}`, domain) }];
}

function flagProblems({ features }: Found, args: Expected): Problem[] {
  return flagDifferences("knative-serving", "features", features, args.features ?? {});
}

/** Flags that differ from the wanted values, with the command that sets them. */
export function flagDifferences(namespace: string, path: string, features: Data, wanted: Data): Problem[] {
  return Object.entries(wanted)
    .filter(([flag, value]) => features[flag]?.toLowerCase() !== value.toLowerCase())
    .map(([flag, value]) => {
      const is = features[flag] === undefined ? "not set" : `set to ${show(features[flag])}`;
      const patch = JSON.stringify({ data: { [flag]: value } });
      const reason = `is ${is} in this cluster's Knative, and existing: true changes nothing, got ${show(value)}; set it with: kubectl -n ${namespace} patch configmap config-features --type merge -p '${patch}'`;
      return { propertyPath: `${path}.${flag}`, reason };
    });
}

export function differs(is: string, given: string): string {
  return `this cluster's Knative has ${is}, and existing: true changes nothing, got ${show(given)}; set the existing value, or leave it out`;
}
