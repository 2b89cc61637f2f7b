// The public face of Knative: what is installed, from where, and how it is configured.
import { isIP } from "node:net";
import { z } from "zod";
import type { Face } from "../core/face";
import { imageByDigest, quantity } from "../core/names";
import { configMaps } from "./configmaps";
import { releases } from "./releases";

const domainName = z.string().regex(/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)*[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, {
  error: 'expected a DNS name in lower case, e.g. "faas.example.com"',
});

const address = z.string().refine((text) => isIP(text) !== 0, { error: "expected an IP address" });

const serviceType = z.enum(["LoadBalancer", "NodePort", "ClusterIP"]).meta({
  id: "KnativeServiceType",
  description: "Type of a Kubernetes Service.",
  values: {
    LoadBalancer: "An address from the cloud's load balancer.",
    NodePort: "A port on each node.",
    ClusterIP: "Reached inside the cluster, or at `externalIPs`.",
  },
});

const service = z
  .strictObject({
    type: serviceType.optional().meta({
      description:
        "Type of the ingress gateway's Service. Defaults to `LoadBalancer`, and with `externalIPs` to `ClusterIP`.",
    }),
    externalIPs: z.array(address).optional().meta({
      plain: true,
      description:
        "Addresses of nodes at which the gateway also answers, for clusters without a load balancer. Defaults to none.",
    }),
  })
  .meta({ id: "KnativeIngressService", description: "How the ingress gateway is reached." });

const ingress = z
  .strictObject({
    service: service.optional().meta({ description: "The Kubernetes Service in front of the Kourier gateway." }),
  })
  .meta({ id: "KnativeIngress", description: "The network layer, Kourier." });

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

const configMap = z.record(z.string(), z.string());

const config = z
  .strictObject(
    Object.fromEntries(
      Object.entries(configMaps).map(([property, name]) => [
        property,
        configMap.optional().meta({
          plain: true,
          description: `Keys of the ConfigMap \`${name}\` in \`knative-serving\`, over the release's own. Defaults to none.`,
        }),
      ]),
    ),
  )
  .meta({
    id: "KnativeConfig",
    description:
      "Knative's ConfigMaps by their names without `config-`, in camel case; each value is a text, as in the ConfigMap.",
  });

const version = z.enum(Object.keys(releases) as [string, ...string[]]).meta({
  id: "KnativeVersion",
  description: "A version of Knative that this package can install.",
  values: Object.fromEntries(Object.keys(releases).map((known) => [known, `Knative Serving ${known} with Kourier.`])),
});

export const knativeArgs = z.strictObject({
  version: version.optional().meta({
    plain: true,
    description: "Version of Knative to install. Defaults to the newest that this package knows.",
  }),
  manifests: z.string().min(1).optional().meta({
    plain: true,
    description:
      "Directory with the release manifests, laid out as `cmd/operator/kodata` of the Go module `knative.dev/operator`. Defaults to that module at the version that this package pins with its checksum, fetched with `go mod download`.",
  }),
  domain: domainName.optional().meta({
    description:
      "Domain under which public functions answer, as `<function>.<namespace>.<domain>`. Defaults to `example.com`.",
  }),
  ingress: ingress.optional().meta({ description: "The network layer." }),
  images: z.record(z.string(), imageByDigest).optional().meta({
    plain: true,
    description:
      "Images to use in place of the released ones, for clusters that can't pull those: released name without digest (e.g. `gcr.io/knative-releases/knative.dev/serving/cmd/queue`) to a reference by digest. Applied wherever an image is named. Defaults to the map in the JSON file that the configuration `knative-faas:images` names, else to the released images.",
  }),
  workloads: workloads.optional().meta({ description: "Requests and termination of Knative's own Pods." }),
  config: config.optional().meta({ description: "Settings in Knative's ConfigMaps." }),
});

export const knativeFace: Face = {
  name: "Knative",
  description:
    "Knative Serving with the Kourier ingress, every object of the release a resource of its own, in an order that avoids the races between webhooks, CRDs and controllers. Functions of the same stack depend on it (`dependsOn`).",
  args: knativeArgs,
  outputs: z.object({
    version: z.string().meta({ description: "Installed version, known once Knative is ready to take functions." }),
    domain: z.string().meta({ description: "Domain under which public functions answer." }),
    address: z.string().meta({
      description:
        "Address of the ingress gateway: the load balancer's, the first external IP, else the Service's cluster IP.",
    }),
  }),
};
