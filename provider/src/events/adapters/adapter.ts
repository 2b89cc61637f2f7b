// A source that one of this package's programs runs: a StatefulSet and the SinkBinding that injects its sink. Schema and manifests. Pure.
import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { integer, named, text } from "../../input/fields";
import { given } from "../../input/given";
import { imageByDigest, mediaType, quantity } from "../../input/names";
import type { Problem } from "../../input/problems";
import type { Manifest } from "../../kubernetes/kubernetesObject";
import type { StatefulSet } from "../../kubernetes/objectTypes";
import { sourceLabel } from "../../kubernetes/stackName";
import { combined } from "../../pulumi/value";
import type { AdapterDeliveryArgs, AdapterEventArgs } from "../eventArgs.gen";
import { extensions } from "../eventAttributes";
import { nameAtServer, overrides, type Place, type Workload } from "../kinds/kind";
import { adapterDelivery, deliveryOf } from "./adapterDelivery";
import { podOf } from "./adapterPod";
import { type SecretKeys, secretVariables } from "./secretKey";
import { makeSourceAccount } from "./sourceAccount";

/** `words` lists the placeholders of the kind, for the description. */
export const eventAt = (words: string) =>
  z
    .strictObject({
      type: text(`Type of each event, e.g. \`order.placed\`. Defaults to the source's own.`),
      source: text("Source of each event, a URI. Defaults to the server's address."),
      subject: text("Subject of each event. Defaults to where the message was read."),
      id: text(
        "Identity of each event, by which a receiver recognises duplicates. Defaults to one derived from the message, the same each time it is delivered.",
      ),
      contentType: named(mediaType, "Media type of the data, if the message does not name one. Defaults to none."),
    })
    .meta({ id: "AdapterEvent", description: "Attributes of the events, as templates with placeholders." })
    .optional()
    .meta({
      description: `Attributes of the events; placeholders in braces are filled in from the message: ${words}. Defaults to the source's own.`,
    });

/** Properties of every source that this package runs. */
export const adapterProperties = {
  replicas: integer(1, "Number of Pods that read at the same time. Defaults to 1.", 100),
  parallelism: integer(
    1,
    "Maximum number of events that one Pod has in flight; what it can't deliver stays with the server. Defaults to 32.",
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

/** The program's own configuration, in addition to what all sources share. */
export interface Program {
  config: object;
  /** Passed as variables, which a Pod reads when it starts. */
  secrets?: SecretKeys;
  /** Passed as files, for a program that reads them again. */
  files?: SecretKeys;
  /** True if the program has to know when its source is deleted. */
  isFollower?: boolean;
}

/** The workload is not waited for here: its Pods start when the binding has injected the sink. */
export function makeAdapter(args: AdapterArgs, program: Program, place: Place): Manifest[] {
  const { name, namespace, to } = place;
  const labels = { [sourceLabel]: name };
  return [
    ...(program.isFollower ? makeSourceAccount(place) : []),
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name, namespace, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: {
        replicas: args.replicas ?? 1,
        serviceName: name,
        // An unready Pod must not block those after it, or a fixed template.
        podManagementPolicy: "Parallel",
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: podOf(args, podSettings(args, program, place), place) },
      },
    } satisfies StatefulSet,
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

/** The problem with several Pods if the source requires a single one. `because` continues the property that conflicts. */
export function onePod({ replicas }: AdapterArgs, path: string, inTheWay: string, because: string): Problem[] {
  if (typeof replicas !== "number" || replicas < 2) return [];
  const reason = `expected 1 with ${inTheWay}, ${because}, got ${replicas}; leave one of the two out`;
  return [{ propertyPath: `${path}.replicas`, reason }];
}

/** The workload to wait for; in a preview it may not exist yet. */
export function adapterWorkload(name: string): Workload {
  return { apiVersion: "apps/v1", kind: "StatefulSet", name, isOurs: true };
}

/** The container name in Pods of this package's sources. */
export const programContainer = "source";

function podSettings(args: AdapterArgs, { config, secrets = {}, files = {}, isFollower }: Program, place: Place) {
  const settings = configOf(args, config, place);
  const account = isFollower ? { account: place.name } : {};
  return { container: programContainer, settings, variables: secretVariables(secrets), files, ...account };
}

/** In the format of provider/programs/internal/adapter; visible in a preview. */
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
