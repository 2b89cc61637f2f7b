// The schema of a release: a deployment as a value that another stack can deploy again.
import { z } from "zod";

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, {
  error: "expected sha256: and 64 hexadecimal digits, so that the same bits run; a release of an image by tag has none",
});

const footprint = z
  .object({
    minPods: z.int().min(0).meta({ description: "Minimum number of Pods while it has traffic." }),
    maxPods: z.int().min(0).meta({ description: "Maximum number of Pods; 0 means no limit." }),
    cpu: z.number().min(0).meta({ description: "CPU that one Pod requests, in cores." }),
    memory: z.number().min(0).meta({ description: "Memory that one Pod requests, in bytes." }),
  })
  .meta({ id: "FunctionFootprint", carried: true, description: "Resources that the Pods of a revision request." });

export const release = z
  .object({
    image: z.string().min(1).meta({ description: "Reference of the image, with its digest." }),
    digest: digest.meta({ description: "Digest of the image, `sha256:` and 64 hexadecimal digits." }),
    revision: z.string().min(1).meta({ description: "Name of its revision." }),
    templateHash: z.string().min(1).meta({
      description:
        "Hash of the revision's complete template, 10 hexadecimal digits: equal templates have equal hashes.",
    }),
    commit: z.string().optional().meta({
      description: "Git commit of the source. Absent if the source is not in a Git repository.",
    }),
    dirty: z.boolean().optional().meta({
      description: "Whether the source had uncommitted changes. Absent without a commit.",
    }),
    builder: z.string().optional().meta({
      description: "Builder of the image: `ko` or `docker`. Absent for a prebuilt image.",
    }),
    builderVersion: z.string().optional().meta({ description: "Version of the builder. Absent if it reports none." }),
    gates: z
      .array(z.string())
      .meta({ description: "Rollout gates that it passed, in this stack and in those it was promoted from." }),
    served: z.boolean().meta({ description: "Whether it has had a share of the traffic." }),
    settings: z.record(z.string(), z.string()).meta({
      description: "The arguments that make up the template, by property path; values of secrets are left out.",
    }),
    footprint: footprint.optional().meta({ description: "Resources that its Pods request." }),
  })
  .meta({
    id: "FunctionRelease",
    carried: true,
    description:
      "A deployment as a value: image, revision, source and gates passed. Pass it as `release` to a function in another stack to deploy the same image there.",
  });

export type FunctionRelease = z.infer<typeof release>;
export type Footprint = z.infer<typeof footprint>;
