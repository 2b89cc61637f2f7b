// What a preview says of a function that changes: image, revision, traffic, what differs from a release, what it may take.
import * as pulumi from "@pulumi/pulumi";
import { unknownLeaves } from "../input/validate";
import { gone } from "../ownership/behind";
import { asOutput, knownOf } from "../pulumi/combined";
import { log } from "../pulumi/log";
import { warnStrays } from "./content/strays";
import type { FunctionArgs } from "./functionArgs.gen";
import type { FunctionSpec } from "./functionSpec";
import { releaseIn } from "./image/functionImage";
import type { NextRevision } from "./nextRevision";
import { expectedPrevious, type Previous, releaseOf } from "./release/history";
import { differences } from "./release/release";
import { settingsFor } from "./release/releaseOutputs";
import type { Footprint, FunctionRelease } from "./release/releaseSchema";
import type { Site } from "./site";
import { formatFootprint, idle, most } from "./traffic/budget";
import { serving } from "./traffic/trafficPlan";
import type { FunctionRoute } from "./traffic/trafficSchema";
import { type Share, sameTraffic, tableOf } from "./traffic/trafficTable";

export interface Change {
  /** As the program says them; those of the spec have besides what follows from others. */
  given: FunctionArgs;
  next: NextRevision;
  revision: pulumi.Output<string>;
  routes: pulumi.Output<FunctionRoute[]>;
}

/** Last of all, when the outputs are there to be told. */
export function report(site: Site, change: Change): void {
  void reportLive(site);
  void warnStrays(site, change.next.content);
  void tell(site, change);
}

/** A preview alone tells, and only of a function that changes. */
async function tell({ owner, spec, last }: Site, change: Change): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const [previous, revision, table] = await Promise.all([
    expectedPrevious(owner, last),
    knownOf(change.revision),
    knownOf(change.routes),
  ]);
  const lines =
    revision === undefined || table === undefined
      ? await unknown(spec, change, previous)
      : await known(spec, change, previous, revision, table);
  if (lines.length > 0) void log.info(lines.join("\n"), owner);
}

/** What somebody has changed behind the state's back; an update tells it too, as it may not be what this update changes. */
async function reportLive({ owner, spec, last }: Site): Promise<void> {
  const known = await knownOf(last);
  const name = await knownOf(asOutput(spec.name));
  if (known?.gone === true) void log.warn(`Knative Service ${name ?? ""} ${gone}`, owner);
  if (known?.moved !== undefined) void log.warn(moved(known.traffic, known.moved), owner);
}

function moved(now: Share[], set: Share[]): string {
  const table = (shares: Share[]) =>
    shares.map(({ percent, revisionName }) => `${percent} % ${revisionName}`).join(", ");
  return `somebody has moved traffic since the last update: it is at ${table(now)}, and the update had set ${table(set)}; pulumi up --refresh sets that again`;
}

/** Names the arguments that are not known yet, as what follows from them is not; tells what is known all the same. */
async function unknown(spec: FunctionSpec, { given, next }: Change, previous: Previous): Promise<string[]> {
  const { triggers: _called, domains: _named, labels: _labels, annotations: _annotations, ...own } = given;
  const [paths, image] = await Promise.all([unknownLeaves(own), imageLines(spec, next, previous)]);
  const built = image.length === 0 && spec.dockerfile !== undefined ? ["image (Docker builds it)"] : [];
  const keyed = paths.length > 0 ? [] : keyedArgs(spec);
  const causes = [...paths, ...built, ...keyed].join(", ") || "outputs of other resources";
  return [...image, `revision: not known before the update, as these are not: ${causes}`];
}

/** A Secret is named by a hash, for which a stack has no key before its first update. */
function keyedArgs({ secrets, volumes }: FunctionSpec): string[] {
  const files = Object.entries(volumes).filter(([, { secretFiles }]) => secretFiles !== undefined);
  const paths = [
    ...(secrets === undefined ? [] : ["secrets"]),
    ...files.map(([name]) => `volumes.${name}.secretFiles`),
  ];
  return paths.map((path) => `${path} (the stack's first update makes the key of their hash)`);
}

