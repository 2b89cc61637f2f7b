// Where events go: a function, broker, channel, address or any addressable object. Schema and manifest. Pure.
import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { named, text } from "../input/fields";
import { given } from "../input/given";
import { dnsLabel, dnsSubdomain } from "../input/names";
import type { DestinationArgs } from "./eventArgs.gen";

export const apiVersion = z.string().regex(/^([a-z0-9.-]+\/)?v\d+((alpha|beta)\d+)?$/, {
  error: 'expected a version, with its group if it has one, e.g. "apps/v1" or "v1"',
});

export const kind = z.string().regex(/^[A-Z][A-Za-z0-9]*$/, { error: 'expected a kind, e.g. "Service"' });

export const address = z.string().regex(/^https?:\/\/[^\s/@]+(\/\S*)?$/, {
  error:
    'expected an address that starts with "http://" or "https://", without user and password, which do not belong in objects',
});

const one = "Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set.";

const ref = z
  .strictObject({
    apiVersion: apiVersion.meta({ description: "Group and version, e.g. `messaging.knative.dev/v1`." }),
    kind: kind.meta({ description: "Kind, e.g. `KafkaChannel`." }),
    name: dnsSubdomain.meta({ description: "Name of the object." }),
  })
  .meta({ id: "DestinationRef", description: "An object that has an address (`status.address.url`)." });

export const destinationShape = {
  function: named(
    dnsLabel(52),
    `Name of a function (a Knative Service), e.g. the output \`name\` of a Function. ${one}`,
  ),
  broker: named(dnsSubdomain, `Name of a broker. ${one}`),
  channel: named(dnsSubdomain, `Name of a channel (kind \`Channel\` of \`messaging.knative.dev/v1\`). ${one}`),
  service: named(dnsLabel(63), `Name of a Kubernetes Service that listens on port 80. ${one}`),
  url: address.optional().meta({ description: `An address, inside or outside the cluster. ${one}` }),
  ref: ref.optional().meta({ description: `Any other object that has an address. ${one}` }),
  namespace: named(
    dnsLabel(63),
    "Namespace of the object. Defaults to the namespace of the component that sends the events.",
  ),
  path: z
    .string()
    .regex(/^\/\S*$/, { error: 'expected a path that starts with "/"' })
    .optional()
    .meta({ description: "Path at the object's address, e.g. `/orders`. Defaults to the address itself." }),
};

export const oneDestination = ["function", "broker", "channel", "service", "url", "ref"];

export const destination = z.strictObject(destinationShape).meta({
  id: "Destination",
  oneOf: oneDestination,
  description: "Where events go.",
});

export const destinationAt = (description: string) => destination.optional().meta({ description });

/** By property of a destination, what it names. */
export const destinationKinds = {
  function: { apiVersion: "serving.knative.dev/v1", kind: "Service" },
  broker: { apiVersion: "eventing.knative.dev/v1", kind: "Broker" },
  channel: { apiVersion: "messaging.knative.dev/v1", kind: "Channel" },
  service: { apiVersion: "v1", kind: "Service" },
};

/** The object that a destination names, without the sender's namespace; undefined for an address. */
export function refOf(to: DestinationArgs) {
  const property = (Object.keys(destinationKinds) as (keyof typeof destinationKinds)[]).find(
    (name) => to[name] !== undefined,
  );
  const object = property === undefined ? to.ref : { ...destinationKinds[property], name: to[property] };
  return object && { ...object, namespace: to.namespace };
}

/** `home` is the sender's namespace. The result is a Knative Destination (knative.dev/pkg, apis/duck/v1/destination.go). */
export function makeDestination(to: DestinationArgs, home: Input<string>): object {
  if (to.url !== undefined) return { uri: to.url };
  return { ref: { ...refOf(to), namespace: to.namespace ?? home }, ...given({ uri: to.path }) };
}

/** A Knative Service as the receiver of events. */
export function functionNamed(name: Input<string>, namespace: Input<string>, path?: Input<string>): object {
  return makeDestination({ function: name, namespace, ...(path === undefined ? {} : { path }) }, namespace);
}

export const path = text("Path of the function that receives the events, e.g. `/orders`. Defaults to `/`.");
