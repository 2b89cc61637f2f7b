// The public schema of Knative Eventing, as a part of the installation.
import { z } from "zod";
import { configOf } from "./configSchema";
import { eventingFlags, eventingKeys, eventingMaps, eventingPatterns } from "./eventingConfig";

const kafka = z
  .strictObject({
    bootstrapServers: z
      .string()
      .regex(/^[\w.-]+:\d+(,[\w.-]+:\d+)*$/, {
        error: 'expected host:port, several with commas, e.g. "kafka.kafka:9092"',
      })
      .meta({
        description: "Addresses of the Kafka cluster for brokers and channels, as `host:port`, with commas. Required.",
      }),
    dataPlane: z.boolean().optional().meta({
      plain: true,
      description:
        "Whether the dispatchers of KafkaSource are installed with the control plane; they are Java programs and request more memory. Defaults to true.",
    }),
  })
  .meta({
    id: "KnativeKafka",
    description:
      "Knative's control plane for Apache Kafka: Broker class `Kafka`, KafkaSource, KafkaChannel and KafkaSink.",
  });

export const eventing = z
  .strictObject({
    features: z
      .record(z.string(), z.string())
      .optional()
      .meta({
        plain: true,
        description: `Feature flags of Eventing (\`config-features\` in \`knative-eventing\`): ${eventingFlags.map((flag) => `\`${flag}\``).join(", ")}. Components of this stack turn on the flags that they need. Defaults to the release's own.`,
      }),
    config: configOf("KnativeEventingConfig", "knative-eventing", {
      maps: eventingMaps,
      keys: eventingKeys,
      patterns: eventingPatterns,
    })
      .optional()
      .meta({ description: "Settings in Eventing's ConfigMaps; keys that the release does not know are rejected." }),
    kafka: kafka.optional().meta({ description: "Installs the control plane for Apache Kafka. Defaults to none." }),
  })
  .meta({
    id: "KnativeEventing",
    description:
      "Knative Eventing: brokers, triggers, channels and sources, with the in-memory channel and the broker on channels (class `MTChannelBasedBroker`).",
  });
