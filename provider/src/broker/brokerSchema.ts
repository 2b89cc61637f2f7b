// The public API of Broker: its class and channel, delivery, event types, sample events.
import { z } from "zod";
import { kafkaServer } from "../events/adapters/kafkaServer";
import { deliveryAt } from "../events/delivery";
import { address, apiVersion, kind } from "../events/destination";
import { attributeName } from "../events/filterSchema";
import type { Face } from "../input/face";
import { integer, named, providersNamespace, text } from "../input/fields";
import { dnsLabel, dnsSubdomain, labelKey, labelValue } from "../input/names";
import { adopt } from "../ownership/adopt";

const atMostOne =
  "At most one of `channel`, `kafka` and `config` may be set. Changing it replaces the broker; its triggers move to the new one, and events still stored in the old one are lost.";

const channel = z
  .strictObject({
    apiVersion: apiVersion
      .optional()
      .meta({ description: "Group and version. Defaults to `messaging.knative.dev/v1`." }),
    kind: kind.meta({ description: "Kind of the channels, e.g. `InMemoryChannel` or `KafkaChannel`. Required." }),
  })
  .meta({
    id: "BrokerChannel",
    description: "The kind of channels in which a broker of class `MTChannelBasedBroker` stores its events.",
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
      "Name of a Secret in the broker's namespace with `protocol`, `sasl.mechanism`, `user`, `password`, `ca.crt`, `user.crt` and `user.key`. Defaults to none: no authentication, plain text.",
    ),
  })
  .meta({
    id: "BrokerKafka",
    description: "The Apache Kafka topic in which a broker of class `Kafka` stores its events.",
  });

const config = z
  .strictObject({
    name: dnsSubdomain.meta({ description: "Name of the ConfigMap. Required." }),
    namespace: named(dnsLabel(63), "Namespace of the ConfigMap. Defaults to the broker's."),
  })
  .meta({ id: "BrokerConfig", description: "An existing ConfigMap with the settings of the broker's class." });

/** With a scheme, or a path whose first segment has no colon (RFC 3986, 4.2). */
const uri = /^([A-Za-z][A-Za-z0-9+.-]*:|[^\s:/?#%]+([/?#]|$)|[/?#])([^\s%]|%[0-9A-Fa-f]{2})*$/;

const eventType = z
  .strictObject({
    source: z
      .string()
      .regex(uri, { error: 'expected a URI, e.g. "/shop" or "https://shop.example.com"' })
      .optional()
      .meta({ description: "Attribute `source` of the events, a URI. Defaults to any." }),
    schema: address.optional().meta({ description: "Address of the schema of the data. Defaults to none." }),
    description: text("What the event means, for readers of the registry. Defaults to none."),
  })
  .meta({ id: "BrokerEventType", description: "A type of events that the broker receives (a Knative EventType)." });

/** A CloudEvents type as the key of a map. */
const typeName = z.string().regex(/^[A-Za-z0-9]([\w./-]{0,98}[A-Za-z0-9])?$/, {
  error:
    'expected the type of an event, e.g. "order.paid": letters, digits, ".", "_", "/" and "-", at most 100 characters',
});

const sample = z.record(attributeName, z.string());

export const brokerArgs = z.strictObject({
  name: named(
    dnsLabel(63),
    "Name of the broker. Defaults to the resource's name. Changing it replaces the broker; its triggers move to the new one, and events still stored in the old one are lost.",
  ),
  namespace: named(
    dnsLabel(63),
    `Namespace of the broker; it must exist. ${providersNamespace} Changing it replaces the broker; its triggers move to the new one, and events still stored in the old one are lost.`,
  ),
  adopt: adopt("the broker"),
  labels: z
    .record(labelKey, labelValue)
    .optional()
    .meta({ description: "Labels of the broker and of the objects created with it. Defaults to none." }),
  class: named(
    z
      .string()
      .regex(/^[A-Za-z][\w.-]*$/, { error: 'expected a class of brokers, e.g. "MTChannelBasedBroker" or "Kafka"' }),
    "Class of the broker: `MTChannelBasedBroker`, `Kafka`, or one whose controller is installed separately. Changing it replaces the broker; its triggers move to the new one, and events still stored in the old one are lost. Defaults to `MTChannelBasedBroker`, and to `Kafka` with `kafka`.",
  ),
  channel: channel.optional().meta({
    description: `The kind of its channels. ${atMostOne} Defaults to \`InMemoryChannel\` in class \`MTChannelBasedBroker\`.`,
  }),
  kafka: kafka.optional().meta({ description: `Its Apache Kafka topic. ${atMostOne} Defaults to none.` }),
  config: config.optional().meta({ description: `A ConfigMap with its settings. ${atMostOne} Defaults to none.` }),
  delivery: deliveryAt(
    "How events are delivered to the broker's triggers that have no `delivery` of their own. Defaults to 10 retries, exponential, `PT0.2S`.",
  ),
  eventTypes: z.record(typeName, eventType).optional().meta({
    description: "Types of events that the broker's registry lists, each by its CloudEvents `type`. Defaults to none.",
  }),
  samples: z.record(dnsLabel(63), sample).optional().meta({
    plain: true,
    description:
      "Sample events by a name of your choice, each with its attributes, e.g. `type: order.paid`. They are never sent: a preview shows which triggers would receive each of them, before and after a change. Defaults to none.",
  }),
});

export const brokerFace: Face = {
  name: "Broker",
  folder: "broker",
  description:
    "A broker of Knative Eventing: it receives events at one address and delivers each to the triggers whose filters match. Requires Knative with `eventing`.",
  args: brokerArgs,
  outputs: z.object({
    name: z
      .string()
      .meta({ description: "Name of the broker, known once it is ready to receive events: triggers refer to it." }),
    namespace: z.string().meta({ description: "Namespace of the broker." }),
    url: z.string().meta({ description: "Address inside the cluster that receives events." }),
  }),
};
