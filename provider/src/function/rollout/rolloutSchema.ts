// The schema of a rollout: gates that a new revision must pass, and steps of its traffic.
import { z } from "zod";
import { integer, named, text, texts } from "../../input/fields";
import { dnsSubdomain, imageByDigest, imageReference } from "../../input/names";
import { securityContext } from "../../kubernetes/securityContext";
import { envName } from "../container/envSchema";
import { sidecarResources } from "../container/resourceSchema";

const http = z
  .strictObject({
    path: z
      .string()
      .regex(/^\/\S*$/, { error: 'expected a path that starts with "/"' })
      .optional()
      .meta({ description: "Path to request, with its query if any. Defaults to `/`." }),
    status: z
      .int()
      .min(100)
      .max(599)
      .optional()
      .meta({ description: "Status that each response must have. Defaults to 200." }),
    body: text("Text that each response must contain. Defaults to any response."),
    repeat: integer(1, "How many requests are sent, one after another; each must pass. Defaults to 1.", 1000),
    intervalSeconds: integer(0, "Time between two requests, in seconds. Defaults to 1.", 3600),
    timeoutSeconds: integer(1, "Longest time for a response, in seconds. Defaults to 10.", 600),
  })
  .meta({ id: "FunctionHttpCheck", description: "Requests to the new revision itself, regardless of the traffic." });

const job = z
  .strictObject({
    image: imageReference.meta({ description: "Image of the program, preferably by digest." }),
    command: texts("Command that replaces the image's entrypoint. Defaults to the image's."),
    args: texts("Arguments of the program. Defaults to the image's."),
    env: z.record(envName, z.string()).optional().meta({
      description:
        "Environment variables, in plain text. `REVISION`, `REVISION_URL`, `SERVICE` and `GATE` are set as well. Defaults to none.",
    }),
    resources: sidecarResources.optional().meta({ description: "Compute resources of its container." }),
    securityContext: securityContext.optional().meta({
      description:
        "Security settings of its processes. A namespace that enforces Pod Security `restricted` requires `runAsNonRoot: true`.",
    }),
    serviceAccount: named(dnsSubdomain, "Service account of its Pod; it must exist. Defaults to `default`."),
    timeoutSeconds: integer(1, "Longest time it may run, in seconds. Defaults to 300."),
  })
  .meta({
    id: "FunctionJobCheck",
    description: "Your own program, run as a Job in the function's namespace: the gate passes if it exits with code 0.",
  });

const prometheus = z
  .strictObject({
    address: z
      .string()
      .regex(/^https?:\/\/[^\s/@]+(\/\S*)?$/, {
        error: 'expected a URL without user and password, e.g. "http://prometheus.monitoring:9090"',
      })
      .meta({
        description: "Address of Prometheus as the cluster's Pods reach it, e.g. `http://prometheus.monitoring:9090`.",
      }),
    query: z.string().min(1).meta({
      description:
        "Instant query that returns one number or a vector, each of whose samples must be within the bounds. `$revision`, `$service` and `$namespace` in it are replaced by the new revision, the function and its namespace.",
    }),
    atMost: z
      .number()
      .optional()
      .meta({ plain: true, description: "Largest value that passes. Defaults to no bound." }),
    atLeast: z
      .number()
      .optional()
      .meta({ plain: true, description: "Smallest value that passes. Defaults to no bound." }),
  })
  .meta({ id: "FunctionPrometheusCheck", description: "A query whose result must be within bounds." });

const gate = z
  .strictObject({
    http: http.optional().meta({ description: "Requests to the new revision." }),
    job: job.optional().meta({ description: "Your own program." }),
    prometheus: prometheus.optional().meta({ description: "A query to Prometheus." }),
  })
  .meta({
    id: "FunctionGate",
    oneOf: ["http", "job", "prometheus"],
    description: "A check that must pass. Exactly one of `http`, `job` and `prometheus` is set.",
  });

export const rollout = z
  .strictObject({
    smoke: gate.optional().meta({
      description: "Check that must pass before the new revision gets any traffic: the gate `smoke`. Defaults to none.",
    }),
    steps: z
      .array(z.int().min(1).max(100).meta({ plain: true }))
      .optional()
      .meta({
        plain: true,
        description:
          "Steps of the shift to the new traffic, in percent, each larger than the one before, e.g. `[5, 25, 100]`: gates `step-5` and so on. After the last step all traffic moves. Defaults to none: all traffic moves together.",
      }),
    each: gate.optional().meta({
      description: "Check that must pass after each step; if it fails, traffic is restored. Defaults to none.",
    }),
    pauseSeconds: integer(
      0,
      "How long traffic stays at a step before `each` is checked, in seconds. Defaults to 0.",
      86400,
    ),
    image: imageByDigest.optional().meta({
      description:
        "Image of the program that runs steps and gates. Defaults to one that is built from this package into the function's registry.",
    }),
  })
  .meta({
    id: "FunctionRollout",
    description:
      "How traffic moves to a new revision. Each gate and step is a Job in the function's namespace, named after the revision; a failed gate restores traffic and fails the update. Rolling back to a revision that passed its gates runs none.",
  });
