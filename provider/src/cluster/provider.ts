// The settings of a component's Kubernetes provider: the connection to its cluster, and its default namespace.
import type { RequestOptions } from "node:https";
import * as pulumi from "@pulumi/pulumi";
import { Failure, show } from "../input/problems";
import { knownOf } from "../pulumi/value";

/** As in the Kubernetes provider; it determines missing settings itself. */
export interface ProviderSettings {
  /** A path or the text of a kubeconfig. */
  kubeconfig?: string;
  context?: string;
  cluster?: string;
}

/** The connection to the API server. */
export interface Way {
  server: string;
  /** Certificates, credentials, proxy. */
  options: RequestOptions;
}

/** Everything that is known about a provider. */
export interface Configured {
  /** Undefined while a preview does not know them, e.g. for a cluster that the same update creates. */
  settings: ProviderSettings | undefined;
  /** The default namespace; not known yet, or undefined if the provider sets none. */
  namespace: string | undefined;
  /** Why this package cannot work with the provider. */
  refusal: string | undefined;
}

const names = ["kubeconfig", "context", "cluster"] as const;

/** A type through which a component looks up its Kubernetes provider. */
export const kubernetesProvider = "kubernetes:core/v1:Namespace";

/** Undefined while a preview does not know the settings. */
export async function providerSettings(component: pulumi.ComponentResource): Promise<ProviderSettings | undefined> {
  return (await providerOf(component)).settings;
}

/** Rejects if the provider applies nothing, or not in the way that this package's objects require. */
export async function refuseProvider(component: pulumi.ComponentResource): Promise<void> {
  const { refusal } = await providerOf(component);
  if (refusal !== undefined) throw new Failure(refusal);
}

async function providerOf(component: pulumi.ComponentResource): Promise<Configured> {
  const provider = component.getProvider(kubernetesProvider);
  return provider === undefined ? configuredDefaults() : configurationOf(provider);
}

/** The environment variable that replaces a setting in the default provider (pulumi-kubernetes v4, provider/pkg/provider). */
const variables: Record<string, string> = {
  enableServerSideApply: "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY",
  renderYamlToDirectory: "PULUMI_K8S_RENDER_YAML_TO_DIRECTORY",
};

/** Of the default provider. */
export function configuredDefaults(): Configured {
  const config = new pulumi.Config("kubernetes");
  return configured((name) => config.get(name) ?? process.env[variables[name] ?? ""]);
}

/**
 * A component receives only a reference to its provider. The engine's own function, with which an SDK resolves references,
 * returns the settings that it was registered with.
 */
export function configurationOf(provider: pulumi.ProviderResource): Promise<Configured> {
  const known = configurations.get(provider) ?? queryConfiguration(provider);
  configurations.set(provider, known);
  return known;
}

/** Cached, because each object of a component queries it. */
const configurations = new WeakMap<pulumi.ProviderResource, Promise<Configured>>();

async function queryConfiguration(provider: pulumi.ProviderResource): Promise<Configured> {
  const urn = await knownOf(provider.urn);
  const { state } = await pulumi.runtime.invoke("pulumi:pulumi:getResource", { urn });
  return configured((name) => state?.[name]);
}

function configured(valueOf: (name: string) => string | undefined): Configured {
  const given = names.map((name) => [name, valueOf(name)] as const).filter(([, value]) => Boolean(value));
  const settings = given.some(([, value]) => pulumi.isUnknown(value)) ? undefined : Object.fromEntries(given);
  return { settings, namespace: valueOf("namespace") || undefined, refusal: refusalOf(valueOf) };
}

/** Pure. A provider that renders YAML answers as if everything had been applied. */
export function refusalOf(valueOf: (name: string) => unknown): string | undefined {
  const directory = valueOf("renderYamlToDirectory");
  if (typeof directory === "string" && directory !== "")
    return `the Kubernetes provider writes YAML to ${show(directory)} (renderYamlToDirectory) and applies nothing, but a revision must be ready before it gets traffic; remove renderYamlToDirectory`;
  if (String(valueOf("enableServerSideApply")) === "false")
    return "the Kubernetes provider has enableServerSideApply: false, but traffic, kept revisions and feature flags are patches, which need it; remove it";
  return undefined;
}
