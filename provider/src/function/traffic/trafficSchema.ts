// The schema of traffic: the share and the tag of each revision, the retained revisions, and the budget.
import { z } from "zod";
import { flag, integer, named } from "../../input/fields";
import { dnsLabel } from "../../input/names";
import { release } from "../release/releaseSchema";

const target = z
  .strictObject({
    latest: flag("The revision of this update, whatever its name. The only value is true."),
    revision: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "A revision by its name: the newest one, or one that the function's `releases` name." }),
    release: release.optional().meta({ description: "The revision of a release of this function." }),
    percent: z.int().min(0).max(100).optional().meta({
      plain: true,
      description: "Share of the requests, in percent; all shares together are 100. Defaults to 0.",
    }),
    tag: named(
      dnsLabel(63),
      "A name that gives this revision its own URL, e.g. `canary` for `http://canary-hello.shop.example.com`. Defaults to none. Requests to the function's URL with the header `Knative-Serving-Tag` reach it too if Knative's flag `tag-header-based-routing` is on.",
    ),
  })
  .meta({
    id: "FunctionTraffic",
    oneOf: ["latest", "revision", "release"],
    description: "A share of the requests. Exactly one of `latest`, `revision` and `release` is set.",
  });

export const traffic = z.array(target).min(1);

/** One entry of the traffic table in the outputs. */
export const routed = z
  .object({
    revision: z.string().meta({ description: "Name of the revision." }),
    percent: z.int().meta({ description: "Share of the requests, in percent." }),
    tag: z.string().optional().meta({ description: "Its tag. Absent without one." }),
    url: z.string().optional().meta({ description: "URL of the tag. Absent without one." }),
  })
  .meta({ id: "FunctionRoute", carried: true, description: "The share of one revision." });

export type FunctionRoute = z.infer<typeof routed>;

export const revisions = z
  .strictObject({
    keep: z.int().min(0).max(50).optional().meta({
      plain: true,
      description:
        "How many earlier releases that served are retained in `releases`, newest first; their revisions are protected from Knative's garbage collection. Those that `traffic` names are retained in addition. Defaults to 3.",
    }),
  })
  .meta({ id: "FunctionRevisions", description: "Which earlier revisions are retained." });

export const budget = z
  .strictObject({
    maxPods: integer(1, "Maximum number of Pods at the same time, of all revisions together. Defaults to no limit."),
    maxCpu: z
      .string()
      .regex(/^\d+(\.\d+)?m?$/, { error: 'expected an amount of CPU such as "500m" or "4"' })
      .optional()
      .meta({ description: "Maximum CPU that these Pods request together, e.g. `4` or `500m`. Defaults to no limit." }),
  })
  .meta({
    id: "FunctionBudget",
    description:
      "Limits for what a function may use of the cluster, also during a rollout, when the old and the new revision run side by side. An update that could exceed them is refused in its preview.",
  });
