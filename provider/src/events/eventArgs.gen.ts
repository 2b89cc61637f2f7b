// Generated from the schemas by `npm run generate`; do not edit.
import type { Input } from "@pulumi/pulumi";

/** Credentials of a private registry. */
export interface RegistryLoginArgs {
  /** User of the registry. */
  username: Input<string>;
  /** Password or token. It is encrypted in the state. */
  password: Input<string>;
  /** Whether the Pods pull with it too. Defaults to true. Set false if the nodes have their own login, as in a cloud, or if `pullSecrets` names another one. */
  pull?: boolean;
}

/** Rights of a container's processes. */
export interface SecurityContextArgs {
  /** Whether a process may gain more rights than its parent. Defaults to false. */
  allowPrivilegeEscalation?: Input<boolean>;
  /** Linux capabilities. Defaults to none: all are dropped. */
  capabilities?: CapabilitiesArgs;
  /** Whether the image's files are read-only. Defaults to true for a container source, otherwise to false. */
  readOnlyRootFilesystem?: Input<boolean>;
  /** Group that the processes run as. Defaults to the image's. */
  runAsGroup?: Input<number>;
  /** Whether the container is refused when its user is root. Defaults to true for a container source, and for a function's main container if ko built its image, unless `runAsUser` or `pod.securityContext` set the user; otherwise to false. */
  runAsNonRoot?: Input<boolean>;
  /** User that the processes run as. Defaults to the image's. */
  runAsUser?: Input<number>;
  /** Filter of system calls. Defaults to `RuntimeDefault`. */
  seccompProfile?: SeccompProfileArgs;
}

/** Linux capabilities of a container. */
export interface CapabilitiesArgs {
  /** Capabilities in addition to the runtime's defaults; for a function they require the feature flag `kubernetes.containerspec-addcapabilities`. Defaults to none. */
  add?: Input<Input<string>[]>;
  /** Capabilities to drop. Defaults to `ALL`. */
  drop?: Input<Input<string>[]>;
}

/** Filter of system calls. */
export interface SeccompProfileArgs {
  /** Which system calls are allowed. */
  type: Input<SeccompType>;
  /** File of the profile on the node. Required with `Localhost`, and not allowed otherwise. */
  localhostProfile?: Input<string>;
}

/**
 * Which system calls are allowed.
 *
 * - `RuntimeDefault`: Those that the container runtime allows by default.
 * - `Localhost`: Those of a profile on the node.
 * - `Unconfined`: All.
 */
export type SeccompType = "RuntimeDefault" | "Localhost" | "Unconfined";

/** The length of Redis lists. */
export interface RedisListQueueArgs {
  /** Addresses as `host:port`: of the server, of the sentinels with `sentinel`, or of some nodes with `cluster`. Required. */
  addresses: Input<Input<string>[]>;
  /** Number of the database. Defaults to 0. */
  database?: Input<number>;
  /** Follows a master through Sentinel. Defaults to none. */
  sentinel?: RedisSentinelArgs;
  /** True for a Redis Cluster. Defaults to false. */
  cluster?: Input<boolean>;
  /** Secret key with the user. Defaults to no login. */
  user?: SecretKeyArgs;
  /** Secret key with the password. Defaults to none. */
  password?: SecretKeyArgs;
  /** TLS; `{}` trusts the public authorities. Defaults to none: plain text. */
  tls?: ServerTlsArgs;
  /** Keys of the lists, whose lengths are added. Required. */
  keys: Input<Input<string>[]>;
  /** Queue length per Pod: the number of Pods is the length divided by it. Required. */
  target: Input<number>;
  /** Length up to which the queue counts as empty: the function scales as if it had no queue. Defaults to 0. */
  activation?: Input<number>;
  /** How long the queue must be empty before its Pods are released, in seconds. Defaults to 30. */
  cooldownSeconds?: Input<number>;
  /** Window whose highest requested number of Pods applies when scaling down, in seconds. Defaults to 0. */
  stabilizationSeconds?: Input<number>;
}

/** Sentinels that know which server is the master. */
export interface RedisSentinelArgs {
  /** Name of the master that the sentinels watch. Required. */
  master: Input<string>;
  /** Secret key with the user of the sentinels. Defaults to no login. */
  user?: SecretKeyArgs;
  /** Secret key with the password of the sentinels. Defaults to none. */
  password?: SecretKeyArgs;
}

/** A key of an existing Secret. */
export interface SecretKeyArgs {
  /** Name of the Secret, in the namespace of its reader. */
  name: Input<string>;
  /** Key in the Secret. */
  key: Input<string>;
}

/** TLS to a server: trusted authorities and client certificate. */
export interface ServerTlsArgs {
  /** Secret key with the certificate authority's certificate (PEM). Defaults to the public authorities. */
  caCert?: SecretKeyArgs;
  /** Secret key with the client certificate (PEM); requires `key`. Defaults to none. */
  cert?: SecretKeyArgs;
  /** Secret key with the client certificate's private key (PEM); requires `cert`. Defaults to none. */
  key?: SecretKeyArgs;
  /** Name that the server's certificate must have. Defaults to the host of the address. */
  serverName?: Input<string>;
}

/** Entries of a Redis stream that a consumer group has not read or not acknowledged yet. */
export interface RedisStreamQueueArgs {
  /** Addresses as `host:port`: of the server, of the sentinels with `sentinel`, or of some nodes with `cluster`. Required. */
  addresses: Input<Input<string>[]>;
  /** Number of the database. Defaults to 0. */
  database?: Input<number>;
  /** Follows a master through Sentinel. Defaults to none. */
  sentinel?: RedisSentinelArgs;
  /** True for a Redis Cluster. Defaults to false. */
  cluster?: Input<boolean>;
  /** Secret key with the user. Defaults to no login. */
  user?: SecretKeyArgs;
  /** Secret key with the password. Defaults to none. */
  password?: SecretKeyArgs;
  /** TLS; `{}` trusts the public authorities. Defaults to none: plain text. */
  tls?: ServerTlsArgs;
  /** Key of the stream. Required. */
  key: Input<string>;
  /** Consumer group that works on it. Required. */
  group: Input<string>;
  /** Queue length per Pod: the number of Pods is the length divided by it. Required. */
  target: Input<number>;
  /** Length up to which the queue counts as empty: the function scales as if it had no queue. Defaults to 0. */
  activation?: Input<number>;
  /** How long the queue must be empty before its Pods are released, in seconds. Defaults to 30. */
  cooldownSeconds?: Input<number>;
  /** Window whose highest requested number of Pods applies when scaling down, in seconds. Defaults to 0. */
  stabilizationSeconds?: Input<number>;
}

