// Sources that this package's programs run, and queues that scale: arguments of a function, one case per theme.
import type { FunctionArgs, TriggersArgs } from "../../provider/src/index";

export const image = `registry.example.com/knative-faas-source@sha256:${"a".repeat(64)}`;
const secret = (key: string) => ({ name: "server", key });
const tls = { caCert: secret("ca.crt"), cert: secret("tls.crt"), key: secret("tls.key"), serverName: "server.shop" };

export const triggers: Record<string, TriggersArgs> = {
  mqtt: {
    mqtt: {
      small: { image, address: "mqtt://broker.shop:1883", topics: ["orders/#"] },
      whole: {
        image,
        address: "mqtts://broker.shop:8883",
        protocol: "3.1.1",
        topics: ["sensors/+/temperature", "alarms"],
        qos: 2,
        group: "workers",
        clientId: "shop",
        sessionSeconds: 3600,
        user: secret("user"),
        password: secret("password"),
        tls,
        event: {
          type: "reading",
          source: "/sensors/{topic.2}",
          subject: "{topic}",
          id: "{json.id}",
          contentType: "a/b",
        },
        replicas: 3,
        parallelism: 8,
        delivery: {
          ...{ retry: 5, backoff: "linear", backoffSeconds: 0.5, timeoutSeconds: 30 },
          deadLetter: { channel: "lost", path: "/readings" },
        },
        extensions: { region: "eu" },
        cpu: "20m",
        memory: "64Mi",
      },
    },
  },
  kafka: {
    kafka: {
      small: { image, bootstrapServers: ["kafka.shop:9092"], topics: ["orders"] },
      whole: {
        image,
        bootstrapServers: ["kafka-0.shop:9093", "kafka-1.shop:9093"],
        topicPattern: "orders\\..*",
        group: "shop",
        deleteGroup: true,
        initialOffset: "2026-01-31T12:00:00Z",
        ordered: "partition",
        replies: { topic: "prices" },
        sessionSeconds: 10,
        sasl: { mechanism: "SCRAM-SHA-512", user: secret("user"), password: secret("password") },
        tls,
        event: { type: "{header.kind}", source: "/kafka/{topic}", subject: "{key}", id: "{partition}-{offset}" },
        replicas: 3,
        parallelism: 64,
        delivery: { retry: 5, deadLetter: { topic: "lost" } },
        extensions: { region: "eu" },
      },
      token: {
        image,
        bootstrapServers: ["kafka.shop:9092"],
        topics: ["orders", "returns"],
        sasl: { mechanism: "OAUTHBEARER", token: secret("token") },
        delivery: { deadLetter: { function: "lost" } },
      },
    },
  },
  replies: {
    event: {
      paid: {
        ...{ broker: "orders", path: "/paid", delivery: { retry: 3 } },
        replies: {
          ...{ image, bootstrapServers: ["kafka-0.shop:9093", "kafka-1.shop:9093"], topic: "receipts" },
          ...{ sasl: { mechanism: "SCRAM-SHA-512", user: secret("user"), password: secret("password") }, tls },
          ...{ replicas: 2, parallelism: 64, cpu: "20m", memory: "512Mi" },
        },
      },
    },
    cron: {
      nightly: {
        schedule: "@daily",
        replies: {
          ...{ image, bootstrapServers: ["kafka.shop:9092"], topic: "reports" },
          sasl: { mechanism: "OAUTHBEARER", token: secret("token") },
        },
      },
    },
    mqtt: {
      sensors: {
        ...{ image, address: "mqtt://broker.shop:1883", topics: ["sensors/#"] },
        replies: { image, bootstrapServers: ["kafka.shop:9092"], topic: "readings" },
      },
    },
    redis: {
      jobs: {
        ...{ image, addresses: ["redis.shop:6379"], list: { key: "jobs" } },
        replies: { image, bootstrapServers: ["kafka.shop:9092"], topic: "results", tls: {} },
      },
    },
  },
  memory: {
    mqtt: { big: { image, address: "mqtt://broker.shop:1883", topics: ["#"], memory: "1Gi" } },
  },
  redis: {
    redis: {
      jobs: {
        image,
        addresses: ["redis.shop:6379"],
        list: { key: "jobs" },
        delivery: { deadLetter: { function: "lost" } },
      },
      orders: {
        image,
        addresses: ["sentinel-0.shop:26379", "sentinel-1.shop:26379"],
        database: 2,
        sentinel: { master: "orders", user: secret("sentinel"), password: secret("sentinel-password") },
        user: secret("user"),
        password: secret("password"),
        tls: {},
        stream: { keys: ["orders", "returns"], group: "shop", from: "end", claimSeconds: 30, dataField: "body" },
        orderBy: "{field.customer}",
        batch: 16,
      },
      news: {
        image,
        addresses: ["redis.shop:6379"],
        cluster: true,
        channel: { names: ["news"], patterns: ["news.*"] },
        delivery: { format: "json", deadLetter: { url: "https://lost.example.com/in" } },
      },
    },
  },
};

