// Time limits of a function.
import { z } from "zod";
import { integer } from "../../input/fields";

export const timeouts = z
  .strictObject({
    requestSeconds: integer(
      1,
      "Longest time for one request, in seconds. Defaults to 300. More than 600 is refused by the cluster unless `max-revision-timeout-seconds` in Knative's `config-defaults` is raised.",
    ),
    responseStartSeconds: integer(
      1,
      "Longest time until an answer begins, in seconds; at most `requestSeconds`. Defaults to `requestSeconds`.",
    ),
    idleSeconds: integer(
      0,
      "Longest time in which no byte of an answer comes, in seconds; at most `requestSeconds`. Defaults to 0: no bound of its own.",
    ),
    readySeconds: integer(
      10,
      "How long a new revision may take until its first Pod is ready, in seconds; then the update fails with the Pod's reason and its last log lines. Defaults to 40. Raise it where nodes are added on demand or images are large.",
      3600,
    ),
  })
  .meta({ id: "FunctionTimeouts", description: "Time limits, in seconds." });
