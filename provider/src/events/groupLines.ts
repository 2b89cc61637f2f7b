// What a preview reports about Kafka sources whose group, topics or initial offset change.
import * as pulumi from "@pulumi/pulumi";
import { type Manifest, token } from "../kubernetes/kubernetesObject";
import { log } from "../pulumi/log";
import { stackState } from "../pulumi/previous";
import { childrenOf, childUrn, nameIn, urnsOf } from "../pulumi/urn";
import { knownOf } from "../pulumi/value";
import { groupChanges, type Reading } from "./groupChanges";

interface Source {
  /** The resource name of its objects. */
  node: string;
  /** The property path of its arguments. */
  path: string;
  manifests: Manifest[];
}

const type = token({ apiVersion: "apps/v1", kind: "StatefulSet" });

/** Logs each change for the component, only in a preview. The resource names of its sources begin with `node`, its own name. */
export function reportGroups(component: pulumi.ComponentResource, node: string, sources: Source[]): void {
  if (pulumi.runtime.isDryRun()) void report(component, node, sources).catch(() => undefined);
}

async function report(component: pulumi.ComponentResource, node: string, sources: Source[]): Promise<void> {
  const left = await earlier(component, node);
  for (const { node: own, path, manifests } of sources) {
    const lines = groupChanges(left.get(own), await readingOf(manifests));
    left.delete(own);
    for (const line of lines) void log.info(`${path}: ${line}`, component);
  }
  for (const [own, before] of left)
    for (const line of groupChanges(before, undefined)) void log.info(`source ${own}: ${line}`, component);
}

/** The settings of the component's sources after the last update, by resource name. */
async function earlier(component: pulumi.ComponentResource, node: string): Promise<Map<string, Reading>> {
  const [state, urns] = await Promise.all([stackState(), urnsOf(component)]);
  const own = urns.flatMap((urn) => {
    const parts = childrenOf(state, urn, type).map(([key, part]) => ({ name: `${node}/${key}`, part }));
    return [{ name: node, part: state[childUrn(urn, type, nameIn(urn))] }, ...parts];
  });
  const found = own.flatMap(({ name, part }) => {
    const reading = part && parsed(settingsIn(part.outputs));
    return reading === undefined ? [] : [[name, reading] as const];
  });
  return new Map(found);
}

/** Undefined if the source does not read Kafka, or if its settings are not known yet. */
async function readingOf(manifests: Manifest[]): Promise<Reading | undefined> {
  const sources = manifests.filter(({ kind }) => kind === "StatefulSet");
  const settings = sources.map(settingsIn).find((one) => one !== undefined);
  return settings === undefined ? undefined : parsed(await knownOf(pulumi.output(settings)));
}

function settingsIn(manifest: Manifest): pulumi.Input<string> | undefined {
  const [container] = manifest?.spec?.template?.spec?.containers ?? [];
  return container?.env?.find(({ name }: { name: string }) => name === "SOURCE")?.value;
}

function parsed(settings: unknown): Reading | undefined {
  if (typeof settings !== "string") return undefined;
  const config = JSON.parse(settings);
  return config.kafka === undefined ? undefined : config;
}
