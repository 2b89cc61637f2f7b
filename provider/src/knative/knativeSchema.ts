// The public face of Knative: what is installed, from where, and how it is configured.
import { z } from "zod";
import type { Face } from "../input/face";
import { imageByDigest, quantity } from "../input/names";
import { pullLogin } from "../registry/loginSchema";
import { configMaps, keyPatterns, knownKeys } from "./configmaps";
import { configOf } from "./configSchema";
import { eventing } from "./eventingSchema";
import { ingress } from "./ingressSchema";
import { featureFlags } from "./knativeFlags";
import { manifests } from "./manifestSchema";
import { extensions } from "./programSchema";
import { releases } from "./releases";
import { tls } from "./tlsSchema";

const domainName = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)*[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, {
    error: 'expected a DNS name in lower case, e.g. "faas.example.com"',
  });

const workloads = z
  .strictObject({
    cpu: quantity
      .optional()
      .meta({ description: "CPU request of each container, e.g. `10m`. Defaults to the release's own (30m to 300m)." }),
    memory: quantity.optional().meta({
      description: "Memory request of each container, e.g. `20Mi`. Defaults to the release's own (40Mi to 200Mi).",
    }),
    terminationGracePeriodSeconds: z.int().min(0).max(3600).optional().meta({
      description:
        "Time that a Pod of Knative gets to end, in seconds. Defaults to the release's own, up to 600; a short one makes destroy quick.",
    }),
  })
  .meta({
    id: "KnativeWorkloads",
    description: "Settings of every Deployment of the installation, e.g. for small clusters.",
  });

const config = configOf("KnativeConfig", "knative-serving", {
  maps: configMaps,
  keys: knownKeys,
  patterns: keyPatterns,
});

const version = z.enum(Object.keys(releases) as [string, ...string[]]).meta({
  id: "KnativeVersion",
  description: "A version of Knative that this package can install.",
  values: Object.fromEntries(Object.keys(releases).map((known) => [known, `Knative Serving ${known}.`])),
});

/** Any text of a manifest that is one is replaced, so it must not be able to mean anything else. */
const releasedImage = z.string().regex(/^[\w-]+(\.[\w-]+)+(:\d+)?(\/[\w.-]+)+$/, {
  error:
    'expected the name of a released image without its digest, e.g. "gcr.io/knative-releases/knative.dev/serving/cmd/queue"',
});

export const knativeArgs = z.strictObject({
  version: version.optional().meta({
    plain: true,
    description: "Version of Knative to install. Defaults to the newest that this package knows.",
  }),
  existing: z.boolean().optional().meta({
    plain: true,
    description:
      "True takes up a Knative that others have installed: nothing is installed or changed, the outputs are read from the cluster, and `version`, `domain`, `ingress` and `features`, where given, must be what is there. Defaults to false.",
  }),
  manifests: manifests.optional().meta({
    description:
      "Where the release manifests are. Defaults to the Go module `knative.dev/operator` at the version that this package pins with its checksum, fetched with `go mod download`.",
  }),
  domain: domainName.optional().meta({
    description:
      "Domain under which public functions answer, as `<function>.<namespace>.<domain>`. Defaults to `example.com`.",
  }),
  ingress: ingress.optional().meta({ description: "The network layer. Defaults to `kourier`." }),
  eventing: eventing.optional().meta({
    description:
      "Installs Knative Eventing too, which brokers, triggers, event sources and flows need; `{}` takes the release's own settings. Defaults to none: Serving alone.",
  }),
  extensions: extensions.optional().meta({
    description:
      "Programs of ours that run beside Knative: the queue scaler, the controller of Function objects. Defaults to none.",
  }),
  tls: tls.optional().meta({ description: "TLS settings; a key that `config` sets too is as `config` says." }),
  images: z.record(releasedImage, imageByDigest).optional().meta({
    plain: true,
    description:
      "Images to use in place of the released ones, for clusters that can't pull those: released name without digest (e.g. `gcr.io/knative-releases/knative.dev/serving/cmd/queue`) to a reference by digest. Applied wherever an image is named. Defaults to the map in the JSON file that the configuration `knative-faas:images` names, else to the released images.",
  }),
  imageRegistry: z
    .string()
    .regex(/^[a-z0-9][\w.:-]*(\/[\w.-]+)*$/, {
      error: 'expected a registry with an optional path, e.g. "mirror.example.com/knative"',
    })
    .optional()
    .meta({
      plain: true,
      description:
        "Mirror to pull every image from: it takes the place of the registry in the released name, path and digest stay, as in `mirror.example.com/knative-releases/knative.dev/serving/cmd/queue@sha256:...`. An image that `images` names is taken from there. Defaults to the released registries.",
    }),
  registryLogin: pullLogin.optional().meta({
    description:
      "Log-in that Knative's own Pods pull with from the registry of `imageRegistry`, or without that from the one registry that all of `images` are in (the Secret `knative-faas-registry` of each of their namespaces). Pods in other namespaces pull with their own: those of a function, with the queue-proxy beside it, by its `registryLogin` or `pullSecrets`, those of an `apiServer` source by its service account. Defaults to none.",
  }),
  replicas: z.int().min(1).max(100).optional().meta({
    plain: true,
    description:
      "Number of Pods of each Deployment of Knative; where an autoscaler sets the number, its lower bound. Two or more keep Knative working while a node is down. Defaults to the release's own, 1.",
  }),
  workloads: workloads.optional().meta({ description: "Requests and termination of Knative's own Pods." }),
  features: z
    .record(z.string(), z.string())
    .optional()
    .meta({
      plain: true,
      description: `Feature flags of Knative (the ConfigMap \`config-features\`), each \`enabled\`, \`allowed\` or \`disabled\`: ${featureFlags.map((flag) => `\`${flag}\``).join(", ")}. Defaults to the release's own.`,
    }),
  config: config
    .optional()
    .meta({ description: "Settings in Knative's ConfigMaps; a key that the release does not know is refused." }),
});

export const knativeFace: Face = {
  name: "Knative",
  folder: "knative",
  description:
    "Knative Serving with its network layer, and Knative Eventing where it is asked for, every object of the release a resource of its own, in an order that avoids the races between webhooks, CRDs and controllers. Functions of the same stack depend on it (`dependsOn`).",
  args: knativeArgs,
  outputs: z.object({
    version: z.string().meta({ description: "Installed version, known once Knative is ready to take functions." }),
    ingress: z.string().meta({
      description: "Class of the installed network layer, e.g. `kourier.ingress.networking.knative.dev`.",
    }),
    features: z.record(z.string(), z.string()).meta({
      description: "Feature flags that are set, as in the ConfigMap `config-features`.",
    }),
    domain: z.string().meta({ description: "Domain under which public functions answer." }),
    address: z.string().meta({
      description:
        "Address of the ingress gateway: the load balancer's, the first external IP, else the Service's cluster IP.",
    }),
  }),
};