const list = { addresses: ["redis.shop:6379"], list: { key: "jobs" }, replicas: 2, scale: { target: 20 } };
const amounts = { target: 20, activation: 5, cooldownSeconds: 60, stabilizationSeconds: 10 };

export const scaling: Record<string, Pick<FunctionArgs, "scale" | "triggers">> = {
  "redis-list": {
    scale: { max: 5, queue: { redisList: { addresses: ["redis:6379"], keys: ["a", "b"], tls: {}, ...amounts } } },
  },
  "redis-stream": {
    scale: {
      max: 5,
      queue: {
        redisStream: {
          ...{
            addresses: ["s:26379"],
            key: "orders",
            group: "shop",
            target: 1,
            user: secret("user"),
            password: secret("password"),
          },
          sentinel: { master: "orders", password: secret("sentinel") },
        },
      },
    },
  },
  rabbitmq: {
    scale: {
      max: 5,
      queue: {
        rabbitmq: {
          ...{ address: "amqps://rabbit.shop:5671/shop", queue: "jobs", target: 20, tls },
          ...{ user: { name: "rabbit", key: "user" }, password: { name: "rabbit", key: "password" } },
        },
      },
    },
  },
  "kafka-lag": {
    scale: {
      max: 5,
      queue: {
        kafkaLag: {
          ...{ bootstrapServers: ["kafka:9092"], group: "shop", topics: ["orders"], target: 100, tls: {} },
          initialOffset: "earliest",
          sasl: { mechanism: "SCRAM-SHA-512", user: secret("user"), password: secret("password") },
        },
      },
    },
  },
  "kafka-pattern": {
    scale: {
      max: 5,
      queue: {
        kafkaLag: {
          ...{ bootstrapServers: ["kafka:9092"], group: "shop", topicPattern: "orders.*", target: 100 },
          ...{ initialOffset: "2026-01-31T12:00:00Z", sasl: { mechanism: "OAUTHBEARER", token: secret("token") } },
        },
      },
    },
  },
  prometheus: {
    scale: { max: 5, queue: { prometheus: { address: "http://prometheus:9090", query: "sum(jobs)", target: 2 } } },
  },
  "trigger-kafka": {
    scale: { max: 5 },
    triggers: {
      kafka: {
        orders: {
          ...{
            bootstrapServers: ["kafka:9092"],
            topics: ["orders"],
            initialOffset: "earliest",
            scale: { target: 100 },
          },
          ...{ sasl: { user: secret("user"), password: secret("password") }, tls },
        },
      },
    },
  },
  "trigger-kafka-partitions": {
    scale: { max: 5 },
    triggers: {
      kafka: {
        orders: {
          ...{ bootstrapServers: ["kafka:9092"], topicPattern: "orders.*", group: "shop", ordered: "partition" },
          scale: amounts,
        },
      },
    },
  },
  "trigger-list": { scale: { max: 5 }, triggers: { redis: { jobs: { ...list, password: secret("password") } } } },
  "trigger-stream": {
    scale: { max: 5 },
    triggers: { redis: { orders: { addresses: ["r:6379"], stream: { keys: ["orders"] }, scale: amounts } } },
  },
};
