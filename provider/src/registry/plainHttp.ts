// Which registries use plain HTTP: those that ko recognises by name, and those that the configuration lists.
import { isIPv4 } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { Failure, show } from "../input/problems";

const key = "knative-faas:insecureRegistries";

export function speaksPlainHttp(server: string): boolean {
  return isPlainByName(server) || isConfiguredPlain(server);
}

/** ko needs a flag for these. */
export function isConfiguredPlain(server: string): boolean {
  return configured(new pulumi.Config("knative-faas").get("insecureRegistries")).includes(server);
}

/** The remedy for a registry that answers TLS with plain HTTP. */
export function plainHttpRemedy(host: string): string {
  return `it uses plain HTTP; if that is intended, run: pulumi config set ${key} ${host}`;
}

/** Hosts separated by commas, or the list that `pulumi config set --path` and Pulumi's files contain. */
export function configured(text: string | undefined): string[] {
  if (text === undefined) return [];
  const hosts = listed(text);
  const wrong = hosts?.find((host) => typeof host !== "string" || !/^[a-z0-9][-a-z0-9._]*(:\d{1,5})?$/i.test(host));
  if (hosts !== undefined && wrong === undefined) return hosts as string[];
  throw new Failure(
    `configuration ${key}: expected hosts as in image references, e.g. registry.example.com:5000, got ${show(wrong ?? text)}`,
  );
}

function listed(text: string): unknown[] | undefined {
  if (!text.trim().startsWith("[")) return text.split(",").map((host) => host.trim());
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** go-containerregistry, pkg/name/registry.go. */
function isPlainByName(server: string): boolean {
  const host = server.replace(/:\d+$/, "");
  const isPrivate = isIPv4(host) && /^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\./.test(host);
  return host === "localhost" || host.endsWith(".local") || host.endsWith(".localhost") || isPrivate;
}
