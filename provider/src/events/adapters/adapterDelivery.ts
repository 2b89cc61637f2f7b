// How this package's sources deliver events: retries, timeout, dead letter. Schema and configuration. Pure.
import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { integer, named, stringEnum } from "../../input/fields";
import { given } from "../../input/given";
import { dnsLabel, dnsSubdomain } from "../../input/names";
import { combined } from "../../pulumi/value";
import { format } from "../delivery";
import { address } from "../destination";
import type { AdapterDeadLetterArgs, AdapterDeliveryArgs } from "../eventArgs.gen";

const receivers = ["function", "channel", "service", "url"];

/** `one` names the mutually exclusive properties. */
const deadLetterShape = (one: string) => ({
  function: named(dnsLabel(52), `Name of a function (a Knative Service). ${one}`),
  channel: named(dnsSubdomain, `Name of a channel. ${one}`),
  service: named(dnsLabel(63), `Name of a Kubernetes Service that listens on port 80. ${one}`),
  url: address.optional().meta({ description: `An address, inside or outside the cluster. ${one}` }),
  namespace: named(dnsLabel(63), "Namespace of the object. Defaults to the source's."),
  path: z
    .string()
    .regex(/^\/\S*$/, { error: 'expected a path that starts with "/"' })
    .optional()
    .meta({ description: "Path at the object's address, e.g. `/lost`. Defaults to `/`." }),
});

const deadLetter = z
  .strictObject(deadLetterShape("Exactly one of `function`, `channel`, `service` and `url` must be set."))
  .meta({ id: "AdapterDeadLetter", oneOf: receivers, description: "Where undeliverable events go." });

/** Dead letters of a source that can also write them to the server that it reads from. */
export function deadLetterWith(id: string, own: Record<string, z.ZodType>) {
  const names = [...receivers, ...Object.keys(own)];
  const listed = names.map((name) => `\`${name}\``).join(", ");
  return z
    .strictObject({ ...deadLetterShape(`Exactly one of ${listed} must be set.`), ...own })
    .meta({ id, oneOf: names, description: "Where undeliverable events go." });
}

const backoff = stringEnum("AdapterBackoff", "How the pause grows from one retry to the next, up to 30 seconds.", {
  exponential: "Each pause is double the one before.",
  linear: "Each pause is longer than the one before by the first pause.",
});

/** `lost` is the schema of the dead letter; `id` names the type. */
export const deliveryWith = (id: string, lost: z.ZodType) =>
  z
    .strictObject({
      retry: integer(
        0,
        "Number of times that an event is sent again after a failure (no answer, or 404, 408, 409, 425, 429 or 5xx). Defaults to no limit: messages stay with the server until they are delivered.",
      ),
      backoff: backoff
        .optional()
        .meta({ description: "How the pause grows from one retry to the next. Defaults to `exponential`." }),
      backoffSeconds: z
        .number()
        .min(0.01)
        .max(30)
        .optional()
        .meta({ description: "First pause between retries, in seconds. Defaults to 0.2." }),
      timeoutSeconds: integer(1, "Time that one request may take, in seconds. Defaults to 300.", 3600),
      format: format.optional().meta({
        description:
          "The form in which events are sent. Defaults to `binary`, with values percent-encoded in headers where CloudEvents requires it; Knative's brokers and channels do not decode them, and receive such an event as JSON.",
      }),
      deadLetter: lost.optional().meta({
        description:
          "Where an event goes if the sink refuses it (any other 4xx) or its last retry failed, with the attributes `knativeerrordest`, `knativeerrorcode` and `knativeerrordata`; retried without a limit. Defaults to nowhere: the event is dropped, counted and logged.",
      }),
    })
    .meta({
      id,
      description: "How a source delivers events, and what happens to those that can't be delivered.",
    })
    .optional()
    .meta({ description: "How events are delivered. Defaults to unlimited retries and no dead letter." });

export const adapterDelivery = deliveryWith("AdapterDelivery", deadLetter);

/** In the format of provider/programs/internal/adapter; `to` is the sink as a Knative Destination. */
export function deliveryOf(
  { deadLetter: lost, format: requested, ...same }: AdapterDeliveryArgs = {},
  home: Input<string>,
  to: object,
): object | undefined {
  const lostTo = lost && {
    deadLetter: addressOf(lost, home),
    deadLetterFormat: requested ?? (lost.channel === undefined ? undefined : plain),
  };
  const all = given({ ...same, format: requested ?? formatFor(to), ...lostTo });
  return Object.keys(all).length === 0 ? undefined : all;
}

/** Attributes as headers if they need no encoding, otherwise the entire event as JSON. */
const plain = "plain";

/** For Knative objects other than functions: they read events with the SDK for Go or Java, neither of which decodes headers. */
function formatFor(to: { ref?: { apiVersion?: Input<string> } }): Input<string | undefined> | undefined {
  const ofKnative = /^(?!serving\.)[a-z]+\.knative\.dev\//;
  return to.ref && combined([to.ref.apiVersion], (version = "") => (ofKnative.test(version) ? plain : undefined));
}

/** The address inside the cluster: the program does not query the API server. */
function addressOf({ url, path = "/", ...to }: AdapterDeadLetterArgs, home: Input<string>): Input<string> {
  if (url !== undefined) return url;
  const host = to.channel === undefined ? (to.function ?? to.service) : combined([to.channel], hostOfChannel);
  return combined([host, to.namespace ?? home, path], (name, namespace, at) => `http://${name}.${namespace}.svc${at}`);
}

/** eventing v0.50, pkg/reconciler/inmemorychannel/controller/resources/service.go: CreateChannelServiceName. */
function hostOfChannel(channel: string): string {
  return `${channel}-kn-channel`;
}
