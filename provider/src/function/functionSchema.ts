// The public schema of Function: every argument and output, with its unit and default.

import { z } from "zod";
import { triggers } from "../events/kinds/kinds";
import { noneOf } from "../input/cel";
import type { Face } from "../input/face";
import { bounded, integer, named, providersNamespace, stringEnum, text, texts } from "../input/fields";
import { dnsLabel, dnsSubdomain, imageReference, podLabel, registryPath } from "../input/names";
import { securityContext } from "../kubernetes/securityContext";
import { adopt } from "../ownership/adopt";
import { registryLogin } from "../registry/loginSchema";
import { envFrom, envName, envValueFrom } from "./container/envSchema";
import { probes } from "./container/probeSchema";
import { queueProxy, resources } from "./container/resourceSchema";
import { dockerfile } from "./image/dockerfileSchema";
import { source } from "./image/sourceSchema";
import { domains } from "./network/domainSchema";
import { network } from "./network/networkSchema";
import { pod } from "./pod/podSchema";
import { annotations, labels } from "./pod/schedulingSchema";
import { release } from "./release/releaseSchema";
import { rollout } from "./rollout/rolloutSchema";
import { scale } from "./scaling/scaleSchema";
import { timeouts } from "./scaling/timeoutSchema";
import { budget, revisions, routed, traffic } from "./traffic/trafficSchema";
import { volume } from "./volumes/volumeSchema";

const visibility = stringEnum("FunctionVisibility", "Who can reach a function.", {
  public: "Reachable from outside the cluster through the ingress.",
  "cluster-local": "Reachable only from inside the cluster, except through `domains`, which are always public.",
});

const protocol = stringEnum("FunctionProtocol", "What the program speaks on its port.", {
  http1: "HTTP/1.1, with WebSockets.",
  h2c: "HTTP/2 without TLS, as gRPC requires.",
});

const reservedPorts = [8008, 8012, 8013, 8022, 9090, 9091];

