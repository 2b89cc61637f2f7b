// The public schema of Knative: what is installed, from where, and how it is configured.
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
        "Time that a Pod of Knative gets to terminate, in seconds. Defaults to the release's own, up to 600; a shorter one speeds up destroy.",
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

/** Every equal text in a manifest is replaced, so it must be unambiguous. */
const releasedImage = z.string().regex(/^[\w-]+(\.[\w-]+)+(:\d+)?(\/[\w.-]+)+$/, {
  error:
    'expected the name of a released image without its digest, e.g. "gcr.io/knative-releases/knative.dev/serving/cmd/queue"',
});

export const knativeArgs = z.strictObject({
  version: version.optional().meta({
    plain: true,
    description: "Version of Knative to install. Defaults to the newest that this package supports.",
  }),
  existing: z.boolean().optional().meta({
    plain: true,
    description:
      "True uses a Knative that was installed by others: nothing is installed or changed, the outputs are read from the cluster, and `version`, `domain`, `ingress` and `features`, if set, must match it. Defaults to false.",
  }),
  manifests: manifests.optional().meta({
    description:
      "Where the release manifests are. Defaults to the Go module `knative.dev/operator` at the version that this package pins with its checksum, fetched with `go mod download`.",
  }),
  domain: domainName.optional().meta({
    description:
      "Domain under which public functions are served, as `<function>.<namespace>.<domain>`. Defaults to `example.com`.",
  }),
  ingress: ingress.optional().meta({ description: "The network layer. Defaults to `kourier`." }),
  eventing: eventing.optional().meta({
    description:
      "Installs Knative Eventing too, which brokers, triggers, event sources and flows require; `{}` uses the release's own settings. Defaults to none: Serving alone.",
  }),
  extensions: extensions.optional().meta({
    description:
      "Programs of this package that run alongside Knative: the queue scaler, the controller of Function objects. Defaults to none.",
  }),
  tls: tls.optional().meta({ description: "TLS settings; keys in `config` take precedence." }),
  images: z.record(releasedImage, imageByDigest).optional().meta({
    plain: true,
    description:
      "Images to use in place of the released ones, for clusters that can't pull those: released name without digest (e.g. `gcr.io/knative-releases/knative.dev/serving/cmd/queue`) to a reference by digest. Applied wherever an image is referenced. Defaults to the map in the JSON file that the configuration `knative-faas:images` names, else to the released images.",
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
        "Mirror to pull every image from: it replaces the registry in the released name, while path and digest stay, as in `mirror.example.com/knative-releases/knative.dev/serving/cmd/queue@sha256:...`. `images` takes precedence. Defaults to the released registries.",
    }),
  registryLogin: pullLogin.optional().meta({
    description:
      "Login that Knative's own Pods use to pull from the registry of `imageRegistry`, or else from the one registry that all of `images` are in (stored in the Secret `knative-faas-registry` in each of their namespaces). Pods in other namespaces need their own: those of a function, including the queue-proxy, use its `registryLogin` or `pullSecrets`, those of an `apiServer` source their service account. Defaults to none.",
  }),
  replicas: z.int().min(1).max(100).optional().meta({
    plain: true,
    description:
      "Number of Pods of each Deployment of Knative, or its minimum if an autoscaler sets the number. With two or more, Knative keeps working while a node is down. Defaults to the release's own, 1.",
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
    .meta({ description: "Settings in Knative's ConfigMaps; keys that the release does not know are rejected." }),
});

export const knativeFace: Face = {
  name: "Knative",
  folder: "knative",
  description:
    "Knative Serving with its network layer, and optionally Knative Eventing. Every object of the release is a separate resource, in an order that avoids races between webhooks, CRDs and controllers. Functions of the same stack depend on it (`dependsOn`).",
  args: knativeArgs,
  outputs: z.object({
    version: z.string().meta({ description: "Installed version, known once Knative is ready to accept functions." }),
    ingress: z.string().meta({
      description: "Class of the installed network layer, e.g. `kourier.ingress.networking.knative.dev`.",
    }),
    features: z.record(z.string(), z.string()).meta({
      description: "Feature flags that are set, as in the ConfigMap `config-features`.",
    }),
    domain: z.string().meta({ description: "Domain under which public functions are served." }),
    address: z.string().meta({
      description:
        "Address of the ingress gateway: the load balancer's, the first external IP, else the Service's cluster IP.",
    }),
  }),
};