/** The ready messages of a RabbitMQ queue, without those that a consumer has not acknowledged. */
export interface RabbitmqQueueArgs {
  /** Address: `amqp://` or `amqps://` with host, port and virtual host. Required. */
  address: Input<string>;
  /** Name of the queue. Required. */
  queue: Input<string>;
  /** Secret key with the user. Defaults to no login. */
  user?: SecretKeyArgs;
  /** Secret key with the password. Defaults to none. */
  password?: SecretKeyArgs;
  /** Trusted authorities and client certificate with `amqps://`. Defaults to the public authorities. */
  tls?: ServerTlsArgs;
  /** Queue length per Pod: the number of Pods is the length divided by it. Required. */
  target: Input<number>;
  /** Length up to which the queue counts as empty: the function scales as if it had no queue. Defaults to 0. */
  activation?: Input<number>;
  /** How long the queue must be empty before its Pods are released, in seconds. Defaults to 30. */
  cooldownSeconds?: Input<number>;
  /** Window whose highest requested number of Pods applies when scaling down, in seconds. Defaults to 0. */
  stabilizationSeconds?: Input<number>;
}

/** The lag of a Kafka consumer group. */
export interface KafkaLagQueueArgs {
  /** Addresses of the Kafka cluster, as `host:port`. Required. */
  bootstrapServers: Input<Input<string>[]>;
  /** Login with SASL. Defaults to none. */
  sasl?: KafkaSaslArgs;
  /** TLS; `{}` trusts the public authorities. Defaults to none: plain text. */
  tls?: ServerTlsArgs;
  /** Consumer group that works on the topics. Required. */
  group: Input<string>;
  /** Topics whose lags are added. Exactly one of `topics` and `topicPattern` must be set. */
  topics?: Input<Input<string>[]>;
  /** A regular expression (RE2) of whole names, e.g. `orders\..*`, also of topics that come later. Exactly one of `topics` and `topicPattern` must be set. */
  topicPattern?: Input<string>;
  /** Where the group begins in a partition without a committed offset (`auto.offset.reset` of its consumers): `earliest`, `latest` or a time, e.g. `2026-01-31T12:00:00Z`. With `latest` nothing waits there, and a group that has committed nothing at all starts no Pod. Defaults to `latest`. */
  initialOffset?: Input<string>;
  /** Queue length per Pod: the number of Pods is the length divided by it. Required. */
  target: Input<number>;
  /** Length up to which the queue counts as empty: the function scales as if it had no queue. Defaults to 0. */
  activation?: Input<number>;
  /** How long the queue must be empty before its Pods are released, in seconds. Defaults to 30. */
  cooldownSeconds?: Input<number>;
  /** Window whose highest requested number of Pods applies when scaling down, in seconds. Defaults to 0. */
  stabilizationSeconds?: Input<number>;
}

/** Login to Kafka with SASL. */
export interface KafkaSaslArgs {
  /** How to log in. Defaults to `PLAIN`. */
  mechanism?: Input<KafkaSaslMechanism>;
  /** Secret key of the user. Required, except with `OAUTHBEARER`. */
  user?: SecretKeyArgs;
  /** Secret key of the password. Required, except with `OAUTHBEARER`. */
  password?: SecretKeyArgs;
  /** Secret key of the token. Required with `OAUTHBEARER`, and only valid there. */
  token?: SecretKeyArgs;
}

/**
 * How to log in to Kafka.
 *
 * - `PLAIN`: User and password as they are.
 * - `SCRAM-SHA-256`: SCRAM with SHA-256.
 * - `SCRAM-SHA-512`: SCRAM with SHA-512.
 * - `OAUTHBEARER`: A token.
 */
export type KafkaSaslMechanism = "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512" | "OAUTHBEARER";

/** The result of a query to Prometheus. */
export interface PrometheusQueueArgs {
  /** Address of Prometheus, e.g. `http://prometheus.monitoring:9090`. Required. */
  address: Input<string>;
  /** Query whose result is one number, e.g. `sum(jobs_waiting)`. Required. */
  query: Input<string>;
  /** Secret key with the user. Defaults to no login. */
  user?: SecretKeyArgs;
  /** Secret key with the password. Defaults to none. */
  password?: SecretKeyArgs;
  /** Trusted authorities and client certificate with `https://`. Defaults to the public authorities. */
  tls?: ServerTlsArgs;
  /** Queue length per Pod: the number of Pods is the length divided by it. Required. */
  target: Input<number>;
  /** Length up to which the queue counts as empty: the function scales as if it had no queue. Defaults to 0. */
  activation?: Input<number>;
  /** How long the queue must be empty before its Pods are released, in seconds. Defaults to 30. */
  cooldownSeconds?: Input<number>;
  /** Window whose highest requested number of Pods applies when scaling down, in seconds. Defaults to 0. */
  stabilizationSeconds?: Input<number>;
}

