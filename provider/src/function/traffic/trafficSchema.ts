// Which revisions get a function's requests: the share and the tag of each.
import { z } from "zod";
import { flag, integer, named } from "../../input/fields";
import { dnsLabel } from "../../input/names";
import { release } from "../release/releaseSchema";

const target = z
  .strictObject({
    latest: flag("The revision of this update, whatever its name. It is the only value: true."),
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
      "A name for this revision in an address of its own, e.g. `canary` for `http://canary-hello.shop.example.com`. Defaults to none. Requests to the function's own address reach it too, with the header `Knative-Serving-Tag`, where Knative has the flag `tag-header-based-routing` on.",
    ),
  })
  .meta({
    id: "FunctionTraffic",
    oneOf: ["latest", "revision", "release"],
    description: "A share of the requests. Exactly one of `latest`, `revision` and `release` is given.",
  });

export const traffic = z.array(target).min(1);

/** One line of the traffic table that a function gives back. */
export const routed = z
  .object({
    revision: z.string().meta({ description: "Name of the revision." }),
    percent: z.int().meta({ description: "Share of the requests, in percent." }),
    tag: z.string().optional().meta({ description: "Its tag. Absent without one." }),
    url: z.string().optional().meta({ description: "Address of the tag. Absent without one." }),
  })
  .meta({ id: "FunctionRoute", carried: true, description: "The share of one revision." });

export type FunctionRoute = z.infer<typeof routed>;

export const revisions = z
  .strictObject({
    keep: z.int().min(0).max(50).optional().meta({
      plain: true,
      description:
        "How many earlier releases stay in `releases`, the newest first; their revisions are kept from Knative's garbage collection. Those that `traffic` names are kept beside them. Defaults to 3.",
    }),
  })
  .meta({ id: "FunctionRevisions", description: "Which earlier revisions stay." });

export const budget = z
  .strictObject({
    maxPods: integer(1, "Most Pods at one time, all revisions together. Defaults to no limit."),
    maxCpu: z
      .string()
      .regex(/^\d+(\.\d+)?m?$/, { error: 'expected an amount of CPU such as "500m" or "4"' })
      .optional()
      .meta({ description: "Most CPU that these Pods request together, e.g. `4` or `500m`. Defaults to no limit." }),
  })
  .meta({
    id: "FunctionBudget",
    description:
      "What a function may take of the cluster at most, during a rollout too, when the old and the new revision run side by side. An update that could take more is refused in its preview.",
  });
