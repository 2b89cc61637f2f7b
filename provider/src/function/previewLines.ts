// The lines that a preview reports for a changed function: image, revision, traffic, differences from a release, resources.
import * as pulumi from "@pulumi/pulumi";
import { unknownLeaves } from "../input/validate";
import { gone } from "../kubernetes/drift";
import { log } from "../pulumi/log";
import { asOutput, knownOf } from "../pulumi/value";
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
import { sessionLine } from "./traffic/devSession";
import { reachedFootprints } from "./traffic/trafficPlan";
import type { FunctionRoute } from "./traffic/trafficSchema";
import { type Share, sameTraffic, tableOf } from "./traffic/trafficTable";

export interface Change {
  /** The arguments of the program; those in the spec also have values that follow from others. */
  given: FunctionArgs;
  next: NextRevision;
  revision: pulumi.Output<string>;
  routes: pulumi.Output<FunctionRoute[]>;
}

/** Called last, as it needs the outputs. */
export function report(site: Site, change: Change): void {
  void reportLive(site);
  void warnStrays(site, change.next.content);
  void reportChange(site, change);
}

/** Only in a preview, and only for a function that changes. */
async function reportChange({ owner, spec, last }: Site, change: Change): Promise<void> {
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

/** Reports changes made outside of Pulumi; in an update too, as it may leave them in place. */
async function reportLive({ owner, spec, last }: Site): Promise<void> {
  const known = await knownOf(last);
  const name = await knownOf(asOutput(spec.name));
  if (known?.gone === true) void log.warn(`Knative Service ${name ?? ""} ${gone}`, owner);
  if (known?.moved !== undefined) void log.warn(moved(known.traffic, known.moved), owner);
  if (known?.developer !== undefined) void log.info(sessionLine(known.developer), owner);
  if (known?.edited !== undefined) void log.warn(edited(known.edited, known.revision), owner);
}

function edited(newest: string, revision = ""): string {
  return `the template was changed outside of Pulumi since the last update: its newest revision is ${newest}, but the update had created ${revision}; pulumi up --refresh restores that`;
}

function moved(now: Share[], set: Share[]): string {
  const table = (shares: Share[]) =>
    shares.map(({ percent, revisionName }) => `${percent} % ${revisionName}`).join(", ");
  return `traffic was changed outside of Pulumi since the last update: it is ${table(now)}, but the update had set ${table(set)}; pulumi up --refresh restores that`;
}

/** Names the arguments that the unknown revision depends on, and reports what is known. */
async function unknown(spec: FunctionSpec, { given, next }: Change, previous: Previous): Promise<string[]> {
  const { triggers: _triggers, domains: _domains, labels: _labels, annotations: _annotations, ...own } = given;
  const [paths, image] = await Promise.all([unknownLeaves(own), imageLines(spec, next, previous)]);
  const built = image.length === 0 && spec.dockerfile !== undefined ? ["image (Docker builds it)"] : [];
  const keyed = paths.length > 0 ? [] : keyedArgs(spec);
  const causes = [...paths, ...built, ...keyed].join(", ") || "outputs of other resources";
  return [...image, `revision: not known before the update, as it depends on: ${causes}`];
}

/** A Secret is named by a hash, for which a stack has no key before its first update. */
function keyedArgs({ secrets, volumes }: FunctionSpec): string[] {
  const files = Object.entries(volumes).filter(([, { secretFiles }]) => secretFiles !== undefined);
  const paths = [
    ...(secrets === undefined ? [] : ["secrets"]),
    ...files.map(([name]) => `volumes.${name}.secretFiles`),
  ];
  return paths.map((path) => `${path} (the stack's first update creates the key of their hash)`);
}

async function known(
  spec: FunctionSpec,
  { next }: Change,
  previous: Previous,
  revision: string,
  table: FunctionRoute[],
): Promise<string[]> {
  // A table that the last update has set is not applied again.
  const stays = previous.moved !== undefined && sameTraffic(previous.moved, tableOf(table));
  if (previous.revision === revision && (stays || sameTraffic(previous.traffic, tableOf(table)))) return [];
  const own = await knownOf(pulumi.output(next.footprint));
  return [
    ...(await imageLines(spec, next, previous)),
    `revision: ${revision} (${age(previous, revision)})${revision === previous.revision ? "" : before(previous.revision)}`,
    ...(stays ? ["traffic: stays as changed outside of Pulumi"] : tableLines(table, previous, revision)),
    ...(own === undefined ? [] : resourceLine(previous, table, revision, own)),
  ];
}

/** The image and, if a release is set, how the function differs from it. */
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
  if (releaseOf(previous, revision) !== undefined) return "already exists: no new revision";
  if (previous.jobs.some((job) => job.revision === revision)) return "already exists, has not passed its gates";
  // Knative may collect an unretained revision much later.
  return previous.existing.includes(revision) ? "already exists: no new revision" : "new";
}

/** `same image as the release; differs: scale.min 0 -> 2`. */
function compared(given: FunctionRelease, reference: string, settings: Record<string, string>): string {
  const image = reference.endsWith(given.digest) ? "same image as the release" : "different image than the release";
  const differs = differences(given.settings, settings);
  return `${image}; ${differs.length === 0 ? "nothing differs" : `differs: ${differs.join(", ")}`}`;
}

/** A single line also shows the table before. A table that only follows the new revision counts as unchanged. */
function tableLines(table: FunctionRoute[], { traffic, revision: last }: Previous, revision: string): string[] {
  const followed = traffic.map((share) => (share.revisionName === last ? { ...share, revisionName: revision } : share));
  const lines = table.map(routeLine);
  if (traffic.length === 0 || [traffic, followed].some((share) => sameTraffic(share, tableOf(table)))) return lines;
  const old = traffic.map(formatShare).join(", ");
  return lines.length === 1 ? [`${lines[0]}, before: ${old}`] : [...lines, `traffic before: ${old}`];
}

const formatShare = ({ revisionName, percent, tag }: Share) =>
  `${percent} %  ${revisionName}${tag === undefined ? "" : `  tag ${tag}`}`;

function routeLine({ revision, percent, tag, url }: FunctionRoute): string {
  const tagged = tag === undefined ? "" : `  tag ${tag}${url === undefined ? "" : `  ${url}`}`;
  return `traffic: ${String(percent).padStart(3)} %  ${revision}${tagged}`;
}

/** Empty without a limit of the Pods. */
function resourceLine(previous: Previous, routes: FunctionRoute[], revision: string, own: Footprint): string[] {
  const table = tableOf(routes);
  const during = reachedFootprints(previous, table, revision, own);
  const after = reachedFootprints({ ...previous, traffic: [] }, table, revision, own);
  if (!Number.isFinite(most(during).pods)) return [];
  const peak = during.length > after.length ? `, at most ${formatFootprint(most(during))} until traffic has moved` : "";
  return [`resources: at most ${formatFootprint(most(after))}${peak}; ${formatFootprint(idle(after))} when idle`];
}
