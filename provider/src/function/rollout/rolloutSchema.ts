// How traffic moves to a new revision: gates that must hold, and steps.
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
      .meta({ description: "Path that is asked for, with a query where it has one. Defaults to `/`." }),
    status: z
      .int()
      .min(100)
      .max(599)
      .optional()
      .meta({ description: "Status that each answer must have. Defaults to 200." }),
    body: text("Text that each answer must contain. Defaults to any answer."),
    repeat: integer(1, "How many requests are sent, one after another; each must hold. Defaults to 1.", 1000),
    intervalSeconds: integer(0, "Time between two requests, in seconds. Defaults to 1.", 3600),
    timeoutSeconds: integer(1, "Longest time for an answer, in seconds. Defaults to 10.", 600),
  })
  .meta({ id: "FunctionHttpCheck", description: "Requests to the new revision itself, past all traffic." });

const job = z
  .strictObject({
    image: imageReference.meta({ description: "Image of the program, best with its digest." }),
    command: texts("Program that runs in place of the image's own. Defaults to the image's."),
    args: texts("Arguments of the program. Defaults to the image's."),
    env: z.record(envName, z.string()).optional().meta({
      description:
        "Environment variables, in clear. `REVISION`, `REVISION_URL`, `SERVICE` and `GATE` are there too. Defaults to none.",
    }),
    resources: sidecarResources.optional().meta({ description: "Compute resources of its container." }),
    securityContext: securityContext.optional().meta({
      description:
        "Rights of its processes. In a namespace under Pod Security `restricted` it needs `runAsNonRoot: true`.",
    }),
    serviceAccount: named(dnsSubdomain, "Service account of its Pod; it must exist. Defaults to `default`."),
    timeoutSeconds: integer(1, "Longest time that it may run, in seconds. Defaults to 300."),
  })
  .meta({
    id: "FunctionJobCheck",
    description:
      "A program of yours, run as a Job in the function's namespace: it holds when it ends with exit code 0.",
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
        "Instant query with one number or a vector, each of whose samples must hold. `$revision`, `$service` and `$namespace` in it stand for the new revision, the function and its namespace.",
    }),
    atMost: z.number().optional().meta({ plain: true, description: "Largest value that holds. Defaults to no bound." }),
    atLeast: z
      .number()
      .optional()
      .meta({ plain: true, description: "Smallest value that holds. Defaults to no bound." }),
  })
  .meta({ id: "FunctionPrometheusCheck", description: "A query whose result must lie within bounds." });

const gate = z
  .strictObject({
    http: http.optional().meta({ description: "Requests to the new revision." }),
    job: job.optional().meta({ description: "A program of yours." }),
    prometheus: prometheus.optional().meta({ description: "A query to Prometheus." }),
  })
  .meta({
    id: "FunctionGate",
    oneOf: ["http", "job", "prometheus"],
    description: "What must hold. Exactly one of `http`, `job` and `prometheus` is given.",
  });

export const rollout = z
  .strictObject({
    smoke: gate.optional().meta({
      description: "What must hold before the new revision gets any traffic, as the gate `smoke`. Defaults to nothing.",
    }),
    steps: z
      .array(z.int().min(1).max(100).meta({ plain: true }))
      .optional()
      .meta({
        plain: true,
        description:
          "Shares of the way to the new traffic, in percent, each larger than the one before, e.g. `[5, 25, 100]`: gates `step-5` and so on. Traffic moves all the way behind the last step. Defaults to none: at once.",
      }),
    each: gate.optional().meta({
      description:
        "What must hold after each step. Where it does not, traffic goes back to where it was. Defaults to nothing.",
    }),
    pauseSeconds: integer(
      0,
      "How long traffic stays at a step before `each` is asked, in seconds. Defaults to 0.",
      86400,
    ),
    image: imageByDigest.optional().meta({
      description:
        "Image of the program that makes the steps and asks the gates. Defaults to one that is built from this package into the function's registry.",
    }),
  })
  .meta({
    id: "FunctionRollout",
    description:
      "How traffic moves to a new revision. Each gate and step is a Job in the function's namespace, named after the revision; a gate that does not hold puts traffic back where it was and fails the update. Going back to a revision that passed its gates needs none.",
  });
