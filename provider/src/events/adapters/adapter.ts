// A source that a program of ours runs: a StatefulSet and the SinkBinding that tells it where to send. Schema and manifests. Pure.
import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { integer, named, text } from "../../input/fields";
import { given } from "../../input/given";
import { imageByDigest, mediaType, quantity } from "../../input/names";
import type { Problem } from "../../input/problems";
import { larger } from "../../input/quantity";
import type { Manifest } from "../../kubernetes/kubernetesObject";
import { restricted } from "../../kubernetes/restricted";
import { sourceLabel } from "../../kubernetes/stackName";
import { combined } from "../../pulumi/combined";
import type { AdapterDeliveryArgs, AdapterEventArgs } from "../eventArgs.gen";
import { extensions } from "../eventAttributes";
import { nameAtServer, overrides, type Place, type Workload } from "../kinds/kind";
import { adapterDelivery, deliveryOf } from "./adapterDelivery";
import { type SecretKeys, secretVariables } from "./secretKey";

/** `words` are the placeholders of the kind, for the description. */
export const eventAt = (words: string) =>
  z
    .strictObject({
      type: text(`Type of each event, e.g. \`order.placed\`. Defaults to the source's own.`),
      source: text("Source of each event, a URI. Defaults to the server's address."),
      subject: text("Subject of each event. Defaults to where the message was read."),
      id: text(
        "Identity of each event, by which a receiver knows a duplicate. Defaults to one made of the message, equal each time that it is delivered.",
      ),
      contentType: named(mediaType, "Media type of the data, where the message names none. Defaults to none."),
    })
    .meta({ id: "AdapterEvent", description: "Attributes of the events, as texts with placeholders." })
    .optional()
    .meta({
      description: `Attributes of the events; placeholders in braces are filled in from the message: ${words}. Defaults to the source's own.`,
    });

/** What every source of ours has among its properties. */
export const adapterProperties = {
  replicas: integer(1, "Number of Pods that read at the same time. Defaults to 1.", 100),
  parallelism: integer(
    1,
    "Number of events that one Pod has in flight, at most; what it can't deliver stays with the server. Defaults to 32.",
    10_000,
  ),
  delivery: adapterDelivery,
  extensions,
  image: imageByDigest.optional().meta({
    description: "Image of the program, by digest. Defaults to one that is built and pushed to `registry`.",
  }),
  cpu: quantity.optional().meta({ description: "CPU request of a Pod, e.g. `10m`. Defaults to `10m`." }),
  memory: quantity.optional().meta({
    description:
      "Memory request of a Pod, e.g. `32Mi`; its limit is `256Mi`, or the request when that is larger. Defaults to `32Mi`.",
  }),
};

export interface AdapterArgs {
  replicas?: Input<number>;
  parallelism?: Input<number>;
  event?: AdapterEventArgs;
  delivery?: AdapterDeliveryArgs;
  extensions?: Input<Record<string, Input<string>>>;
  image?: Input<string>;
  cpu?: Input<string>;
  memory?: Input<string>;
}

/** What the program reads beside what all of them read. */
export interface Program {
  config: object;
  secrets: SecretKeys;
}

/** The workload is not awaited here: its Pods begin when the binding has told them the sink. */
export function makeAdapter(args: AdapterArgs, program: Program, place: Place): Manifest[] {
  const { name, namespace, to } = place;
  const labels = { [sourceLabel]: name };
  return [
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name, namespace, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: {
        replicas: args.replicas ?? 1,
        serviceName: name,
        // A Pod that does not get ready must not keep the ones after it, or a mended template, from coming.
        podManagementPolicy: "Parallel",
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: podOf(args, program, place) },
      },
    },
    {
      apiVersion: "sources.knative.dev/v1",
      kind: "SinkBinding",
      metadata: { name, namespace },
      spec: {
        subject: { apiVersion: "apps/v1", kind: "StatefulSet", name, namespace },
        ...given({ ceOverrides: overrides(args.extensions) }),
        sink: to,
      },
    },
  ];
}

/** What is wrong with several Pods where only one can do it. `because` goes on from the property that is in the way. */
export function onePod({ replicas }: AdapterArgs, path: string, inTheWay: string, because: string): Problem[] {
  if (typeof replicas !== "number" || replicas < 2) return [];
  const reason = `expected 1 with ${inTheWay}, ${because}, got ${replicas}; leave one of the two out`;
  return [{ propertyPath: `${path}.replicas`, reason }];
}

/** What is awaited, and in a preview is not there yet. */
export function adapterWorkload(name: string): Workload {
  return { apiVersion: "apps/v1", kind: "StatefulSet", name, isOurs: true };
}

/** In Pods of ours. */
export const programContainer = "source";

function podOf(args: AdapterArgs, { config, secrets }: Program, place: Place): object {
  const variables = [
    { name: "SOURCE", value: configOf(args, config, place) },
    { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
    ...secretVariables(secrets),
  ];
  return {
    terminationGracePeriodSeconds: 30,
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    ...given({ imagePullSecrets: place.pullSecrets?.map((secret) => ({ name: secret })) }),
    containers: [
      {
        name: programContainer,
        image: args.image,
        env: variables,
        ports: [{ name: "metrics", containerPort: port }],
        readinessProbe: { httpGet: { path: "/readyz", port }, periodSeconds: 1 },
        livenessProbe: { httpGet: { path: "/healthz", port }, periodSeconds: 10 },
        resources: {
          requests: { cpu: args.cpu ?? "10m", memory: args.memory ?? "32Mi" },
          limits: { memory: larger("256Mi", args.memory) },
        },
        securityContext: restricted,
        terminationMessagePolicy: "FallbackToLogsOnError",
      },
    ],
  };
}

const port = 9090;

/** As provider/programs/internal/adapter reads it; a preview shows it. */
function configOf({ event, parallelism, delivery }: AdapterArgs, config: object, place: Place): Input<string> {
  const { name, namespace, to } = place;
  const common = {
    name,
    namespace,
    instance: nameAtServer(place),
    ...given({ parallelism, ...event, delivery: deliveryOf(delivery, namespace, to) }),
  };
  return combined([{ ...common, ...given(config) }], (known) => JSON.stringify(known));
}
