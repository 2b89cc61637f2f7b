// The public API of EventSource: a property for each kind, and where the events go.
import { z } from "zod";
import { destination } from "../events/destination";
import { type SourceKind, sourceKinds } from "../events/kinds/kinds";
import type { Face } from "../input/face";
import { named, providersNamespace } from "../input/fields";
import { dnsLabel, dnsSubdomain, labelKey, labelValue, registryPath } from "../input/names";
import { adopt } from "../ownership/adopt";
import { registryLogin } from "../registry/loginSchema";

const kinds = Object.keys(sourceKinds) as SourceKind[];
const one = `Exactly one of ${kinds.map((kind) => `\`${kind}\``).join(", ")} must be set.`;

const about: Record<SourceKind, string> = {
  cron: "A timer.",
  apiServer: "Changes of Kubernetes objects.",
  kafka: "Entries of Apache Kafka.",
  knativeKafka: "Messages of Apache Kafka, read by Knative's own Kafka components.",
  mqtt: "Messages of an MQTT broker.",
  redis: "Entries of Redis streams or a list, or messages of its channels.",
  container: "A program of your own that sends events.",
  sinkBinding: "An existing program, which receives the address to send events to.",
};

const properties = Object.fromEntries(
  kinds.map((kind) => [kind, sourceKinds[kind].schema.optional().meta({ description: `${about[kind]} ${one}` })]),
);

export const sourceArgs = z
  .strictObject({
    name: named(dnsLabel(52), "Name of the source. Defaults to the resource's name. Changing it replaces the source."),
    namespace: named(
      dnsLabel(63),
      `Namespace of the source; it must exist. ${providersNamespace} Changing it replaces the source.`,
    ),
    adopt: adopt("the event source"),
    labels: z
      .record(labelKey, labelValue)
      .optional()
      .meta({ description: "Labels of the source and of the objects created with it. Defaults to none." }),
    sink: destination.meta({ description: "Where the events go. Required." }),
    registry: registryPath.optional().meta({
      description:
        "Registry to which the image of `container.directory`, or of the program behind `kafka`, `mqtt` and `redis`, is pushed, without a scheme, e.g. `ghcr.io/acme`. Defaults to the configuration `knative-faas:registry`, then to the variable `KO_DOCKER_REPO`; one of the three is required if an image is built.",
    }),
    registryLogin: registryLogin.optional().meta({
      description:
        "User and password of the registry, for pushing a built image and for the source's Pods to pull it. Defaults to Docker's or Podman's configuration on this machine for pushing, and to none for pulling.",
    }),
    pullSecrets: z.array(dnsSubdomain).optional().meta({
      description: "Names of Secrets with credentials for pulling the image; they must exist. Defaults to none.",
    }),
    ...properties,
  })
  .meta({ oneOf: kinds });

export const sourceFace: Face = {
  name: "EventSource",
  folder: "source",
  description:
    "Brings events in from outside and sends them to any sink: a broker, a channel, a function, an address. Requires Knative with `eventing`.",
  args: sourceArgs,
  outputs: z.object({
    name: z.string().meta({ description: "Name of the source, known once it is ready." }),
    sinkUri: z.string().meta({ description: "Address that the events are sent to." }),
  }),
};
