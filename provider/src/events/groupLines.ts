// What a preview reports about Kafka sources whose group, topics or initial offset change.
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { type Manifest, token } from "../kubernetes/kubernetesObject";
import { log } from "../pulumi/log";
import { stackState } from "../pulumi/previous";
import { noteReport } from "../pulumi/reports";
import { childrenOf, childUrn, nameIn, urnsOf } from "../pulumi/urn";
import { knownOf } from "../pulumi/value";
import { type Foresee, groupChanges, type Reading } from "./groupChanges";
import { outlookOf, type RunningSource } from "./groupOutlook";

interface Source {
  /** The resource name of its objects. */
  node: string;
  /** The property path of its arguments. */
  path: string;
  manifests: Manifest[];
}

/** All settings of a source, with the Kafka cluster that it reads. */
type Settings = Reading & RunningSource & { kafka: object };

const type = token({ apiVersion: "apps/v1", kind: "StatefulSet" });

/** Logs each change for the component, only in a preview. The resource names of its sources begin with `node`, its own name. */
export function reportGroups(component: pulumi.ComponentResource, node: string, sources: Source[]): void {
  if (pulumi.runtime.isDryRun()) noteReport(component, report(component, node, sources));
}

async function report(component: pulumi.ComponentResource, node: string, sources: Source[]): Promise<void> {
  const left = await earlier(component, node);
  const gone = [...left].filter(([own]) => !sources.some(({ node: one }) => one === own));
  const known = await Promise.all(sources.map(async (one) => ({ ...one, after: await readingOf(one.manifests) })));
  const changes = known.map(async ({ node: own, path, after }) => {
    const before = left.get(own);
    const lines = await groupChanges(before, after, asking(component, [before, ...gone.map(([, one]) => one)], after));
    return lines.map((line) => `${path}: ${line}`);
  });
  // A group that another source goes on with is no less read than before.
  const ended = gone.filter(([, { group }]) => !known.some(({ after }) => after?.group === group));
  const ends = ended.map(async ([own, before]) => {
    const lines = await groupChanges(before, undefined, asking(component, [before], before));
    return lines.map((line) => `source ${own}: ${line}`);
  });
  const lines = await Promise.all([...changes, ...ends]);
  await Promise.all(lines.flat().map((line) => log.info(line, component)));
}

/** A source as it runs reaches only the Kafka cluster that it reads; for a new one, one that leaves can be asked. */
function asking(component: pulumi.Resource, running: (Settings | undefined)[], after: Settings | undefined): Foresee {
  const one = running.find((each) => each !== undefined && isDeepStrictEqual(each.kafka, after?.kafka));
  return async (of) => (one === undefined ? undefined : outlookOf(component, one, of));
}

/** The settings of the component's sources after the last update, by resource name. */
async function earlier(component: pulumi.ComponentResource, node: string): Promise<Map<string, Settings>> {
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
async function readingOf(manifests: Manifest[]): Promise<Settings | undefined> {
  const sources = manifests.filter(({ kind }) => kind === "StatefulSet");
  const settings = sources.map(settingsIn).find((one) => one !== undefined);
  return settings === undefined ? undefined : parsed(await knownOf(pulumi.output(settings)));
}

function settingsIn(manifest: Manifest): pulumi.Input<string> | undefined {
  const [container] = manifest?.spec?.template?.spec?.containers ?? [];
  return container?.env?.find(({ name }: { name: string }) => name === "SOURCE")?.value;
}

function parsed(settings: unknown): Settings | undefined {
  if (typeof settings !== "string") return undefined;
  const config = JSON.parse(settings);
  return config.kafka === undefined ? undefined : config;
}
