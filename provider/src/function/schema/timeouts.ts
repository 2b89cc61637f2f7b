// Time limits of a function.
import { z } from "zod";

export const timeouts = z
  .strictObject({
    requestSeconds: z.int().min(1).max(600).optional().meta({
      description:
        "Longest time for one request, in seconds. Defaults to 300. Knative's own upper bound is 600 (`max-revision-timeout-seconds`).",
    }),
    readySeconds: z.int().min(10).max(3600).optional().meta({
      description:
        "How long a new revision may take until its first Pod is ready, in seconds; then the update fails with the Pod's reason and its last log lines. Defaults to 40. Raise it where nodes are added on demand or images are large.",
    }),
  })
  .meta({ id: "FunctionTimeouts", description: "Time limits, in seconds." });
