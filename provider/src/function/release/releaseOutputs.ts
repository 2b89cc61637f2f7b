// Outputs of an update: the traffic table, the serving release, and those available for a rollback.
import * as pulumi from "@pulumi/pulumi";
import { asOutput, combined } from "../../pulumi/value";
import type { FunctionArgs } from "../functionArgs.gen";
import { originIn, releaseIn } from "../image/functionImage";
import type { NextRevision } from "../nextRevision";
import type { Gates } from "../rollout/gates";
import type { NewestRevision } from "../service/serviceNode";
import type { Site } from "../site";
import type { Traffic } from "../traffic/trafficNode";
import type { FunctionRoute } from "../traffic/trafficSchema";
import { shareOf, tagUrl } from "../traffic/trafficTable";
import { hasServed, releaseOf, releasesAfter } from "./history";
import { makeRelease, originOf, settingsOf, templateArgs } from "./release";
import type { FunctionRelease } from "./releaseSchema";

/** Everything that a release is built from. */
export interface Deployed {
  next: NextRevision;
  newest: NewestRevision;
  gates: Gates;
  traffic: Traffic;
}

export interface Releases {
  /** Of the serving revision. */
  release: FunctionRelease;
  /** All others that are retained. */
  releases: FunctionRelease[];
}

export function releases({ spec, last }: Site, { next, newest, gates, traffic }: Deployed): pulumi.Output<Releases> {
  const { image, hash: templateHash, footprint } = next;
  const promoted = spec.release && releaseIn(spec.release);
  const newly = { image, revision: traffic.revision, templateHash, settings: settingsFor(spec.given), footprint };
  const inputs = [last, newly, newest.table, gates.passed ?? [], promoted] as const;
  const made = combined(inputs, async (before, candidate, to, held, given) => {
    const { revision: name } = candidate;
    const known = releaseOf(before, name);
    const passed = [...(known?.gates ?? []), ...(given?.gates ?? []), ...held];
    const served = hasServed(before, name) || shareOf(name, to) > 0;
    // An equal revision is an equal release, even if `ignoreChanges` hid a change from it.
    const own = known ?? makeRelease({ ...candidate, origin: given ? originOf(given) : await originIn(spec) });
    const current = { ...own, gates: [...new Set(passed)], served };
    const [release, ...others] = releasesAfter(before.releases, current, to, spec.keep);
    return { release, releases: others };
  });
  return asOutput(made);
}

/** The arguments of the template by property path. */
export function settingsFor(args: FunctionArgs): pulumi.Input<Record<string, string>> {
  return combined([settingsIn(args)], (known) => settingsOf(known as object));
}

/** Contains only the names of secrets, so that the result is no secret. */
function settingsIn(args: FunctionArgs): object {
  const { secrets, volumes, ...others } = templateArgs(args);
  const kept = Object.entries(volumes ?? {}).map(([name, { secretFiles, ...volume }]) => {
    const files = secretFiles === undefined ? {} : { secretFiles: namesOf(secretFiles) };
    return [name, { ...withoutSecrets(volume), ...files }];
  });
  return {
    ...withoutSecrets(others),
    ...(secrets === undefined ? {} : { secrets: namesOf(secrets) }),
    ...(volumes === undefined ? {} : { volumes: Object.fromEntries(kept) }),
  };
}

/** The same map without its values. */
function namesOf(secrets: pulumi.Input<Record<string, pulumi.Input<string>>>): pulumi.Input<Record<string, string>> {
  const names = combined([secrets], (known) => Object.fromEntries(Object.keys(known).map((key) => [key, ""])));
  return pulumi.Output.isInstance<Record<string, string>>(names) ? pulumi.unsecret(names) : names;
}

/** Any other argument may be a secret too, and is then replaced by a marker. */
function withoutSecrets<T>(value: T): T {
  if (pulumi.Output.isInstance(value))
    return pulumi.output(pulumi.isSecret(value)).apply((hidden) => (hidden ? "(secret)" : value)) as T;
  if (Array.isArray(value)) return value.map(withoutSecrets) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)])) as T;
}

/** The table with the URLs that Knative assigned; a preview derives them from the function's own URL. */
export function routes(
  { spec, last }: Site,
  { table }: NewestRevision,
  { node, status }: Traffic,
): pulumi.Output<FunctionRoute[]> {
  // By its URN, so that a preview has the dependencies of the update.
  const reported = pulumi.runtime.isDryRun() ? node.urn.apply(() => undefined) : status;
  const all = combined([table, reported, last, spec.name], (to, moved, { url }, name) =>
    to.map(({ revisionName, percent, tag }): FunctionRoute => {
      if (tag === undefined) return { revision: revisionName, percent };
      const found = moved?.traffic?.find((one) => one.tag === tag)?.url ?? tagUrl(url, name, tag);
      return { revision: revisionName, percent, tag, ...(found === undefined ? {} : { url: found }) };
    }),
  );
  return asOutput(all);
}