/** What calls the function besides HTTP requests, by kind and by a name of your choice. Each trigger is independent: adding, changing or removing one does not affect the others. */
export interface TriggersArgs {
  /** Events of brokers, each under a name of your choice. Defaults to none. */
  event?: Record<string, EventTriggerArgs>;
  /** Timers, each under a name of your choice. Defaults to none. */
  cron?: Record<string, CronTriggerArgs>;
  /** Events of channels, each under a name of your choice. Defaults to none. */
  channel?: Record<string, ChannelTriggerArgs>;
  /** Entries of Apache Kafka, each under a name of your choice. Defaults to none. */
  kafka?: Record<string, KafkaTriggerArgs>;
  /** Messages of Apache Kafka, read by Knative's own Kafka components, each under a name of your choice. Defaults to none. */
  knativeKafka?: Record<string, KnativeKafkaTriggerArgs>;
  /** Messages of MQTT brokers, each under a name of your choice. Defaults to none. */
  mqtt?: Record<string, MqttTriggerArgs>;
  /** Entries of Redis streams and lists, and messages of its channels, each under a name of your choice. Defaults to none. */
  redis?: Record<string, RedisTriggerArgs>;
  /** Changes of Kubernetes objects, each under a name of your choice. Defaults to none. */
  apiServer?: Record<string, ApiServerTriggerArgs>;
}

/** Events of a broker that match filters (a Knative Trigger). */
export interface EventTriggerArgs {
  /** Name of the broker, e.g. the output `name` of a Broker. Changing it replaces the trigger. Required. */
  broker: Input<string>;
  /** Namespace of the broker, if it differs from the function's; requires the feature flag `cross-namespace-event-links` of Eventing and the right `knsubscribe` on the broker. Changing it replaces the trigger. Defaults to the function's namespace. */
  brokerNamespace?: Input<string>;
  /** Filters that an event must all match. Defaults to every event of the broker. */
  filters?: EventFilterArgs[];
  /** Path of the function that receives the events, e.g. `/orders`. Defaults to `/`. */
  path?: Input<string>;
  /** How events are delivered to the function. Defaults to the broker's own delivery. */
  delivery?: DeliveryArgs;
  /** Writes each answer of the function, a response of 2xx that is an event or has a body, to a Kafka topic, at least once. Defaults to none: an answer that is an event goes to the broker. */
  replies?: TriggerRepliesArgs;
}

/** A condition on the attributes of an event, in one of the dialects of the CloudEvents Subscriptions API. */
export interface EventFilterArgs {
  /** Attributes that must have exactly these values, e.g. `type: order.paid`. Exactly one of the dialects must be set; all filters in a list must match. */
  exact?: Input<Record<string, Input<string>>>;
  /** Attributes whose values must start with these strings. Exactly one of the dialects must be set; all filters in a list must match. */
  prefix?: Input<Record<string, Input<string>>>;
  /** Attributes whose values must end with these strings. Exactly one of the dialects must be set; all filters in a list must match. */
  suffix?: Input<Record<string, Input<string>>>;
  /** Filters that must all match. Exactly one of the dialects must be set; all filters in a list must match. */
  all?: EventFilterArgs[];
  /** Filters of which at least one must match. Exactly one of the dialects must be set; all filters in a list must match. */
  any?: EventFilterArgs[];
  /** A filter that must not match. Exactly one of the dialects must be set; all filters in a list must match. */
  not?: EventFilterArgs;
  /** A CloudEvents SQL expression over the event's attributes, e.g. `type = 'order.paid' AND amount > 100`. Exactly one of the dialects must be set; all filters in a list must match. */
  cesql?: Input<string>;
}

/** How events are delivered, and what happens to those that can't be delivered. */
export interface DeliveryArgs {
  /** Number of times that an event is sent again after a failure (no answer, or 404, 408, 409, 429 or 5xx). Defaults to the broker's, channel's or Knative's own. */
  retry?: Input<number>;
  /** How the delay grows from one retry to the next. Defaults to the broker's or Knative's own. */
  backoff?: Input<Backoff>;
  /** Delay before the first retry, in seconds, e.g. 0.2. Defaults to Knative's own. */
  backoffSeconds?: Input<number>;
  /** Time that one request may take, in seconds. Defaults to Knative's own. */
  timeoutSeconds?: Input<number>;
  /** Longest wait that a 429 or 503 response may request with `Retry-After`, in seconds; 0 ignores that header. Requires the feature flag `delivery-retryafter` of Eventing. Defaults to ignoring the header. */
  retryAfterMaxSeconds?: Input<number>;
  /** The form in which events are sent. Defaults to the form in which they arrived. */
  format?: Input<DeliveryFormat>;
  /** Where an event goes if all retries failed, with the attributes `knativeerrordest`, `knativeerrorcode` and `knativeerrordata` added. Defaults to nowhere: the event is dropped. */
  deadLetter?: DestinationArgs;
}

/**
 * How the delay grows from one retry to the next.
 *
 * - `exponential`: The delay times two to the power of the number of retries.
 * - `linear`: The delay times the number of retries.
 */
export type Backoff = "exponential" | "linear";

/**
 * The form in which events are sent (HTTP protocol binding of CloudEvents).
 *
 * - `binary`: Attributes as headers, the data as the body.
 * - `json`: The entire event as a JSON body (structured mode).
 */
export type DeliveryFormat = "binary" | "json";

/** Where events go. */
export interface DestinationArgs {
  /** Name of a function (a Knative Service), e.g. the output `name` of a Function. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  function?: Input<string>;
  /** Name of a broker. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  broker?: Input<string>;
  /** Name of a channel (kind `Channel` of `messaging.knative.dev/v1`). Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  channel?: Input<string>;
  /** Name of a Kubernetes Service that listens on port 80. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  service?: Input<string>;
  /** An address, inside or outside the cluster. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  url?: Input<string>;
  /** Any other object that has an address. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  ref?: DestinationRefArgs;
  /** Namespace of the object. Defaults to the namespace of the component that sends the events. */
  namespace?: Input<string>;
  /** Path at the object's address, e.g. `/orders`. Defaults to the address itself. */
  path?: Input<string>;
}

/** An object that has an address (`status.address.url`). */
export interface DestinationRefArgs {
  /** Group and version, e.g. `messaging.knative.dev/v1`. */
  apiVersion: Input<string>;
  /** Kind, e.g. `KafkaChannel`. */
  kind: Input<string>;
  /** Name of the object. */
  name: Input<string>;
}