export const functionArgs = z.strictObject({
  name: dnsLabel(52).optional().meta({
    description:
      "Name of the Knative Service and first part of its URL. Defaults to the resource's name. Changing it replaces the function.",
  }),
  namespace: dnsLabel(63)
    .optional()
    .meta({
      description: `Namespace of the function; it must exist. ${providersNamespace} Changing it replaces the function.`,
    }),
  adopt: adopt("the function"),
  labels: labels(
    "Labels of the Knative Service and of the objects created with it; those of the Pods are in `pod`. Defaults to none.",
  ),
  annotations: annotations.optional().meta({
    description: "Annotations of the Knative Service; those of the Pods are in `pod`. Defaults to none.",
  }),
  source: source.optional().meta({
    description:
      "Builds the image from a Go directory. Exactly one of `source`, `dockerfile`, `image` and `release` is set.",
  }),
  dockerfile: dockerfile.optional().meta({
    description:
      "Builds the image from a Dockerfile. Exactly one of `source`, `dockerfile`, `image` and `release` is set.",
  }),
  image: imageReference.optional().meta({
    description:
      "A prebuilt image, by digest (by tag with `allowMutableTag`). Exactly one of `source`, `dockerfile`, `image` and `release` is set.",
  }),
  release: release.optional().meta({
    description:
      "Deploys the image of a release: the output `release` of another stack, or an earlier one of this function from `releases`. With `registry`, the image is copied there by digest unless it exists already. Exactly one of `source`, `dockerfile`, `image` and `release` is set; none if `traffic` names only earlier revisions: then the last image is reused.",
  }),
  require: z.array(z.string().min(1)).optional().meta({
    plain: true,
    description: "Gates that the release must have passed, e.g. `smoke` and `step-25`. Defaults to none.",
  }),
  allowMutableTag: z.boolean().optional().meta({
    plain: true,
    description:
      "Whether `image` may be a tag. Knative then resolves it to a digest inside the cluster when it creates a revision; a tag that moves later creates none. Defaults to false.",
  }),
  registry: registryPath.optional().meta({
    description:
      "Where built images are pushed and those of a `release` are copied to, without a scheme, e.g. `ghcr.io/acme`; the function's name is appended. Defaults to the configuration `knative-faas:registry`, else to the variable `KO_DOCKER_REPO`; one of the three is required with `source` and `dockerfile`, and with a `rollout`, whose program is built too.",
  }),
  registryLogin: registryLogin.optional().meta({
    description:
      "User and password of the registry: they are used to push built images and to pull in all Pods of the function, including those of its triggers and gates. A new password creates no new revision. Defaults to Docker's or Podman's configuration on this machine for pushing, and to nothing for pulling.",
  }),
  port: z
    .int()
    .min(1)
    .max(65535)
    .refine((port) => !reservedPorts.includes(port), {
      error:
        "is used by Knative's queue-proxy (8008, 8012, 8013, 8022, 9090 and 9091 are reserved); choose another port",
      ...noneOf(reservedPorts),
    })
    .optional()
    .meta({ description: "Port that the program listens on, passed to it as `$PORT`. Defaults to 8080." }),
  protocol: protocol.optional().meta({ description: "What the program speaks on its port. Defaults to `http1`." }),
  command: texts("Command that replaces the image's entrypoint. Defaults to the image's."),
  args: texts("Arguments of the program. Defaults to the image's."),
  workingDir: text("Working directory of the program. Defaults to the image's."),
  env: z.record(envName, z.string()).optional().meta({
    description:
      "Environment variables of the function, in plain text. `$(NAME)` in a value is replaced by the function's variable NAME, wherever its value comes from; `$$` is a literal dollar sign. Defaults to none.",
  }),
  secrets: bounded(z.record(envName.max(253), z.string().meta({ secret: true })), 2 ** 20, "a Secret")
    .optional()
    .meta({
      description:
        "Environment variables that are stored in a Kubernetes Secret named by its content: a changed value creates a new revision. The values are encrypted in the state. Defaults to none.",
    }),
  envFrom: envFrom.meta({
    description: "Existing Secrets and ConfigMaps as environment variables. Defaults to none.",
  }),
  envValueFrom: envValueFrom(envName).meta({
    description: "Environment variables whose values come from elsewhere, by name. Defaults to none.",
  }),
  volumes: z.record(podLabel, volume).optional().meta({ description: "Volumes by their names. Defaults to none." }),
  probes: probes.optional().meta({ description: "Probes that check whether the function is ready and healthy." }),
  resources: resources.optional().meta({ description: "Compute resources of the function's container." }),
  queueProxy: queueProxy.optional().meta({ description: "Compute resources of Knative's own container in each Pod." }),
  serviceAccount: named(dnsSubdomain, "Service account of the Pods; it must exist. Defaults to `default`."),
  serviceAccountToken: z.boolean().optional().meta({
    plain: true,
    description:
      "Whether the Pods get a token for the cluster's API. Defaults to false, and to true when `serviceAccount` is set.",
  }),
  pullSecrets: z.array(dnsSubdomain).optional().meta({
    plain: true,
    description: "Names of Secrets with credentials for pulling the images; they must exist. Defaults to none.",
  }),
  securityContext: securityContext.optional().meta({ description: "Security settings of the function's processes." }),
  concurrency: integer(
    0,
    "Maximum number of requests that one Pod handles at the same time; others wait. Defaults to 0: no limit. The cluster rejects more than 1000 unless `container-concurrency-max-limit` in Knative's `config-defaults` is raised.",
  ),
  timeouts: timeouts.optional().meta({ description: "Time limits of requests and of startup." }),
  scale: scale.optional().meta({ description: "Autoscaling of the function." }),
  traffic: traffic.optional().meta({
    description:
      "Which revisions get the requests. A change of the code does not affect it; `latest` is the revision of the update. Defaults to `latest` with 100 percent.",
  }),
  rollout: rollout.optional().meta({
    description: "How traffic moves to a new revision. Defaults to immediately, once it is ready.",
  }),
  revisions: revisions.optional().meta({ description: "Which earlier revisions are retained." }),
  budget: budget.optional().meta({ description: "Limits for what the function may use of the cluster." }),
  rolloutSeconds: integer(
    0,
    "Time over which traffic moves to a new revision, in seconds. Defaults to `rollout-duration` of Knative's `config-network` (0: immediately).",
  ),
  network: network.optional().meta({ description: "Settings of the ingress for the function." }),
  domains: domains.meta({
    plain: true,
    description: "Additional names under which the function is served, e.g. `api.example.com`. Defaults to none.",
  }),
  pod: pod.optional().meta({
    description: "Additional settings of the Pods that Knative allows, in Kubernetes' own terms.",
  }),
  triggers: triggers.optional().meta({
    description:
      "What calls the function in addition to HTTP requests; requires Knative with `eventing`. Defaults to none.",
  }),
  visibility: visibility.optional().meta({ description: "Who can reach the function. Defaults to `public`." }),
});

export const functionFace: Face = {
  name: "Function",
  folder: "function",
  description:
    "A function: an image built from a Go directory (or prebuilt), run as a Knative Service. Each change of its template creates a new revision whose name is known at preview; traffic moves to it once it is ready.",
  args: functionArgs,
  outputs: z.object({
    name: z.string().meta({
      description: "Name of the Knative Service, for event destinations that name a function.",
    }),
    namespace: z.string().meta({ description: "Namespace of the function." }),
    url: z.string().meta({ description: "URL where the function is served." }),
    image: z.string().meta({ description: "Reference of the deployed image, with its digest." }),
    digest: z
      .string()
      .meta({ description: "Digest of the image, `sha256:` and 64 hexadecimal digits; empty for an image by tag." }),
    revision: z.string().meta({
      description: "Name of the revision of this update; it gets the traffic unless `traffic` is set otherwise.",
    }),
    traffic: z
      .array(routed)
      .meta({ description: "The traffic table: revisions with their shares, tags and addresses." }),
    release: release.meta({ description: "The deployed release, as a value for `release` in another stack." }),
    releases: z
      .array(release)
      .meta({ description: "Earlier releases of the function that you can roll back to, newest first." }),
    manifest: z.record(z.string(), z.any()).meta({
      description:
        "The function as an object of kind `Function` (`knative-faas.dev/v1alpha1`), for a cluster where `extensions.functionController` of Knative deploys functions: the image by digest and the arguments that are set, without defaults. It contains no secrets, but the names of the Secrets created here. Such a cluster accepts no image by tag.",
    }),
  }),
};
