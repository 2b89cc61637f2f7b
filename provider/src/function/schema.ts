// The public face of Function: every argument and output, with its unit, default and source.
import { z } from "zod";
import type { Face } from "../core/face";
import { dnsLabel, imageByDigest } from "../core/names";
import { envName } from "./schema/env";
import { resources } from "./schema/resources";
import { scale } from "./schema/scale";
import { source } from "./schema/source";
import { timeouts } from "./schema/timeouts";

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
