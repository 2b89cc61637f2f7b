// What a preview says of a function that changes: image, revision, traffic, what differs from a release, what it may take.
import * as pulumi from "@pulumi/pulumi";
import { knownOf } from "../../core/combined";
import { unknownLeaves } from "../../core/validate";
import type { FunctionArgs } from "../args.gen";
import { idle, most, spokenTaken } from "../budget";
import { type Previous, releaseOf } from "../history";
import { differences } from "../release";
import type { Footprint, FunctionRelease } from "../schema/release";
import type { FunctionRoute } from "../schema/traffic";
import { sameTraffic, tableOf } from "../traffic";
import { releaseIn } from "./image";
import type { Part } from "./part";
import { serving } from "./plan";
import type { Releases } from "./releases";

export interface Change {
  args: FunctionArgs;
  previous: pulumi.Output<Previous>;
  image: pulumi.Output<string>;
  revision: pulumi.Output<string>;
  routes: pulumi.Output<FunctionRoute[]>;
  deployed: pulumi.Output<Releases>;
  footprint: pulumi.Input<Footprint>;
}

/** A preview alone tells, and only of a function that changes. */
export async function tell({ owner }: Part, change: Change): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const [previous, revision, table] = await Promise.all([
    knownOf(change.previous) as Promise<Previous>,
    knownOf(change.revision),
    knownOf(change.routes),
  ]);
  const lines =
    revision === undefined || table === undefined
      ? await unknown(change)
      : await known(change, previous, revision, table);
  if (lines.length > 0) await pulumi.log.info(lines.join("\n"), owner);
}

/** Names the arguments that are not known yet, as what follows from them is not. */
async function unknown({ args, image }: Change): Promise<string[]> {
  const { triggers: _called, domains: _named, labels: _labels, annotations: _annotations, ...own } = args;
  const paths = await unknownLeaves(own);
  const built =
    (await knownOf(image)) === undefined && args.dockerfile !== undefined ? ["image (Docker builds it)"] : [];
  const keyed =
    args.secrets === undefined || paths.length > 0
      ? []
      : ["secrets (the stack's first update makes the key of their hash)"];
  const causes = [...paths, ...built, ...keyed];
  return [
    `revision: not known before the update, as these are not: ${causes.join(", ") || "outputs of other resources"}`,
  ];
}

async function known(change: Change, previous: Previous, revision: string, table: FunctionRoute[]): Promise<string[]> {
  if (previous.revision === revision && sameTraffic(previous.traffic, tableOf(table))) return [];
  const { args } = change;
  const [image, deployed, given, own] = await Promise.all([
    knownOf(change.image),
    knownOf(change.deployed),
    args.release === undefined ? undefined : knownOf(releaseIn(args.release)),
    knownOf(pulumi.output(change.footprint)),
  ]);
  return [
    `image: ${image}${image === previous.image ? " (unchanged)" : before(previous.image)}`,
    ...compared(given, deployed?.newest),
    `revision: ${revision} (${age(previous, revision)})${revision === previous.revision ? "" : before(previous.revision)}`,
    ...table.map(routeLine),
    ...(own === undefined ? [] : takes(previous, table, revision, own)),
  ];
}

function before(name: string | undefined): string {
  return name === undefined ? "" : `, before: ${name}`;
}

function age(previous: Previous, revision: string): string {
  if (revision === previous.revision) return "unchanged";
  return releaseOf(previous, revision) === undefined ? "new" : "is there already: no new revision";
}

/** `same image as the release; differs: scale.min 0 -> 2`. */
function compared(given: FunctionRelease | undefined, own: FunctionRelease | undefined): string[] {
  if (given === undefined || own === undefined) return [];
  const image = given.digest === own.digest ? "same image as the release" : "another image than the release";
  const differs = differences(given.settings, own.settings);
  return [`${image}; ${differs.length === 0 ? "nothing differs" : `differs: ${differs.join(", ")}`}`];
}

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
  const peak = during.length > after.length ? `, at most ${spokenTaken(most(during))} until traffic has moved` : "";
  return [`takes: at most ${spokenTaken(most(after))}${peak}; ${spokenTaken(idle(after))} when idle`];
}
