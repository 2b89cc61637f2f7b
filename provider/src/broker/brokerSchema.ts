// The public face of Broker: its class and channel, delivery, event types, sample events.
import { z } from "zod";
import { deliveryAt } from "../events/delivery";
import { address, apiVersion, kind } from "../events/destination";
import { attributeName } from "../events/filterSchema";
import { kafkaServer } from "../events/kinds/kafka";
import type { Face } from "../input/face";
import { integer, named, providersNamespace, text } from "../input/fields";
import { dnsLabel, dnsSubdomain, labelKey, labelValue } from "../input/names";
import { adopt } from "../ownership/adopt";

const atMostOne =
  "At most one of `channel`, `kafka` and `config` is given. Changing it replaces the broker; its triggers take up the new one, and events that the old one still holds are lost.";

const channel = z
  .strictObject({
    apiVersion: apiVersion
      .optional()
      .meta({ description: "Group and version. Defaults to `messaging.knative.dev/v1`." }),
    kind: kind.meta({ description: "Kind of the channels, e.g. `InMemoryChannel` or `KafkaChannel`. Required." }),
  })
  .meta({
    id: "BrokerChannel",
    description: "The kind of channels that a broker of class `MTChannelBasedBroker` keeps its events in.",
  });

const kafka = z
  .strictObject({
    bootstrapServers: z
      .array(kafkaServer)
      .min(1)
      .meta({ description: "Addresses of the Kafka cluster, as `host:port`. Required." }),
    partitions: integer(1, "Partitions of the broker's topic. Defaults to 10."),
    replicationFactor: integer(1, "Number of copies of each partition. Defaults to 3.", 32767),
    authSecret: named(
      dnsSubdomain,
      "Name of a Secret in the broker's namespace with `protocol`, `sasl.mechanism`, `user`, `password`, `ca.crt`, `user.crt` and `user.key`. Defaults to none: no log-in, clear text.",
    ),
  })
  .meta({
    id: "BrokerKafka",
    description: "The topic of Apache Kafka that a broker of class `Kafka` keeps its events in.",
  });

const config = z
  .strictObject({
    name: dnsSubdomain.meta({ description: "Name of the ConfigMap. Required." }),
    namespace: named(dnsLabel(63), "Namespace of the ConfigMap. Defaults to the broker's."),
  })
  .meta({ id: "BrokerConfig", description: "A ConfigMap that is there with the settings of the broker's class." });

/** With a scheme, or a path whose first part has no colon (RFC 3986, 4.2). */
const uri = /^([A-Za-z][A-Za-z0-9+.-]*:|[^\s:/?#%]+([/?#]|$)|[/?#])([^\s%]|%[0-9A-Fa-f]{2})*$/;

const eventType = z
  .strictObject({
    source: z
      .string()
      .regex(uri, { error: 'expected a URI, e.g. "/shop" or "https://shop.example.com"' })
      .optional()
      .meta({ description: "Attribute `source` of the events, a URI. Defaults to any." }),
    schema: address.optional().meta({ description: "Address of the schema of the data. Defaults to none." }),
    description: text("What the event says, for readers of the registry. Defaults to none."),
  })
  .meta({ id: "BrokerEventType", description: "A type of events that the broker gets (a Knative EventType)." });

/** A CloudEvents type as the key of a map. */
const typeName = z.string().regex(/^[A-Za-z0-9]([\w./-]{0,98}[A-Za-z0-9])?$/, {
  error:
    'expected the type of an event, e.g. "order.paid": letters, digits, ".", "_", "/" and "-", at most 100 characters',
});

const sample = z.record(attributeName, z.string());

export const brokerArgs = z.strictObject({
  name: named(
    dnsLabel(63),
    "Name of the broker. Defaults to the resource's name. Changing it replaces the broker; its triggers take up the new one, and events that the old one still holds are lost.",
  ),
  namespace: named(
    dnsLabel(63),
    `Namespace of the broker; it must exist. ${providersNamespace} Changing it replaces the broker; its triggers take up the new one, and events that the old one still holds are lost.`,
  ),
  adopt: adopt("the broker"),
  labels: z
    .record(labelKey, labelValue)
    .optional()
    .meta({ description: "Labels of the broker and of what is made beside it. Defaults to none." }),
  class: named(
    z
      .string()
      .regex(/^[A-Za-z][\w.-]*$/, { error: 'expected a class of brokers, e.g. "MTChannelBasedBroker" or "Kafka"' }),
    "Class of the broker: `MTChannelBasedBroker`, `Kafka`, or one that others have installed. Changing it replaces the broker; its triggers take up the new one, and events that the old one still holds are lost. Defaults to `MTChannelBasedBroker`, and to `Kafka` with `kafka`.",
  ),
  channel: channel.optional().meta({
    description: `The kind of its channels. ${atMostOne} Defaults to \`InMemoryChannel\` in class \`MTChannelBasedBroker\`.`,
  }),
  kafka: kafka.optional().meta({ description: `Its topic of Apache Kafka. ${atMostOne} Defaults to none.` }),
  config: config.optional().meta({ description: `A ConfigMap with its settings. ${atMostOne} Defaults to none.` }),
  delivery: deliveryAt(
    "How events are delivered to the broker's triggers that say nothing themselves. Defaults to 10 retries, exponential, `PT0.2S`.",
  ),
  eventTypes: z.record(typeName, eventType).optional().meta({
    description: "Types of events that the broker's registry lists, each by its CloudEvents `type`. Defaults to none.",
  }),
  samples: z.record(dnsLabel(63), sample).optional().meta({
    plain: true,
    description:
      "Sample events by a name of your own, each with its attributes, e.g. `type: order.paid`. Nothing sends them: a preview shows which triggers get each of them, before and after a change. Defaults to none.",
  }),
});

export const brokerFace: Face = {
  name: "Broker",
  folder: "broker",
  description:
    "A broker of Knative Eventing: it takes events at one address and hands each to the triggers whose filters match. It needs Knative with `eventing`.",
  args: brokerArgs,
  outputs: z.object({
    name: z
      .string()
      .meta({ description: "Name of the broker, known once it is ready to take events: triggers name it." }),
    namespace: z.string().meta({ description: "Namespace of the broker." }),
    url: z.string().meta({ description: "Address inside the cluster that takes events." }),
  }),
};