/** A topic of Apache Kafka (2.5 or newer) for the answers of a function. A program in a Pod of its own (`kafka-replies`) passes each event on, and responds to its sender only when all replicas of the topic have the answer: at least once. An answer that can't be written is 503 for the sender, which repeats the event; one that is too long for the topic is 422. */
export interface TriggerRepliesArgs {
  /** Addresses of the Kafka cluster, as `host:port`. Required. */
  bootstrapServers: Input<Input<string>[]>;
  /** Login with SASL. Defaults to none. */
  sasl?: KafkaSaslArgs;
  /** TLS; `{}` trusts the public authorities. Defaults to none: plain text. */
  tls?: ServerTlsArgs;
  /** Topic that the answers are written to; it must exist. Required. */
  topic: Input<string>;
  /** Number of Pods. With 2 or more, events still reach the function while one is replaced. Defaults to 1. */
  replicas?: Input<number>;
  /** Maximum number of events that one Pod passes on at the same time; the others wait. Defaults to 256. */
  parallelism?: Input<number>;
  /** Image of the program, by digest. Defaults to one that is built and pushed to `registry`. */
  image?: Input<string>;
  /** CPU request of a Pod, e.g. `10m`. Defaults to `10m`. */
  cpu?: Input<string>;
  /** Memory request of a Pod, e.g. `32Mi`; its limit is `256Mi`, or the request when that is larger. Defaults to `32Mi`. */
  memory?: Input<string>;
}

/** A timer (a Knative PingSource): an event of type `dev.knative.sources.ping` at each time of a schedule. */
export interface CronTriggerArgs {
  /** When an event is sent, as a cron expression of five fields (minute, hour, day of the month, month, day of the week), preceded by seconds if there are six, or `@hourly`, `@daily`, `@weekly`, `@monthly` or `@yearly`. Required. */
  schedule: Input<string>;
  /** Time zone of the schedule by its IANA name, e.g. `Europe/Berlin`. A time that the clocks skip when they go forward does not occur that day, and one that they repeat occurs twice: a warning says which. Defaults to that of Knative's Pods, UTC. */
  timeZone?: Input<string>;
  /** Body of each event as text, a JSON object unless `contentType` says otherwise. Defaults to no body. */
  data?: Input<string>;
  /** Body of each event in Base64, for binary data; instead of `data`. Defaults to no body. */
  dataBase64?: Input<string>;
  /** Media type of the body. Defaults to `application/json` with `data`, to `application/octet-stream` with `dataBase64`. */
  contentType?: Input<string>;
  /** Extension attributes added to each event, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
  /** Writes each answer of the function, a response of 2xx that is an event or has a body, to a Kafka topic, at least once. Defaults to none: answers are dropped. */
  replies?: TriggerRepliesArgs;
}

/** Every event of a channel (a Knative Subscription). */
export interface ChannelTriggerArgs {
  /** Name of the channel, e.g. the output `name` of a Flow. Changing it replaces the subscription. Required. */
  channel: Input<string>;
  /** Kind of the channel. Changing it replaces the subscription. Defaults to `Channel`. */
  kind?: Input<ChannelKind>;
  /** Namespace of the channel, if it differs from the function's; requires the feature flag `cross-namespace-event-links` of Eventing and the right `knsubscribe` on the channel. Changing it replaces the subscription. Defaults to the function's namespace. */
  channelNamespace?: Input<string>;
  /** Path of the function that receives the events, e.g. `/orders`. Defaults to `/`. */
  path?: Input<string>;
  /** Where the function's responses go, if they are events. Defaults to nowhere: they are dropped. */
  reply?: DestinationArgs;
  /** How events are delivered to the function. Defaults to the channel's own delivery. */
  delivery?: DeliveryArgs;
}

/**
 * A kind of channel.
 *
 * - `Channel`: The default kind of Knative's configuration, behind a `Channel`.
 * - `InMemoryChannel`: Stored in memory: events are lost when its dispatcher stops.
 * - `KafkaChannel`: Stored in an Apache Kafka topic; requires `eventing.kafka` of Knative.
 */
export type ChannelKind = "Channel" | "InMemoryChannel" | "KafkaChannel";

