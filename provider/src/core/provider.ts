// What the Kubernetes provider of a component is configured with: the way to its cluster.
import type { RequestOptions } from "node:https";
import * as pulumi from "@pulumi/pulumi";
import { knownOf } from "./combined";

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

const names = ["kubeconfig", "context", "cluster"] as const;

/** Undefined while a preview does not know them, as of a cluster that the same update makes. */
export async function providerSettings(component: pulumi.ComponentResource): Promise<ProviderSettings | undefined> {
  const provider = component.getProvider("kubernetes:core/v1:Namespace");
  return provider === undefined ? configured() : settingsOf(provider);
}

/** Of the default provider. */
function configured(): ProviderSettings {
  const config = new pulumi.Config("kubernetes");
  return picked((name) => config.get(name));
}

/**
 * A component gets a provider as a reference alone. The engine's own function, by which an SDK finds what a reference stands
 * for, says how it was registered.
 */
async function settingsOf(provider: pulumi.ProviderResource): Promise<ProviderSettings | undefined> {
  const urn = await knownOf(provider.urn);
  const { state } = await pulumi.runtime.invoke("pulumi:pulumi:getResource", { urn });
  return names.some((name) => pulumi.isUnknown(state?.[name])) ? undefined : picked((name) => state?.[name]);
}

function picked(valueOf: (name: string) => string | undefined): ProviderSettings {
  const given = names.map((name) => [name, valueOf(name)] as const).filter(([, value]) => Boolean(value));
  return Object.fromEntries(given);
}
