// The schema of scaling by a queue, which this package's queue scaler does in addition to Knative's autoscaler.
import { z } from "zod";
import { queueScaleProperties } from "../../events/adapters/queueScale";
import { redisServer } from "../../events/adapters/redisServer";
import { requiredSecretKey } from "../../events/adapters/secretKey";
import { login, tlsAt } from "../../events/adapters/serverLogin";
import { initialOffset, kafkaServer } from "../../events/kinds/knativeKafka";
import { stringEnum } from "../../input/fields";

const key = z.string().min(1).max(1024);

const redisList = z
  .strictObject({
    ...redisServer,
    keys: z.array(key).min(1).meta({ description: "Keys of the lists, whose lengths are added. Required." }),
    ...queueScaleProperties,
  })
  .meta({ id: "RedisListQueue", description: "The length of Redis lists." });

const redisStream = z
  .strictObject({
    ...redisServer,
    key: key.meta({ description: "Key of the stream. Required." }),
    group: z.string().min(1).meta({ description: "Consumer group that works on it. Required." }),
    ...queueScaleProperties,
  })
  .meta({
    id: "RedisStreamQueue",
    description: "Entries of a Redis stream that a consumer group has not read or not acknowledged yet.",
  });

const rabbitmq = z
  .strictObject({
    address: z
      .string()
      .regex(/^amqps?:\/\/[^\s/@?#]+(\/[^\s/?#]*)?$/, {
        error:
          'expected amqp:// or amqps:// with host, port and virtual host, e.g. "amqp://rabbit.shop:5672/"; user and password belong in Secrets',
      })
      .meta({ description: "Address: `amqp://` or `amqps://` with host, port and virtual host. Required." }),
    queue: z.string().min(1).max(255).meta({ description: "Name of the queue. Required." }),
    ...login,
    tls: tlsAt("Trusted authorities and client certificate with `amqps://`. Defaults to the public authorities."),
    ...queueScaleProperties,
  })
  .meta({
    id: "RabbitmqQueue",
    description: "The ready messages of a RabbitMQ queue, without those that a consumer has not acknowledged.",
  });

const mechanism = stringEnum("KafkaSaslMechanism", "How to log in to Kafka.", {
  PLAIN: "User and password as they are.",
  "SCRAM-SHA-256": "SCRAM with SHA-256.",
  "SCRAM-SHA-512": "SCRAM with SHA-512.",
});

const sasl = z
  .strictObject({
    mechanism: mechanism.optional().meta({ description: "How to log in. Defaults to `PLAIN`." }),
    user: requiredSecretKey("Secret key of the user."),
    password: requiredSecretKey("Secret key of the password."),
  })
  .meta({ id: "KafkaQueueSasl", description: "Login to Kafka with SASL." });

const kafkaLag = z
  .strictObject({
    bootstrapServers: z
      .array(kafkaServer)
      .min(1)
      .meta({ description: "Addresses of the Kafka cluster, as `host:port`. Required." }),
    group: z.string().min(1).meta({ description: "Consumer group that works on the topics. Required." }),
    topics: z.array(z.string().min(1)).min(1).meta({ description: "Topics whose lags are added. Required." }),
    initialOffset: initialOffset.optional().meta({
      description:
        "Where the group begins in a partition without a committed offset (`auto.offset.reset` of its consumers). With `latest` nothing waits there, and a group that has committed nothing at all starts no Pod. Defaults to `latest`.",
    }),
    sasl: sasl.optional().meta({ description: "Login with SASL. Defaults to none." }),
    tls: tlsAt("TLS; `{}` trusts the public authorities. Defaults to none: plain text."),
    ...queueScaleProperties,
  })
  .meta({ id: "KafkaLagQueue", description: "The lag of a Kafka consumer group." });

const prometheus = z
  .strictObject({
    address: z
      .string()
      .regex(/^https?:\/\/[^\s@?#]+$/, {
        error: 'expected an address that starts with "http://" or "https://", without user and password',
      })
      .meta({ description: "Address of Prometheus, e.g. `http://prometheus.monitoring:9090`. Required." }),
    query: z
      .string()
      .min(1)
      .meta({ description: "Query whose result is one number, e.g. `sum(jobs_waiting)`. Required." }),
    ...login,
    tls: tlsAt("Trusted authorities and client certificate with `https://`. Defaults to the public authorities."),
    ...queueScaleProperties,
  })
  .meta({ id: "PrometheusQueue", description: "The result of a query to Prometheus." });

const one = "Exactly one of the properties is set.";

export const queue = z
  .strictObject({
    redisList: redisList.optional().meta({ description: `The length of Redis lists. ${one}` }),
    redisStream: redisStream.optional().meta({ description: `The pending entries of a Redis stream. ${one}` }),
    rabbitmq: rabbitmq.optional().meta({ description: `The ready messages of a RabbitMQ queue. ${one}` }),
    kafkaLag: kafkaLag.optional().meta({ description: `The lag of a Kafka consumer group. ${one}` }),
    prometheus: prometheus.optional().meta({ description: `The result of a query to Prometheus. ${one}` }),
  })
  .meta({
    id: "FunctionQueue",
    oneOf: ["redisList", "redisStream", "rabbitmq", "kafkaLag", "prometheus"],
    description: "A queue whose length determines the number of Pods.",
  });
