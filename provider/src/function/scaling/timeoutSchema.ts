// The schema of a function's time limits.
import { z } from "zod";
import { integer } from "../../input/fields";

export const timeouts = z
  .strictObject({
    requestSeconds: integer(
      1,
      "Longest time for one request, in seconds. Defaults to 300. The cluster rejects more than 600 unless `max-revision-timeout-seconds` in Knative's `config-defaults` is raised.",
    ),
    responseStartSeconds: integer(
      1,
      "Longest time until a response begins, in seconds; at most `requestSeconds`. Defaults to `requestSeconds`.",
    ),
    idleSeconds: integer(
      0,
      "Longest time without a byte of the response, in seconds; at most `requestSeconds`. Defaults to 0: no separate limit.",
    ),
    readySeconds: integer(
      10,
      "How long a new revision may take until its first Pod is ready, in seconds; then the update fails with the Pod's reason and its last log lines. Defaults to 40. Raise it if nodes are added on demand or images are large.",
      3600,
    ),
  })
  .meta({ id: "FunctionTimeouts", description: "Time limits, in seconds." });
