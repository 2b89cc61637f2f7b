// Messages of Apache Kafka, read by Knative's own Kafka components: a KafkaSource. Schema and manifest. Pure.
import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { integer, stringEnum, text } from "../../input/fields";
import { given } from "../../input/given";
import { kafkaServer } from "../adapters/kafkaServer";
import { requiredSecretKey, secretKey } from "../adapters/secretKey";
import { deliveryAt, deliveryNeeds, makeDelivery } from "../delivery";
import type { KnativeKafkaTriggerArgs, SecretKeyArgs } from "../eventArgs.gen";
import { extensions } from "../eventAttributes";
import { type Kind, overrides } from "./kind";

const sasl = z
  .strictObject({
    type: secretKey("Secret key with the mechanism: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.", "Defaults to PLAIN."),
    user: requiredSecretKey("Secret key with the user."),
    password: requiredSecretKey("Secret key with the password."),
  })
  .meta({ id: "KnativeKafkaSasl", description: "SASL authentication to Kafka." });

const tls = z
  .strictObject({
    caCert: secretKey(
      "Secret key with the certificate authority's certificate.",
      "Defaults to the public authorities.",
    ),
    cert: secretKey("Secret key with the client certificate."),
    key: secretKey("Secret key with the client certificate's private key."),
  })
  .meta({ id: "KnativeKafkaTls", description: "TLS to Kafka." });

const initialOffset = stringEnum("KnativeKafkaInitialOffset", "Where a new consumer group starts.", {
  earliest: "At the oldest message that Kafka retains.",
  latest: "After the newest message.",
});

const ordering = stringEnum("KnativeKafkaOrdering", "In which order the messages of a partition are delivered.", {
  ordered: "One after the other; a message waits until the one before it is delivered.",
  unordered: "Several at a time.",
});

const schema = z
  .strictObject({
    bootstrapServers: z
      .array(kafkaServer)
      .min(1)
      .meta({ description: "Addresses of the Kafka cluster, as `host:port`. Required." }),
    topics: z.array(z.string().min(1)).min(1).meta({ description: "Topics to read. Required." }),
    consumerGroup: text("Name of the consumer group. Defaults to one that Knative creates for the source."),
    consumers: integer(0, "Number of consumers that read at the same time. Defaults to 1."),
    initialOffset: initialOffset
      .optional()
      .meta({ description: "Where a new consumer group starts. Defaults to `latest`." }),
    ordering: ordering
      .optional()
      .meta({ description: "In which order messages are delivered. Defaults to `ordered`." }),
    sasl: sasl.optional().meta({ description: "SASL authentication. Defaults to none." }),
    tls: tls.optional().meta({ description: "TLS; `{}` trusts the public authorities. Defaults to none: plain text." }),
    delivery: deliveryAt(
      "How events are delivered. Defaults to Knative's own: 10 retries, exponential, from 0.3 seconds.",
    ),
    extensions,
  })
  .meta({
    id: "KnativeKafkaTrigger",
    description:
      "Messages of Apache Kafka as events of type `dev.knative.kafka.event`, read by Knative's own Kafka components (a KafkaSource), Java programs that all sources of a cluster share; requires `eventing.kafka` of Knative. Where these do not run already, `kafka` reads the same topics with a small Pod of its own.",
  });

export const knativeKafka: Kind<KnativeKafkaTriggerArgs> = {
  schema,
  manifests: ({ sasl: login, tls: secured, delivery, extensions: added, ...same }, { name, namespace, to }) => [
    {
      apiVersion: "sources.knative.dev/v1",
      kind: "KafkaSource",
      metadata: { name, namespace },
      spec: {
        ...given(same),
        ...given({
          net: net(login, secured),
          delivery: makeDelivery(delivery, namespace),
          ceOverrides: overrides(added),
        }),
        sink: to,
      },
    },
  ],
  fixed: ({ consumerGroup }) => consumerGroup,
  shared: ({ bootstrapServers, topics, consumerGroup }) =>
    consumerGroup === undefined ? [] : [{ property: "consumerGroup", key: [bootstrapServers, topics, consumerGroup] }],
  needs: ({ delivery }, at) => deliveryNeeds(delivery, `${at}.delivery`),
};

/** eventing-kafka-broker v0.50, control-plane/pkg/apis/bindings/v1/kafka_binding_types.go. */
function net(login: KnativeKafkaTriggerArgs["sasl"], secured: KnativeKafkaTriggerArgs["tls"]): object | undefined {
  if (login === undefined && secured === undefined) return undefined;
  return given({
    sasl: login === undefined ? undefined : { enable: true, ...keys({ ...login }) },
    tls: secured === undefined ? undefined : { enable: true, ...keys({ ...secured }) },
  });
}

function keys(all: Record<string, SecretKeyArgs | undefined>): Record<string, { secretKeyRef: Input<object> }> {
  const there = Object.entries(all).filter(([, key]) => key !== undefined);
  return Object.fromEntries(there.map(([name, key]) => [name, { secretKeyRef: key as object }]));
}
