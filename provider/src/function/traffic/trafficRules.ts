// Rules for a traffic table: its shares and tags, and the revisions that it names.
import { type Problem, show } from "../../input/problems";
import type { Known } from "../knownArgs";
import { hasServed, type Previous } from "../release/history";
import type { Share } from "./trafficTable";

export function wholeTraffic({ traffic }: Known): Problem[] {
  if (traffic === undefined || !traffic.every(({ percent = 0 }) => typeof percent === "number")) return [];
  const sum = traffic.reduce((all, { percent = 0 }) => all + percent, 0);
  if (sum === 100) return [];
  const shares = traffic.map(({ percent = 0 }) => percent).join(" + ");
  return [
    {
      propertyPath: "traffic",
      reason: `expected shares that sum up to 100 percent, got ${shares} = ${sum}; change percent`,
    },
  ];
}

export function distinctTags({ traffic }: Known): Problem[] {
  const tags = (traffic ?? []).map(({ tag }) => tag);
  return tags.flatMap((tag, index) =>
    tag === undefined || tags.indexOf(tag) === index
      ? []
      : [
          {
            propertyPath: `traffic.${index}.tag`,
            reason: `is also the tag of another share, got ${show(tag)}; choose another`,
          },
        ],
  );
}

/** `false` would have no effect. */
export function latestIsTrue({ traffic }: Known): Problem[] {
  return (traffic ?? []).flatMap(({ latest }, index) =>
    latest === false
      ? [
          {
            propertyPath: `traffic.${index}.latest`,
            reason: "expected true, got false; name a revision or a release instead",
          },
        ]
      : [],
  );
}

/** Knative creates an object named `TAG-NAME`. */
export function tagLengths({ traffic, name }: Known): Problem[] {
  const most = 63 - 1 - (name?.length ?? 0);
  return (traffic ?? []).flatMap(({ tag }, index) =>
    tag === undefined || tag.length <= most
      ? []
      : [
          {
            propertyPath: `traffic.${index}.tag`,
            reason: `expected at most ${most} characters in addition to the function's name, got ${show(tag)}; shorten it`,
          },
        ],
  );
}

/** With a rollout no revision gets a share without gates, which run only for the newest one. */
export function ungatedRevisions(table: Share[], previous: Previous, newest: string): Problem[] {
  return table.flatMap(({ revisionName, percent }, index) => {
    if (percent === 0 || revisionName === newest || hasServed(previous, revisionName)) return [];
    const reason = `revision ${revisionName} has had no traffic yet, and gates run only for the newest revision; make it the latest, or leave rollout out`;
    return [{ propertyPath: `traffic.${index}`, reason }];
  });
}

/** Finds shares of revisions that this stack neither creates nor retains; `named` marks those that the user named. */
export function unknownRevisions(table: Share[], named: boolean[], previous: Previous, newest: string): Problem[] {
  const kept = [
    ...previous.releases.map(({ revision }) => revision),
    ...previous.traffic.map((share) => share.revisionName),
  ];
  const known = [...new Set([newest, ...kept])];
  return table.flatMap(({ revisionName }, index) => {
    if (named[index] !== true || known.includes(revisionName)) return [];
    const reason = `expected an existing revision of this function (${known.join(", ")}), got ${show(revisionName)}; name one of them, or retain more with revisions.keep`;
    return [{ propertyPath: `traffic.${index}`, reason }];
  });
}
