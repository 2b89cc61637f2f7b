// The public face of Function: every argument and output, with its unit, default and source.
import { z } from "zod";
import type { Face } from "../core/face";
import { dnsLabel, imageByDigest, quantity } from "../core/names";

const source = z
  .strictObject({
    directory: z.string().min(1).meta({
      plain: true,
      description:
        "The directory of a Go `package main` that serves HTTP on `$PORT`, relative to the directory of the program. It lies in a Go module (a `go.mod` in it or above it).",
    }),
    baseImage: z.string().min(1).optional().meta({
      description:
        "The image that the binary is put on. Defaults to the configuration `knative-faas:baseImage`, else to what ko uses: `KO_DEFAULTBASEIMAGE`, `.ko.yaml`, `cgr.dev/chainguard/static`. Name it by digest for images that are the same on every machine.",
    }),
  })
  .meta({
    id: "FunctionSource",
    description:
      "A Go program that is built with ko into an image. Its digest is known at preview; it is pushed at update when the registry lacks it.",
  });

const amounts = z
  .strictObject({
    cpu: quantity.optional().meta({ description: "CPU as a Kubernetes quantity, e.g. `250m` or `1`." }),
    memory: quantity.optional().meta({ description: "Memory as a Kubernetes quantity, e.g. `128Mi`." }),
  })
  .meta({ id: "FunctionAmounts", description: "An amount of CPU and memory." });

const resources = z
  .strictObject({
    requests: amounts.optional().meta({
      description: "What the scheduler sets aside for each Pod. Defaults to `cpu: 20m` and `memory: 32Mi`.",
    }),
    limits: amounts.optional().meta({
      description:
        "What a Pod may use at most. Defaults to `memory: 256Mi` (or the memory request when that is larger) and no CPU limit.",
    }),
  })
  .meta({ id: "FunctionResources", description: "Compute resources of the function's container." });

const timeouts = z
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

const metric = z.enum(["concurrency", "rps"]).meta({
  id: "FunctionMetric",
  description: "What the autoscaler measures.",
  values: { concurrency: "Requests that a Pod works on at one time.", rps: "Requests per second that reach a Pod." },
});

const scale = z
  .strictObject({
    min: z.int().min(0).optional().meta({ description: "Fewest Pods. Defaults to 0: an idle function has none." }),
    max: z.int().min(0).optional().meta({
      description: "Most Pods. Defaults to 0, which means no bound of its own.",
    }),
    initial: z.int().min(0).optional().meta({
      description:
        "Pods that a new revision starts with before it counts as ready. Defaults to 1; 0 needs `allow-zero-initial-scale` in Knative's `config-autoscaler`.",
    }),
    target: z.number().min(0.01).optional().meta({
      description:
        "Load that one Pod should carry, in the unit of `metric`. Defaults to 100 for concurrency and 200 for rps.",
    }),
    metric: metric.optional().meta({ description: "What is measured for scaling. Defaults to `concurrency`." }),
    windowSeconds: z.int().min(6).max(3600).optional().meta({
      description:
        "Span over which the load is averaged, in seconds. Defaults to 60; an idle function keeps its Pods for this long.",
    }),
    retentionSeconds: z.int().min(0).max(3600).optional().meta({
      description: "How long the last Pod stays after the decision to scale to zero, in seconds. Defaults to 0.",
    }),
  })
  .meta({ id: "FunctionScale", description: "Bounds and target of Knative's Pod autoscaler (KPA)." });

/** serving v0.50, pkg/apis/serving/k8s_validation.go: names that queue-proxy and the controller set themselves. */
const reservedEnv = ["PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION"];

const envName = z
  .string()
  .regex(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/, {
    error:
      'an environment variable\'s name has letters, digits, "_", "-" and ".", and does not start with a digit; rename it',
  })
  .refine((name) => !reservedEnv.includes(name), {
    error: `is set by Knative itself (${reservedEnv.join(", ")} are reserved); choose another name`,
  });

const visibility = z.enum(["public", "cluster-local"]).meta({
  id: "FunctionVisibility",
  description: "Who can reach a function.",
  values: {
    public: "Reached from outside the cluster through the ingress.",
    "cluster-local": "Reached only from inside the cluster.",
  },
});

export const functionArgs = z.strictObject({
  name: dnsLabel(52).optional().meta({
    description:
      "Name of the Knative Service, the first part of its URL. Defaults to the resource's name. Changing it replaces the function.",
  }),
  namespace: dnsLabel(63).optional().meta({
    description: "Namespace of the function; it must exist. Defaults to `default`. Changing it replaces the function.",
  }),
  source: source.optional().meta({
    description: "Builds the image from a Go directory. Exactly one of `source` and `image` is given.",
  }),
  image: imageByDigest.optional().meta({
    description: "A prebuilt image, by digest. Exactly one of `source` and `image` is given.",
  }),
  registry: z
    .string()
    .regex(/^[a-z0-9][\w.\-:]*(\/[\w.-]+)*$/, { error: 'expected host and path without a scheme, e.g. "ghcr.io/acme"' })
    .optional()
    .meta({
      description:
        "Where built images are pushed, without a scheme, e.g. `ghcr.io/acme`; the function's name is appended. Defaults to the configuration `knative-faas:registry`; one of the two is needed with `source`.",
    }),
  port: z
    .int()
    .min(1)
    .max(65535)
    .refine((port) => ![8008, 8012, 8013, 8022, 9090, 9091].includes(port), {
      error:
        "is used by Knative's queue-proxy (8008, 8012, 8013, 8022, 9090 and 9091 are reserved); choose another port",
    })
    .optional()
    .meta({ description: "Port that the program listens on; it also gets it as `$PORT`. Defaults to 8080." }),
  env: z
    .record(envName, z.string())
    .optional()
    .meta({ clear: true, description: "Environment variables of the function, in clear." }),
  secrets: z
    .record(envName, z.string().meta({ secret: true }))
    .optional()
    .meta({
      description:
        "Environment variables that are kept in a Kubernetes Secret, named by content: a changed value is a new revision. The values are encrypted in the state.",
    }),
  resources: resources.optional().meta({ description: "Compute resources of each Pod." }),
  concurrency: z.int().min(0).max(1000).optional().meta({
    description: "Most requests that one Pod works on at one time; more wait. Defaults to 0: no limit.",
  }),
  timeouts: timeouts.optional().meta({ description: "Time limits of requests and of the start." }),
  scale: scale.optional().meta({ description: "Autoscaling of the function." }),
  visibility: visibility.optional().meta({ description: "Who can reach the function. Defaults to `public`." }),
});

export const functionFace: Face = {
  name: "Function",
  description:
    "A function: an image built from a Go directory (or prebuilt), run as a Knative Service. Each change of its template is a new revision whose name is known at preview; traffic moves to it once it is ready.",
  args: functionArgs,
  outputs: z.object({
    url: z.string().meta({ description: "URL where the function answers." }),
    image: z.string().meta({ description: "Reference of the image that serves, with its digest." }),
    digest: z.string().meta({ description: "Digest of the image, `sha256:` and 64 hexadecimal digits." }),
    revision: z.string().meta({ description: "Name of the revision that gets the traffic." }),
  }),
};
