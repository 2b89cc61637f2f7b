// The environment variables of a live revision's program, resolved as the kubelet does.
import { hostname } from "node:os";
import { CommandFailure } from "../commandErrors";
import type { ApiObject } from "../liveObject";
import type { Content, LiveRevision } from "./liveRevision";
import { expanded } from "./variableExpansion";

export interface Variables {
  values: Record<string, string>;
  /** What has no value on this machine, each in a sentence. */
  notes: string[];
}

/** Later ones see earlier ones: first `envFrom`, then `env` in its order. */
export async function revisionVariables(live: LiveRevision): Promise<Variables> {
  const values: Record<string, string> = {};
  const notes: string[] = [];
  for (const source of live.container.envFrom ?? []) Object.assign(values, await fromAll(live, source));
  for (const { name, value, valueFrom } of live.container.env ?? []) {
    const found = valueFrom === undefined ? expanded(value ?? "", values) : await fromOne(live, name, valueFrom);
    if (found !== undefined) values[name] = found;
    else if (valueFrom.fieldRef || valueFrom.resourceFieldRef) notes.push(withoutValue(name, valueFrom));
  }
  return { values, notes };
}

async function fromAll(live: LiveRevision, source: ApiObject): Promise<Record<string, string>> {
  const { prefix = "", secretRef, configMapRef } = source;
  const content = await contentFor(live, "envFrom", secretRef, configMapRef);
  const named = Object.entries(content ?? {}).map(([key, value]) => [`${prefix}${key}`, value.toString()] as const);
  return Object.fromEntries(named.filter(([name]) => /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)));
}

/** Undefined for an optional reference without a value. */
async function fromOne(live: LiveRevision, name: string, source: ApiObject): Promise<string | undefined> {
  const { secretKeyRef, configMapKeyRef, fieldRef } = source;
  if (fieldRef) return fieldOf(live.revision, fieldRef.fieldPath);
  const reference = secretKeyRef ?? configMapKeyRef;
  if (reference === undefined) return undefined;
  const value = (await contentFor(live, `env ${name}`, secretKeyRef, configMapKeyRef))?.[reference.key];
  if (value !== undefined || reference.optional) return value?.toString();
  throw new CommandFailure(`env ${name}: ${reference.name} in the cluster has no key ${JSON.stringify(reference.key)}`);
}

/** Of a Secret or a ConfigMap; undefined if it may be missing and is. */
export async function contentFor(
  live: LiveRevision,
  user: string,
  secret: ApiObject | undefined,
  configMap: ApiObject | undefined,
): Promise<Content | undefined> {
  const { name, optional } = secret ?? configMap;
  const content = await live.content(secret ? "secrets" : "configmaps", name);
  if (content !== undefined || optional) return content;
  throw new CommandFailure(`${user}: there is no ${secret ? "Secret" : "ConfigMap"} ${name} in the cluster`);
}

/** What the Pod's fields are for a process on this machine. */
export function fieldOf({ metadata, spec }: ApiObject, path: string): string | undefined {
  const [, group, key = ""] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (group !== undefined) return metadata[group]?.[key] ?? "";
  const fields: Record<string, string> = {
    "metadata.name": `${metadata.name}-local`,
    "metadata.namespace": metadata.namespace,
    "spec.serviceAccountName": spec.serviceAccountName ?? "default",
    "spec.nodeName": hostname(),
    "status.hostIP": "127.0.0.1",
    "status.podIP": "127.0.0.1",
    "status.podIPs": "127.0.0.1",
  };
  return fields[path];
}

function withoutValue(name: string, { fieldRef, resourceFieldRef }: ApiObject): string {
  return `env ${name} is not set: ${fieldRef?.fieldPath ?? resourceFieldRef.resource} of a Pod has no meaning on this machine`;
}