/** Entries of Apache Kafka (2.5 or newer) as events of type `dev.knative.kafka.event`, read by a consumer group; an entry is committed once the sink has responded with 2xx, even if the source is killed (at least once). An entry that is a CloudEvent is forwarded unchanged. */
export interface KafkaTriggerArgs {
  /** Addresses of the Kafka cluster, as `host:port`. Required. */
  bootstrapServers: Input<Input<string>[]>;
  /** Login with SASL. Defaults to none. */
  sasl?: KafkaSaslArgs;
  /** TLS; `{}` trusts the public authorities. Defaults to none: plain text. */
  tls?: ServerTlsArgs;
  /** Topics to read; one that does not exist yet is waited for. Exactly one of `topics` and `topicPattern` must be set. */
  topics?: Input<Input<string>[]>;
  /** A regular expression (RE2) of whole names, e.g. `orders\..*`, also of topics that come later. Exactly one of `topics` and `topicPattern` must be set. */
  topicPattern?: Input<string>;
  /** Name of the consumer group; it is created if missing, and stays after the source unless `deleteGroup` is set: Kafka forgets it `offsets.retention.minutes` after its last member left. Defaults to project, stack, backend, namespace and name of the source. */
  group?: Input<string>;
  /** Whether the consumer group is deleted together with the source: by a destroy, or when the source is removed from the program or renamed. Then it is not known any more where it was. A change, a restart, a replacement or an eviction never deletes the group, nor does a source that shares it with another reader. The last Pod of the source deletes it, as a service account that may read the source's own two objects; the Kafka user needs Delete on the group. If no Pod runs then, or Kafka does not answer within 27 seconds, the group stays. Defaults to false, because deleted offsets can't be restored: a source that comes back by mistake or by intent goes on where it was. */
  deleteGroup?: boolean;
  /** Where the group begins in a partition of which it has committed nothing: `earliest`, `latest` or a time, e.g. `2026-01-31T12:00:00Z`. A topic or partition that comes later is read from its first entry. Defaults to `latest`, so that a new function is not sent everything that Kafka retains. */
  initialOffset?: Input<string>;
  /** Which entries are delivered one after the other. Defaults to `key`. */
  ordered?: Input<KafkaOrder>;
  /** Writes each answer of the function to a topic, in one transaction with the offset of its entry: readers with `read_committed` see it exactly once. Defaults to none: answers are dropped. */
  replies?: KafkaRepliesArgs;
  /** How long a Pod may be silent until its partitions go to others, in seconds. Defaults to 45. */
  sessionSeconds?: Input<number>;
  /** Attributes of the events; placeholders in braces are filled in from the message: `{topic}`, `{partition}`, `{offset}`, `{key}`, `{header.NAME}` (one of its headers), `{json.NAME}` (a property of JSON data). Defaults to the source's own. */
  event?: AdapterEventArgs;
  /** Scales the function by the lag of the group: one declaration for source, function and scaler. Only for a function's trigger; with `ordered: partition` never to more Pods than partitions. Defaults to scaling by requests only. */
  scale?: QueueScaleArgs;
  /** Number of Pods that read at the same time. Defaults to 1. */
  replicas?: Input<number>;
  /** Maximum number of events that one Pod has in flight; what it can't deliver stays with the server. Defaults to 32. */
  parallelism?: Input<number>;
  /** How events are delivered. Defaults to unlimited retries and no dead letter. */
  delivery?: KafkaDeliveryArgs;
  /** Extension attributes added to each event, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
  /** Image of the program, by digest. Defaults to one that is built and pushed to `registry`. */
  image?: Input<string>;
  /** CPU request of a Pod, e.g. `10m`. Defaults to `10m`. */
  cpu?: Input<string>;
  /** Memory request of a Pod, e.g. `32Mi`; its limit is `256Mi`, or the request when that is larger. Defaults to `32Mi`. */
  memory?: Input<string>;
}

/**
 * Which entries are delivered one after the other.
 *
 * - `key`: Those with the same key; other keys go on beside them, also in the same partition.
 * - `partition`: Those of a partition.
 * - `none`: None.
 */
export type KafkaOrder = "key" | "partition" | "none";

/** What becomes of the answers of the function. */
export interface KafkaRepliesArgs {
  /** Topic that the answers are written to. Required. */
  topic: Input<string>;
}

/** Attributes of the events, as templates with placeholders. */
export interface AdapterEventArgs {
  /** Type of each event, e.g. `order.placed`. Defaults to the source's own. */
  type?: Input<string>;
  /** Source of each event, a URI. Defaults to the server's address. */
  source?: Input<string>;
  /** Subject of each event. Defaults to where the message was read. */
  subject?: Input<string>;
  /** Identity of each event, by which a receiver recognises duplicates. Defaults to one derived from the message, the same each time it is delivered. */
  id?: Input<string>;
  /** Media type of the data, if the message does not name one. Defaults to none. */
  contentType?: Input<string>;
}

/** How many Pods a queue requests. */
export interface QueueScaleArgs {
  /** Queue length per Pod: the number of Pods is the length divided by it. Required. */
  target: Input<number>;
  /** Length up to which the queue counts as empty: the function scales as if it had no queue. Defaults to 0. */
  activation?: Input<number>;
  /** How long the queue must be empty before its Pods are released, in seconds. Defaults to 30. */
  cooldownSeconds?: Input<number>;
  /** Window whose highest requested number of Pods applies when scaling down, in seconds. Defaults to 0. */
  stabilizationSeconds?: Input<number>;
}

/** How a source delivers events, and what happens to those that can't be delivered. */
export interface KafkaDeliveryArgs {
  /** Number of times that an event is sent again after a failure (no answer, or 404, 408, 409, 425, 429 or 5xx). Defaults to no limit: messages stay with the server until they are delivered. */
  retry?: Input<number>;
  /** How the pause grows from one retry to the next. Defaults to `exponential`. */
  backoff?: Input<AdapterBackoff>;
  /** First pause between retries, in seconds. Defaults to 0.2. */
  backoffSeconds?: Input<number>;
  /** Time that one request may take, in seconds. Defaults to 300. */
  timeoutSeconds?: Input<number>;
  /** The form in which events are sent. Defaults to `binary`, with values percent-encoded in headers where CloudEvents requires it; Knative's brokers and channels do not decode them, and receive such an event as JSON. */
  format?: Input<DeliveryFormat>;
  /** Where an event goes if the sink refuses it (any other 4xx) or its last retry failed, with the attributes `knativeerrordest`, `knativeerrorcode` and `knativeerrordata`; retried without a limit. Defaults to nowhere: the event is dropped, counted and logged. */
  deadLetter?: KafkaDeadLetterArgs;
}

/**
 * How the pause grows from one retry to the next, up to 30 seconds.
 *
 * - `exponential`: Each pause is double the one before.
 * - `linear`: Each pause is longer than the one before by the first pause.
 */
export type AdapterBackoff = "exponential" | "linear";

/** Where undeliverable events go. */
export interface KafkaDeadLetterArgs {
  /** Name of a function (a Knative Service). Exactly one of `function`, `channel`, `service`, `url`, `topic` must be set. */
  function?: Input<string>;
  /** Name of a channel. Exactly one of `function`, `channel`, `service`, `url`, `topic` must be set. */
  channel?: Input<string>;
  /** Name of a Kubernetes Service that listens on port 80. Exactly one of `function`, `channel`, `service`, `url`, `topic` must be set. */
  service?: Input<string>;
  /** An address, inside or outside the cluster. Exactly one of `function`, `channel`, `service`, `url`, `topic` must be set. */
  url?: Input<string>;
  /** Namespace of the object. Defaults to the source's. */
  namespace?: Input<string>;
  /** Path at the object's address, e.g. `/lost`. Defaults to `/`. */
  path?: Input<string>;
  /** A topic of the same Kafka cluster, with the key and headers of the entry. Exactly one of `function`, `channel`, `service`, `url`, `topic` must be set. */
  topic?: Input<string>;
}

