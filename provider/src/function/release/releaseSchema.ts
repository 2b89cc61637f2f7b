// A release: what was deployed, as a value that another stack can deploy again.
import { z } from "zod";

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, {
  error: "expected sha256: and 64 hexadecimal digits, so that the same bits run; a release of an image by tag has none",
});

const footprint = z
  .object({
    minPods: z.int().min(0).meta({ description: "Fewest Pods while it has traffic." }),
    maxPods: z.int().min(0).meta({ description: "Most Pods; 0 means that it has no bound." }),
    cpu: z.number().min(0).meta({ description: "CPU that one Pod requests, in cores." }),
    memory: z.number().min(0).meta({ description: "Memory that one Pod requests, in bytes." }),
  })
  .meta({ id: "FunctionFootprint", carried: true, description: "What the Pods of a revision take of the cluster." });

export const release = z
  .object({
    image: z.string().min(1).meta({ description: "Reference of the image, with its digest." }),
    digest: digest.meta({ description: "Digest of the image, `sha256:` and 64 hexadecimal digits." }),
    revision: z.string().min(1).meta({ description: "Name of the revision that it was made as." }),
    templateHash: z.string().min(1).meta({
      description: "Hash of the revision's whole template, 10 hexadecimal digits: equal templates have equal hashes.",
    }),
    commit: z.string().optional().meta({
      description: "Git commit that the source was built at. Absent when the source is in no Git repository.",
    }),
    dirty: z.boolean().optional().meta({
      description: "Whether the source had changes that were not committed. Absent without a commit.",
    }),
    builder: z.string().optional().meta({
      description: "What built the image: `ko` or `docker`. Absent for an image that was given.",
    }),
    builderVersion: z.string().optional().meta({ description: "Version of the builder. Absent where it tells none." }),
    gates: z
      .array(z.string())
      .meta({ description: "Gates of rollouts that it passed, in this stack and in those it was promoted from." }),
    served: z.boolean().meta({ description: "Whether it has had a share of the traffic." }),
    settings: z.record(z.string(), z.string()).meta({
      description: "The arguments that make up the template, by property path; values of secrets are left out.",
    }),
    footprint: footprint.optional().meta({ description: "What its Pods take of the cluster." }),
  })
  .meta({
    id: "FunctionRelease",
    carried: true,
    description:
      "What was deployed, as a value: image, revision, source and gates passed. Give it to `release` of a function in another stack to deploy the same image there.",
  });

export type FunctionRelease = z.infer<typeof release>;
export type Footprint = z.infer<typeof footprint>;
