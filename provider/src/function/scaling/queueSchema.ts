// The schema of scaling by a queue, which this package's queue scaler does in addition to Knative's autoscaler.
import { z } from "zod";
import { initialOffsetAt, kafkaCluster, oneOfTopics, topicsAt } from "../../events/adapters/kafkaServer";
import { queueScaleProperties } from "../../events/adapters/queueScale";
import { redisServer } from "../../events/adapters/redisServer";
import { login, tlsAt } from "../../events/adapters/serverLogin";

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

const kafkaLag = z
  .strictObject({
    ...kafkaCluster,
    group: z.string().min(1).meta({ description: "Consumer group that works on the topics. Required." }),
    ...topicsAt("whose lags are added"),
    initialOffset: initialOffsetAt(
      "Where the group begins in a partition without a committed offset (`auto.offset.reset` of its consumers): `earliest`, `latest` or a time, e.g. `2026-01-31T12:00:00Z`. With `latest` nothing waits there, and a group that has committed nothing at all starts no Pod. Defaults to `latest`.",
    ),
    ...queueScaleProperties,
  })
  .meta({ id: "KafkaLagQueue", oneOf: oneOfTopics, description: "The lag of a Kafka consumer group." });

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