/** Messages of Apache Kafka as events of type `dev.knative.kafka.event`, read by Knative's own Kafka components (a KafkaSource), Java programs that all sources of a cluster share; requires `eventing.kafka` of Knative. Where these do not run already, `kafka` reads the same topics with a small Pod of its own. */
export interface KnativeKafkaTriggerArgs {
  /** Addresses of the Kafka cluster, as `host:port`. Required. */
  bootstrapServers: Input<Input<string>[]>;
  /** Topics to read. Required. */
  topics: Input<Input<string>[]>;
  /** Name of the consumer group. Defaults to one that Knative creates for the source. */
  consumerGroup?: Input<string>;
  /** Number of consumers that read at the same time. Defaults to 1. */
  consumers?: Input<number>;
  /** Where a new consumer group starts. Defaults to `latest`. */
  initialOffset?: Input<KnativeKafkaInitialOffset>;
  /** In which order messages are delivered. Defaults to `ordered`. */
  ordering?: Input<KnativeKafkaOrdering>;
  /** SASL authentication. Defaults to none. */
  sasl?: KnativeKafkaSaslArgs;
  /** TLS; `{}` trusts the public authorities. Defaults to none: plain text. */
  tls?: KnativeKafkaTlsArgs;
  /** How events are delivered. Defaults to Knative's own: 10 retries, exponential, from 0.3 seconds. */
  delivery?: DeliveryArgs;
  /** Extension attributes added to each event, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
}

/**
 * Where a new consumer group starts.
 *
 * - `earliest`: At the oldest message that Kafka retains.
 * - `latest`: After the newest message.
 */
export type KnativeKafkaInitialOffset = "earliest" | "latest";

/**
 * In which order the messages of a partition are delivered.
 *
 * - `ordered`: One after the other; a message waits until the one before it is delivered.
 * - `unordered`: Several at a time.
 */
export type KnativeKafkaOrdering = "ordered" | "unordered";

/** SASL authentication to Kafka. */
export interface KnativeKafkaSaslArgs {
  /** Secret key with the mechanism: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512. Defaults to PLAIN. */
  type?: SecretKeyArgs;
  /** Secret key with the user. Required. */
  user: SecretKeyArgs;
  /** Secret key with the password. Required. */
  password: SecretKeyArgs;
}

/** TLS to Kafka. */
export interface KnativeKafkaTlsArgs {
  /** Secret key with the certificate authority's certificate. Defaults to the public authorities. */
  caCert?: SecretKeyArgs;
  /** Secret key with the client certificate. Defaults to none. */
  cert?: SecretKeyArgs;
  /** Secret key with the client certificate's private key. Defaults to none. */
  key?: SecretKeyArgs;
}

/** Messages of an MQTT broker as events of type `dev.knative-faas.mqtt.message`; a message stays with the broker until the sink has responded with 2xx, even if the source is killed (at least once, with `qos` 1 and 2). A message that is a CloudEvent by its user properties (MQTT 5) or its content type is forwarded unchanged. */
export interface MqttTriggerArgs {
  /** Address of the broker: `mqtt://`, `mqtts://` (TLS), `ws://` or `wss://` (WebSocket) with host and port, e.g. `mqtts://broker.shop:8883`. Required. */
  address: Input<string>;
  /** Version of MQTT. Defaults to `5`. */
  protocol?: Input<MqttProtocol>;
  /** Topics to read, in which `+` matches one level and `#` all that follow. Changing them creates a new source before this one is deleted. Required. */
  topics: Input<Input<string>[]>;
  /** Quality of service of the subscription: 0 is at most once; with 1 and 2 a message is acknowledged once the sink has responded with 2xx. Defaults to 1. */
  qos?: Input<number>;
  /** Name of a shared subscription (`$share/<group>/...`), whose messages are divided among all its readers; required with several `replicas`. Defaults to none. */
  group?: Input<string>;
  /** Client identifier under which the broker stores the session; with `group` the Pod's number is appended. With an identifier of your own, removed topics stay subscribed as long as the session lives. Defaults to project, stack, backend, namespace and name of the source's object. */
  clientId?: Input<string>;
  /** How long the broker stores messages for a disconnected source, in seconds (MQTT 5; with 3.1.1 the broker decides). Defaults to 86400, a day. */
  sessionSeconds?: Input<number>;
  /** Whether the messages of a topic are delivered one after the other, each once the previous one is delivered; requires a single Pod. Defaults to false. */
  ordered?: Input<boolean>;
  /** Secret key with the user. Defaults to no login. */
  user?: SecretKeyArgs;
  /** Secret key with the password. Defaults to none. */
  password?: SecretKeyArgs;
  /** Trusted authorities and client certificate for `mqtts://` and `wss://`. Defaults to the public authorities. */
  tls?: ServerTlsArgs;
  /** Attributes of the events; placeholders in braces are filled in from the message: `{topic}`, `{topic.1}` (one of its levels, from 1), `{json.NAME}` (a property of JSON data). Defaults to the source's own. */
  event?: AdapterEventArgs;
  /** Number of Pods that read at the same time. Defaults to 1. */
  replicas?: Input<number>;
  /** Maximum number of events that one Pod has in flight; what it can't deliver stays with the server. Defaults to 32. */
  parallelism?: Input<number>;
  /** How events are delivered. Defaults to unlimited retries and no dead letter. */
  delivery?: AdapterDeliveryArgs;
  /** Extension attributes added to each event, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
  /** Image of the program, by digest. Defaults to one that is built and pushed to `registry`. */
  image?: Input<string>;
  /** CPU request of a Pod, e.g. `10m`. Defaults to `10m`. */
  cpu?: Input<string>;
  /** Memory request of a Pod, e.g. `32Mi`; its limit is `256Mi`, or the request when that is larger. Defaults to `32Mi`. */
  memory?: Input<string>;
  /** Writes each answer of the function, a response of 2xx that is an event or has a body, to a Kafka topic, at least once. Defaults to none: answers are dropped. */
  replies?: TriggerRepliesArgs;
}

/**
 * A version of MQTT.
 *
 * - `5`: MQTT 5.
 * - `3.1.1`: MQTT 3.1.1: messages have no content type and no properties.
 */
export type MqttProtocol = "5" | "3.1.1";

/** How a source delivers events, and what happens to those that can't be delivered. */
export interface AdapterDeliveryArgs {
  /** Number of times that an event is sent again after a failure (no answer, or 404, 408, 409, 425, 429 or 5xx). Defaults to no limit: messages stay with the server until they are delivered. */
  retry?: Input<number>;
  /** How the pause grows from one retry to the next. Defaults to `exponential`. */
  backoff?: Input<AdapterBackoff>;
  /** First pause between retries, in seconds. Defaults to 0.2. */
  backoffSeconds?: Input<number>;
  /** Time that one request may take, in seconds. Defaults to 300. */
  timeoutSeconds?: Input<number>;
  /** The form in which events are sent. Defaults to `binary`, with values percent-encoded in headers where CloudEvents requires it; Knative's brokers and channels do not decode them, and receive such an event as JSON. */
  format?: Input<DeliveryFormat>;
  /** Where an event goes if the sink refuses it (any other 4xx) or its last retry failed, with the attributes `knativeerrordest`, `knativeerrorcode` and `knativeerrordata`; retried without a limit. Defaults to nowhere: the event is dropped, counted and logged. */
  deadLetter?: AdapterDeadLetterArgs;
}

/** Where undeliverable events go. */
export interface AdapterDeadLetterArgs {
  /** Name of a function (a Knative Service). Exactly one of `function`, `channel`, `service` and `url` must be set. */
  function?: Input<string>;
  /** Name of a channel. Exactly one of `function`, `channel`, `service` and `url` must be set. */
  channel?: Input<string>;
  /** Name of a Kubernetes Service that listens on port 80. Exactly one of `function`, `channel`, `service` and `url` must be set. */
  service?: Input<string>;
  /** An address, inside or outside the cluster. Exactly one of `function`, `channel`, `service` and `url` must be set. */
  url?: Input<string>;
  /** Namespace of the object. Defaults to the source's. */
  namespace?: Input<string>;
  /** Path at the object's address, e.g. `/lost`. Defaults to `/`. */
  path?: Input<string>;
}

/** Entries of Redis (6.2 or newer, also with Sentinel or Cluster) as events of the types `dev.knative-faas.redis.{stream|list|channel}`. Entries of streams and lists stay in Redis until the sink has responded with 2xx, even if the source is killed. */
export interface RedisTriggerArgs {
  /** Addresses as `host:port`: of the server, of the sentinels with `sentinel`, or of some nodes with `cluster`. Required. */
  addresses: Input<Input<string>[]>;
  /** Number of the database. Defaults to 0. */
  database?: Input<number>;
  /** Follows a master through Sentinel. Defaults to none. */
  sentinel?: RedisSentinelArgs;
  /** True for a Redis Cluster. Defaults to false. */
  cluster?: Input<boolean>;
  /** Secret key with the user. Defaults to no login. */
  user?: SecretKeyArgs;
  /** Secret key with the password. Defaults to none. */
  password?: SecretKeyArgs;
  /** TLS; `{}` trusts the public authorities. Defaults to none: plain text. */
  tls?: ServerTlsArgs;
  /** Entries of streams. Exactly one of `stream`, `list` and `channel` must be set. */
  stream?: RedisStreamArgs;
  /** Entries of a list. Exactly one of `stream`, `list` and `channel` must be set. */
  list?: RedisListArgs;
  /** Messages of channels. Exactly one of `stream`, `list` and `channel` must be set. */
  channel?: RedisChannelArgs;
  /** A template with placeholders as in `event`: entries with the same value are delivered one after the other, e.g. `{field.customer}`; requires a single Pod. Defaults to no order. */
  orderBy?: Input<string>;
  /** Maximum number of entries read in one request. Defaults to 64. */
  batch?: Input<number>;
  /** Attributes of the events; placeholders in braces are filled in from the message: `{stream}`, `{list}` or `{channel}` (the key or name), `{id}` (of a stream entry), `{field.NAME}` (one of its fields), `{json.NAME}` (a property of JSON data). Defaults to the source's own. */
  event?: AdapterEventArgs;
  /** Scales the function by the number of waiting entries: one declaration for source, function and scaler. Only for a function's trigger, with `list` or a `stream` of one key. Defaults to scaling by requests only. */
  scale?: QueueScaleArgs;
  /** Number of Pods that read at the same time. Defaults to 1. */
  replicas?: Input<number>;
  /** Maximum number of events that one Pod has in flight; what it can't deliver stays with the server. Defaults to 32. */
  parallelism?: Input<number>;
  /** How events are delivered. Defaults to unlimited retries and no dead letter. */
  delivery?: AdapterDeliveryArgs;
  /** Extension attributes added to each event, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
  /** Image of the program, by digest. Defaults to one that is built and pushed to `registry`. */
  image?: Input<string>;
  /** CPU request of a Pod, e.g. `10m`. Defaults to `10m`. */
  cpu?: Input<string>;
  /** Memory request of a Pod, e.g. `32Mi`; its limit is `256Mi`, or the request when that is larger. Defaults to `32Mi`. */
  memory?: Input<string>;
  /** Writes each answer of the function, a response of 2xx that is an event or has a body, to a Kafka topic, at least once. Defaults to none: answers are dropped. */
  replies?: TriggerRepliesArgs;
}

/** Entries of streams, read by a consumer group: at least once. */
export interface RedisStreamArgs {
  /** Keys of the streams. Required. */
  keys: Input<Input<string>[]>;
  /** Name of the consumer group; it is created if missing, and never deleted. Defaults to project, stack, backend, namespace and name of the source. */
  group?: Input<string>;
  /** Where a new consumer group starts. Defaults to `start`. */
  from?: Input<RedisStreamStart>;
  /** How long an entry stays with a lost consumer until another one claims it, in seconds. Defaults to 60. */
  claimSeconds?: Input<number>;
  /** Field of an entry that becomes the data of the event, unchanged. Defaults to none: the data is a JSON object of all fields. */
  dataField?: Input<string>;
}

/**
 * Where a new consumer group starts.
 *
 * - `start`: At the oldest entry of the stream.
 * - `end`: After the newest entry.
 */
export type RedisStreamStart = "start" | "end";

/** Entries of a list, moved to a processing list until they are delivered: at least once. */
export interface RedisListArgs {
  /** Key of the list. Entries being processed are moved to lists named `{KEY}:processing:<reader>`, next to `{KEY}:consumers` and `{KEY}:alive:<reader>`; a reader is project, stack, backend, namespace, name and number of a Pod. Equal entries have equal ids, unless `event.id` makes them distinct. Required. */
  key: Input<string>;
  /** The end from which entries are taken. Defaults to `left`. */
  take?: Input<RedisListEnd>;
}

/**
 * An end of a list.
 *
 * - `left`: The first entry: producers append with RPUSH.
 * - `right`: The last entry: producers prepend with LPUSH.
 */
export type RedisListEnd = "left" | "right";

/** Messages of channels (pub/sub): at most once, because Redis does not store messages for absent subscribers. */
export interface RedisChannelArgs {
  /** Names of channels. Defaults to none. */
  names?: Input<Input<string>[]>;
  /** Patterns of names, in which `*` matches any text, e.g. `news.*`. Defaults to none. */
  patterns?: Input<Input<string>[]>;
}

/** Changes of Kubernetes objects as events of the types `dev.knative.apiserver.{ref,resource}.{add,update,delete}` (a Knative ApiServerSource). */
export interface ApiServerTriggerArgs {
  /** Kinds of objects to watch. Required. */
  resources: ApiServerResourceArgs[];
  /** What an event carries. Defaults to `Reference`. */
  mode?: Input<ApiServerMode>;
  /** Only objects with an owner of this kind. Defaults to all objects. */
  owner?: ApiServerOwnerArgs;
  /** Labels of the namespaces to watch; `{}` is every namespace. Defaults to the source's own namespace alone. */
  namespaces?: Record<string, Input<string>>;
  /** Filters that an event must all match before it is sent; requires the feature flag `new-apiserversource-filters` of Eventing. Defaults to all events. */
  filters?: EventFilterArgs[];
  /** Service account that may get, list and watch the objects. Defaults to one created for the source with only these rights. */
  serviceAccount?: Input<string>;
  /** Extension attributes added to each event, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
}

/** A kind of object to watch. */
export interface ApiServerResourceArgs {
  /** Group and version, e.g. `v1` or `apps/v1`. Required. */
  apiVersion: string;
  /** Kind, e.g. `ConfigMap`. Required. */
  kind: string;
  /** Labels that the objects must have. Defaults to none: all objects. */
  matchLabels?: Input<Record<string, Input<string>>>;
}

/**
 * What an event carries.
 *
 * - `Reference`: A reference to the object that changed.
 * - `Resource`: The complete object.
 */
export type ApiServerMode = "Reference" | "Resource";

/** A kind of object that must own the watched objects. */
export interface ApiServerOwnerArgs {
  /** Group and version, e.g. `apps/v1`. Required. */
  apiVersion: Input<string>;
  /** Kind, e.g. `Deployment`. Required. */
  kind: Input<string>;
}

/** A program that sends events to the address in `K_SINK` (a Knative ContainerSource). */
export interface ContainerSourceArgs {
  /** A prebuilt image, by digest. Exactly one of `image` and `directory` must be set. */
  image?: Input<string>;
  /** Directory of a Go program to build with ko, as a function's `source.directory`. Exactly one of `image` and `directory` must be set. */
  directory?: string;
  /** Package below the directory to build, e.g. `./cmd/source`. Defaults to `.`. */
  package?: string;
  /** Environment variables, in plain text. Knative adds `K_SINK`, the address to send events to, and `K_CE_OVERRIDES`, extension attributes as JSON. Defaults to none. */
  env?: Record<string, Input<string>>;
  /** Names of existing Secrets, all of whose keys become environment variables. Defaults to none. */
  secretEnv?: Input<string>[];
  /** Arguments of the program. Defaults to the image's. */
  args?: Input<Input<string>[]>;
  /** CPU request, e.g. `20m`. Defaults to `20m`. */
  cpu?: Input<string>;
  /** Memory request, e.g. `32Mi`. Defaults to `32Mi`. */
  memory?: Input<string>;
  /** Rights of its processes. Defaults to none: no privileges, no root user, a read-only image. Set `runAsNonRoot: false` for an image that runs as root. */
  securityContext?: SecurityContextArgs;
  /** How long its Pod may take to become ready, in seconds; then the update fails with the Pod's reason. Defaults to 90. */
  readySeconds?: Input<number>;
  /** Time that the Pod has to shut down, in seconds. Defaults to 30. */
  terminationGracePeriodSeconds?: Input<number>;
  /** Extension attributes added to each event, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
}

/** Sets `K_SINK` and `K_CE_OVERRIDES` in the Pods of existing objects, so that they send their events to the sink (a Knative SinkBinding). */
export interface SinkBindingArgs {
  /** The workloads whose Pods receive the sink. Required. */
  subject: SinkBindingSubjectArgs;
  /** Extension attributes added to each event, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
}

/** The workloads whose Pods receive the sink. */
export interface SinkBindingSubjectArgs {
  /** Group and version, e.g. `apps/v1`. Required. */
  apiVersion: Input<string>;
  /** Kind of an object with a Pod template, e.g. `Deployment`. Required. */
  kind: Input<string>;
  /** Name of the object in the source's namespace. Exactly one of `name` and `matchLabels` must be set. */
  name?: Input<string>;
  /** Labels of the objects. Exactly one of `name` and `matchLabels` must be set. */
  matchLabels?: Input<Record<string, Input<string>>>;
}
