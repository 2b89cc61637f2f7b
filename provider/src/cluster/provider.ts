// What the Kubernetes provider of a component is configured with: the way to its cluster, and the namespace that it stands for.
import type { RequestOptions } from "node:https";
import * as pulumi from "@pulumi/pulumi";
import { Failure, show } from "../input/problems";
import { knownOf } from "../pulumi/combined";

/** As the Kubernetes provider takes them; what is left out it finds by itself. */
export interface ProviderSettings {
  /** A path, or the text of a kubeconfig. */
  kubeconfig?: string;
  context?: string;
  cluster?: string;
}

/** To the API server. */
export interface Way {
  server: string;
  /** Certificates, log-in, proxy. */
  options: RequestOptions;
}

/** All that is known of a provider. */
export interface Configured {
  /** Undefined while a preview does not know them, as of a cluster that the same update makes. */
  settings: ProviderSettings | undefined;
  /** Of objects that name none; not known yet, or undefined where the provider has none of its own. */
  namespace: string | undefined;
  /** Why nothing of this package works with it. */
  refusal: string | undefined;
}

const names = ["kubeconfig", "context", "cluster"] as const;

/** A type by which a component has its Kubernetes provider. */
export const kubernetesProvider = "kubernetes:core/v1:Namespace";

/** Undefined while a preview does not know them. */
export async function providerSettings(component: pulumi.ComponentResource): Promise<ProviderSettings | undefined> {
  return (await providerOf(component)).settings;
}

/** Rejected where its provider applies nothing, or not as what this package makes needs it. */
export async function refuseProvider(component: pulumi.ComponentResource): Promise<void> {
  const { refusal } = await providerOf(component);
  if (refusal !== undefined) throw new Failure(refusal);
}

async function providerOf(component: pulumi.ComponentResource): Promise<Configured> {
  const provider = component.getProvider(kubernetesProvider);
  return provider === undefined ? configuredDefaults() : configurationOf(provider);
}

/** By setting, the variable that stands in for it in the default provider (pulumi-kubernetes v4, provider/pkg/provider). */
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
 * A component gets a provider as a reference alone. The engine's own function, by which an SDK finds what a reference stands
 * for, says how it was registered.
 */
export function configurationOf(provider: pulumi.ProviderResource): Promise<Configured> {
  const known = asked.get(provider) ?? askedFor(provider);
  asked.set(provider, known);
  return known;
}

/** Each object of a component asks. */
const asked = new WeakMap<pulumi.ProviderResource, Promise<Configured>>();

async function askedFor(provider: pulumi.ProviderResource): Promise<Configured> {
  const urn = await knownOf(provider.urn);
  const { state } = await pulumi.runtime.invoke("pulumi:pulumi:getResource", { urn });
  return configured((name) => state?.[name]);
}

function configured(valueOf: (name: string) => string | undefined): Configured {
  const given = names.map((name) => [name, valueOf(name)] as const).filter(([, value]) => Boolean(value));
  const settings = given.some(([, value]) => pulumi.isUnknown(value)) ? undefined : Object.fromEntries(given);
  return { settings, namespace: valueOf("namespace") || undefined, refusal: refusalOf(valueOf) };
}

/** Pure. A provider that renders YAML answers as if all was applied. */
export function refusalOf(valueOf: (name: string) => unknown): string | undefined {
  const directory = valueOf("renderYamlToDirectory");
  if (typeof directory === "string" && directory !== "")
    return `the Kubernetes provider writes YAML to ${show(directory)} (renderYamlToDirectory) and applies nothing, and here a revision is waited for before traffic goes to it; leave renderYamlToDirectory out`;
  if (String(valueOf("enableServerSideApply")) === "false")
    return "the Kubernetes provider has enableServerSideApply: false, and traffic, kept revisions and feature flags are patches, which need it; leave it out";
  return undefined;
}