async function known(
  spec: FunctionSpec,
  { next }: Change,
  previous: Previous,
  revision: string,
  table: FunctionRoute[],
): Promise<string[]> {
  // What the last update has set is not set again.
  const stays = previous.moved !== undefined && sameTraffic(previous.moved, tableOf(table));
  if (previous.revision === revision && (stays || sameTraffic(previous.traffic, tableOf(table)))) return [];
  const own = await knownOf(pulumi.output(next.footprint));
  return [
    ...(await imageLines(spec, next, previous)),
    `revision: ${revision} (${age(previous, revision)})${revision === previous.revision ? "" : before(previous.revision)}`,
    ...(stays ? ["traffic: stays where somebody has moved it"] : tableLines(table, previous, revision)),
    ...(own === undefined ? [] : takes(previous, table, revision, own)),
  ];
}

/** The image and, where a release is given, how the function differs from it. */
async function imageLines(spec: FunctionSpec, { image }: NextRevision, previous: Previous): Promise<string[]> {
  const [reference, settings, given] = await Promise.all([
    knownOf(asOutput(image)),
    knownOf(pulumi.output(settingsFor(spec.given))),
    spec.release === undefined ? undefined : knownOf(releaseIn(spec.release)),
  ]);
  if (reference === undefined) return [];
  const line = `image: ${reference}${reference === previous.image ? " (unchanged)" : before(previous.image)}`;
  return given === undefined || settings === undefined ? [line] : [line, compared(given, reference, settings)];
}

function before(name: string | undefined): string {
  return name === undefined ? "" : `, before: ${name}`;
}

function age(previous: Previous, revision: string): string {
  if (revision === previous.revision) return "unchanged";
  if (releaseOf(previous, revision) !== undefined) return "is there already: no new revision";
  if (previous.jobs.some((job) => job.revision === revision)) return "is there already, and has not held its gates";
  // Knative collects a revision that nothing keeps when it likes, which may be long after.
  return previous.there.includes(revision) ? "is there already: no new revision" : "new";
}

/** `same image as the release; differs: scale.min 0 -> 2`. */
function compared(given: FunctionRelease, reference: string, settings: Record<string, string>): string {
  const image = reference.endsWith(given.digest) ? "same image as the release" : "another image than the release";
  const differs = differences(given.settings, settings);
  return `${image}; ${differs.length === 0 ? "nothing differs" : `differs: ${differs.join(", ")}`}`;
}

/** A table of one line has the one before behind it. One that only follows the new revision is no other table. */
function tableLines(table: FunctionRoute[], { traffic, revision: last }: Previous, revision: string): string[] {
  const followed = traffic.map((share) => (share.revisionName === last ? { ...share, revisionName: revision } : share));
  const lines = table.map(routeLine);
  if (traffic.length === 0 || [traffic, followed].some((one) => sameTraffic(one, tableOf(table)))) return lines;
  const old = traffic.map(spokenShare).join(", ");
  return lines.length === 1 ? [`${lines[0]}, before: ${old}`] : [...lines, `traffic before: ${old}`];
}

const spokenShare = ({ revisionName, percent, tag }: Share) =>
  `${percent} %  ${revisionName}${tag === undefined ? "" : `  tag ${tag}`}`;

function routeLine({ revision, percent, tag, url }: FunctionRoute): string {
  const tagged = tag === undefined ? "" : `  tag ${tag}${url === undefined ? "" : `  ${url}`}`;
  return `traffic: ${String(percent).padStart(3)} %  ${revision}${tagged}`;
}

/** Nothing is said of Pods without a bound. */
function takes(previous: Previous, routes: FunctionRoute[], revision: string, own: Footprint): string[] {
  const table = tableOf(routes);
  const during = serving(previous, table, revision, own);
  const after = serving({ ...previous, traffic: [] }, table, revision, own);
  if (!Number.isFinite(most(during).pods)) return [];
  const peak = during.length > after.length ? `, at most ${formatFootprint(most(during))} until traffic has moved` : "";
  return [`takes: at most ${formatFootprint(most(after))}${peak}; ${formatFootprint(idle(after))} when idle`];
}
