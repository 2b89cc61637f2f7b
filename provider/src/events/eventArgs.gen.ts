// Generated from the schemas by `npm run generate`; do not edit.
import type { Input } from "@pulumi/pulumi";

/** Credentials of a private registry. */
export interface RegistryLoginArgs {
  /** User of the registry. */
  username: Input<string>;
  /** Password or token. It is encrypted in the state. */
  password: Input<string>;
  /** Whether the Pods pull with it too. Defaults to true; false where the nodes have a login of their own, as a cloud's have, or where `pullSecrets` names another one. */
  pull?: boolean;
}

/** Rights of a container's processes. */
export interface SecurityContextArgs {
  /** Whether a process may gain more rights than its parent. Defaults to false. */
  allowPrivilegeEscalation?: Input<boolean>;
  /** Linux capabilities. Defaults to none: all are dropped. */
  capabilities?: CapabilitiesArgs;
  /** Whether the image's files can't be written. Defaults to true for a container source, and to false else. */
  readOnlyRootFilesystem?: Input<boolean>;
  /** Group that the processes run as. Defaults to the image's. */
  runAsGroup?: Input<number>;
  /** Whether the container is refused when its user is root. Defaults to true for a container source, and for a function's own where ko has built its image, unless `runAsUser` or `pod.securityContext` say who it is, and to false else. */
  runAsNonRoot?: Input<boolean>;
  /** User that the processes run as. Defaults to the image's. */
  runAsUser?: Input<number>;
  /** Filter of system calls. Defaults to `RuntimeDefault`. */
  seccompProfile?: SeccompProfileArgs;
}

/** Linux capabilities of a container. */
export interface CapabilitiesArgs {
  /** Capabilities beyond the runtime's own; a function needs the feature flag `kubernetes.containerspec-addcapabilities` for them. Defaults to none. */
  add?: Input<Input<string>[]>;
  /** Capabilities taken away. Defaults to `ALL`. */
  drop?: Input<Input<string>[]>;
}

/** Filter of system calls. */
export interface SeccompProfileArgs {
  /** Which system calls are allowed. */
  type: Input<SeccompType>;
  /** File of the profile on the node. Required with `Localhost`, and not given otherwise. */
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
  /** Where the user stands. Defaults to no log-in. */
  user?: SecretKeyArgs;
  /** Where the password stands. Defaults to none. */
  password?: SecretKeyArgs;
  /** TLS; `{}` trusts the public authorities. Defaults to none: clear text. */
  tls?: ServerTlsArgs;
  /** Keys of the lists, whose lengths are added. Required. */
  keys: Input<Input<string>[]>;
  /** What one Pod should have to do: there are as many Pods as the length divided by it. Required. */
  target: Input<number>;
  /** Length up to which the queue counts as empty: the function scales as if there were none. Defaults to 0. */
  activation?: Input<number>;
  /** How long the queue must be empty until its Pods are given back, in seconds. Defaults to 30. */
  cooldownSeconds?: Input<number>;
  /** Span whose highest wish counts when the number of Pods goes down, in seconds. Defaults to 0. */
  stabilizationSeconds?: Input<number>;
}

/** Sentinels that know which server is the master. */
export interface RedisSentinelArgs {
  /** Name of the master that the sentinels watch. Required. */
  master: Input<string>;
  /** Where the user of the sentinels stands. Defaults to no log-in. */
  user?: SecretKeyArgs;
  /** Where the password of the sentinels stands. Defaults to none. */
  password?: SecretKeyArgs;
}

/** One key of a Secret that is there. */
export interface SecretKeyArgs {
  /** Name of the Secret in the namespace of who reads it. */
  name: Input<string>;
  /** Key in the Secret. */
  key: Input<string>;
}

/** TLS to a server: whom to trust, and who we are. */
export interface ServerTlsArgs {
  /** Where the certificate of the authority stands (PEM). Defaults to the public ones. */
  caCert?: SecretKeyArgs;
  /** Where the client's certificate stands (PEM); it needs `key`. Defaults to none. */
  cert?: SecretKeyArgs;
  /** Where the key of the client's certificate stands (PEM); it needs `cert`. Defaults to none. */
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
  /** Where the user stands. Defaults to no log-in. */
  user?: SecretKeyArgs;
  /** Where the password stands. Defaults to none. */
  password?: SecretKeyArgs;
  /** TLS; `{}` trusts the public authorities. Defaults to none: clear text. */
  tls?: ServerTlsArgs;
  /** Key of the stream. Required. */
  key: Input<string>;
  /** Consumer group that works on it. Required. */
  group: Input<string>;
  /** What one Pod should have to do: there are as many Pods as the length divided by it. Required. */
  target: Input<number>;
  /** Length up to which the queue counts as empty: the function scales as if there were none. Defaults to 0. */
  activation?: Input<number>;
  /** How long the queue must be empty until its Pods are given back, in seconds. Defaults to 30. */
  cooldownSeconds?: Input<number>;
  /** Span whose highest wish counts when the number of Pods goes down, in seconds. Defaults to 0. */
  stabilizationSeconds?: Input<number>;
}

/** The ready messages of a RabbitMQ queue, without those that a consumer has not acknowledged. */
export interface RabbitmqQueueArgs {
  /** Address: `amqp://` or `amqps://` with host, port and virtual host. Required. */
  address: Input<string>;
  /** Name of the queue. Required. */
  queue: Input<string>;
  /** Where the user stands. Defaults to no log-in. */
  user?: SecretKeyArgs;
  /** Where the password stands. Defaults to none. */
  password?: SecretKeyArgs;
  /** Trusted authorities and client certificate with `amqps://`. Defaults to the public authorities. */
  tls?: ServerTlsArgs;
  /** What one Pod should have to do: there are as many Pods as the length divided by it. Required. */
  target: Input<number>;
  /** Length up to which the queue counts as empty: the function scales as if there were none. Defaults to 0. */
  activation?: Input<number>;
  /** How long the queue must be empty until its Pods are given back, in seconds. Defaults to 30. */
  cooldownSeconds?: Input<number>;
  /** Span whose highest wish counts when the number of Pods goes down, in seconds. Defaults to 0. */
  stabilizationSeconds?: Input<number>;
}

/** The lag of a Kafka consumer group. */
export interface KafkaLagQueueArgs {
  /** Addresses of the Kafka cluster, as `host:port`. Required. */
  bootstrapServers: Input<Input<string>[]>;
  /** Consumer group that works on the topics. Required. */
  group: Input<string>;
  /** Topics whose lags are added. Required. */
  topics: Input<Input<string>[]>;
  /** Where the group begins in a partition without a committed offset (`auto.offset.reset` of its consumers). With `latest` nothing waits there, and a group that has committed nothing at all starts no Pod. Defaults to `latest`. */
  initialOffset?: Input<KafkaInitialOffset>;
  /** Login with SASL. Defaults to none. */
  sasl?: KafkaQueueSaslArgs;
  /** TLS; `{}` trusts the public authorities. Defaults to none: plain text. */
  tls?: ServerTlsArgs;
  /** What one Pod should have to do: there are as many Pods as the length divided by it. Required. */
  target: Input<number>;
  /** Length up to which the queue counts as empty: the function scales as if there were none. Defaults to 0. */
  activation?: Input<number>;
  /** How long the queue must be empty until its Pods are given back, in seconds. Defaults to 30. */
  cooldownSeconds?: Input<number>;
  /** Span whose highest wish counts when the number of Pods goes down, in seconds. Defaults to 0. */
  stabilizationSeconds?: Input<number>;
}

/**
 * Where a new consumer group begins.
 *
 * - `earliest`: At the oldest message that Kafka keeps.
 * - `latest`: After the newest message.
 */
export type KafkaInitialOffset = "earliest" | "latest";

/** Login to Kafka with SASL. */
export interface KafkaQueueSaslArgs {
  /** How to log in. Defaults to `PLAIN`. */
  mechanism?: Input<KafkaSaslMechanism>;
  /** Secret key of the user. Required. */
  user: SecretKeyArgs;
  /** Secret key of the password. Required. */
  password: SecretKeyArgs;
}

/**
 * How to log in to Kafka.
 *
 * - `PLAIN`: User and password as they are.
 * - `SCRAM-SHA-256`: SCRAM with SHA-256.
 * - `SCRAM-SHA-512`: SCRAM with SHA-512.
 */
export type KafkaSaslMechanism = "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512";

/** The result of a query to Prometheus. */
export interface PrometheusQueueArgs {
  /** Address of Prometheus, e.g. `http://prometheus.monitoring:9090`. Required. */
  address: Input<string>;
  /** Query whose result is one number, e.g. `sum(jobs_waiting)`. Required. */
  query: Input<string>;
  /** Where the user stands. Defaults to no log-in. */
  user?: SecretKeyArgs;
  /** Where the password stands. Defaults to none. */
  password?: SecretKeyArgs;
  /** Trusted authorities and client certificate with `https://`. Defaults to the public authorities. */
  tls?: ServerTlsArgs;
  /** What one Pod should have to do: there are as many Pods as the length divided by it. Required. */
  target: Input<number>;
  /** Length up to which the queue counts as empty: the function scales as if there were none. Defaults to 0. */
  activation?: Input<number>;
  /** How long the queue must be empty until its Pods are given back, in seconds. Defaults to 30. */
  cooldownSeconds?: Input<number>;
  /** Span whose highest wish counts when the number of Pods goes down, in seconds. Defaults to 0. */
  stabilizationSeconds?: Input<number>;
}

/** What calls the function besides HTTP requests, by kind and by a name of your own. The set is owned as a set: to add, change or remove one touches just that one. */
export interface TriggersArgs {
  /** Events of brokers, each by a name of your own. Defaults to none. */
  event?: Record<string, EventTriggerArgs>;
  /** Timers, each by a name of your own. Defaults to none. */
  cron?: Record<string, CronTriggerArgs>;
  /** Events of channels, each by a name of your own. Defaults to none. */
  channel?: Record<string, ChannelTriggerArgs>;
  /** Messages of Apache Kafka, each by a name of your own. Defaults to none. */
  kafka?: Record<string, KafkaTriggerArgs>;
  /** Messages of MQTT brokers, each by a name of your own. Defaults to none. */
  mqtt?: Record<string, MqttTriggerArgs>;
  /** Entries of Redis streams and lists, and messages of its channels, each by a name of your own. Defaults to none. */
  redis?: Record<string, RedisTriggerArgs>;
  /** Changes of Kubernetes objects, each by a name of your own. Defaults to none. */
  apiServer?: Record<string, ApiServerTriggerArgs>;
}

/** Events of a broker that match filters (a Knative Trigger). */
export interface EventTriggerArgs {
  /** Name of the broker, e.g. the output `name` of a Broker. Changing it replaces the trigger. Required. */
  broker: Input<string>;
  /** Namespace of the broker, where it is another than the function's; it needs the feature flag `cross-namespace-event-links` of Eventing and the right `knsubscribe` on the broker. Changing it replaces the trigger. Defaults to the function's namespace. */
  brokerNamespace?: Input<string>;
  /** Filters that an event must all match. Defaults to every event of the broker. */
  filters?: EventFilterArgs[];
  /** Path of the function at which it gets the events, e.g. `/orders`. Defaults to `/`. */
  path?: Input<string>;
  /** How events are delivered to the function. Defaults to the broker's own delivery. */
  delivery?: DeliveryArgs;
}

/** A condition on the attributes of an event, in one of the dialects of the CloudEvents Subscriptions API. */
export interface EventFilterArgs {
  /** Attributes that must have these very values, e.g. `type: order.paid`. Exactly one of the dialects is given; several filters in a list must all match. */
  exact?: Input<Record<string, Input<string>>>;
  /** Attributes whose values must start with these texts. Exactly one of the dialects is given; several filters in a list must all match. */
  prefix?: Input<Record<string, Input<string>>>;
  /** Attributes whose values must end with these texts. Exactly one of the dialects is given; several filters in a list must all match. */
  suffix?: Input<Record<string, Input<string>>>;
  /** Filters that must all match. Exactly one of the dialects is given; several filters in a list must all match. */
  all?: EventFilterArgs[];
  /** Filters of which at least one must match. Exactly one of the dialects is given; several filters in a list must all match. */
  any?: EventFilterArgs[];
  /** A filter that must not match. Exactly one of the dialects is given; several filters in a list must all match. */
  not?: EventFilterArgs;
  /** An expression of CloudEvents SQL over the event's attributes, e.g. `type = 'order.paid' AND amount > 100`. Exactly one of the dialects is given; several filters in a list must all match. */
  cesql?: Input<string>;
}

/** How events are delivered, and what happens with one that can't be. */
export interface DeliveryArgs {
  /** Number of times that an event is sent again after a failure (no answer, or 404, 408, 409, 429 or 5xx). Defaults to the broker's, channel's or Knative's own. */
  retry?: Input<number>;
  /** How the delay grows from one retry to the next. Defaults to the broker's or Knative's own. */
  backoff?: Input<Backoff>;
  /** Delay before the first retry, in seconds, e.g. 0.2. Defaults to Knative's own. */
  backoffSeconds?: Input<number>;
  /** Time that one request may take, in seconds. Defaults to Knative's own. */
  timeoutSeconds?: Input<number>;
  /** Longest wait that an answer 429 or 503 may ask for with `Retry-After`, in seconds; 0 ignores that header. It needs the feature flag `delivery-retryafter` of Eventing. Defaults to ignoring the header. */
  retryAfterMaxSeconds?: Input<number>;
  /** The form in which events are sent. Defaults to the form in which they came. */
  format?: Input<DeliveryFormat>;
  /** Where an event goes that could not be delivered after all retries, with the attributes `knativeerrordest`, `knativeerrorcode` and `knativeerrordata` added. Defaults to nowhere: it is dropped. */
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
 * - `json`: The whole event as a JSON body (structured mode).
 */
export type DeliveryFormat = "binary" | "json";

/** Where events go. */
export interface DestinationArgs {
  /** Name of a function (a Knative Service), e.g. the output `name` of a Function. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` is given. */
  function?: Input<string>;
  /** Name of a broker. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` is given. */
  broker?: Input<string>;
  /** Name of a channel (kind `Channel` of `messaging.knative.dev/v1`). Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` is given. */
  channel?: Input<string>;
  /** Name of a Kubernetes Service that listens on port 80. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` is given. */
  service?: Input<string>;
  /** An address, inside or outside the cluster. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` is given. */
  url?: Input<string>;
  /** Any other object that has an address. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` is given. */
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

/** A timer (a Knative PingSource): an event of type `dev.knative.sources.ping` at each time of a schedule. */
export interface CronTriggerArgs {
  /** When an event is sent, as a cron expression of five fields (minute, hour, day of the month, month, day of the week), with seconds before them if there are six, or `@hourly`, `@daily`, `@weekly`, `@monthly` or `@yearly`. Required. */
  schedule: Input<string>;
  /** Time zone of the schedule by its IANA name, e.g. `Europe/Berlin`. A time that its clocks leave out when they go forward does not come that day, and one that they have twice comes twice: a warning says which. Defaults to that of Knative's Pods, UTC. */
  timeZone?: Input<string>;
  /** Body of each event as a text, a JSON object unless `contentType` says otherwise. Defaults to no body. */
  data?: Input<string>;
  /** Body of each event in Base64, for what is no text; in place of `data`. Defaults to no body. */
  dataBase64?: Input<string>;
  /** Media type of the body. Defaults to `application/json` with `data`, to `application/octet-stream` with `dataBase64`. */
  contentType?: Input<string>;
  /** Extension attributes that each event gets, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
}

/** Every event of a channel (a Knative Subscription). */
export interface ChannelTriggerArgs {
  /** Name of the channel, e.g. the output `name` of a Flow. Changing it replaces the subscription. Required. */
  channel: Input<string>;
  /** Kind of the channel. Changing it replaces the subscription. Defaults to `Channel`. */
  kind?: Input<ChannelKind>;
  /** Namespace of the channel, where it is another than the function's; it needs the feature flag `cross-namespace-event-links` of Eventing and the right `knsubscribe` on the channel. Changing it replaces the subscription. Defaults to the function's namespace. */
  channelNamespace?: Input<string>;
  /** Path of the function at which it gets the events, e.g. `/orders`. Defaults to `/`. */
  path?: Input<string>;
  /** Where the function's answers go, when they are events. Defaults to nowhere: they are dropped. */
  reply?: DestinationArgs;
  /** How events are delivered to the function. Defaults to the channel's own delivery. */
  delivery?: DeliveryArgs;
}

/**
 * A kind of channel.
 *
 * - `Channel`: The kind that Knative's own configuration stands for, behind a `Channel`.
 * - `InMemoryChannel`: Kept in memory: events are lost when its dispatcher ends.
 * - `KafkaChannel`: Kept in a topic of Apache Kafka; it needs `eventing.kafka` of Knative.
 */
export type ChannelKind = "Channel" | "InMemoryChannel" | "KafkaChannel";

/** Messages of Apache Kafka as events of type `dev.knative.kafka.event` (a KafkaSource); it needs `eventing.kafka` of Knative. */
export interface KafkaTriggerArgs {
  /** Addresses of the Kafka cluster, as `host:port`. Required. */
  bootstrapServers: Input<Input<string>[]>;
  /** Topics to read. Required. */
  topics: Input<Input<string>[]>;
  /** Name of the consumer group. Defaults to one that Knative makes for the source. */
  consumerGroup?: Input<string>;
  /** Number of consumers that read at the same time. Defaults to 1. */
  consumers?: Input<number>;
  /** Where a new consumer group begins. Defaults to `latest`. */
  initialOffset?: Input<KafkaInitialOffset>;
  /** In which order messages are delivered. Defaults to `ordered`. */
  ordering?: Input<KafkaOrdering>;
  /** Log-in with SASL. Defaults to none. */
  sasl?: KafkaSaslArgs;
  /** TLS; `{}` trusts the public authorities. Defaults to none: clear text. */
  tls?: KafkaTlsArgs;
  /** How events are delivered. Defaults to Knative's own: 10 retries, exponential, from 0.3 seconds. */
  delivery?: DeliveryArgs;
  /** Extension attributes that each event gets, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
}

/**
 * In which order the messages of a partition are delivered.
 *
 * - `ordered`: One after the other; a message waits until the one before it is delivered.
 * - `unordered`: Several at a time.
 */
export type KafkaOrdering = "ordered" | "unordered";

/** Log-in at Kafka with SASL. */
export interface KafkaSaslArgs {
  /** Where the mechanism stands: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512. Defaults to PLAIN. */
  type?: SecretKeyArgs;
  /** Where the user stands. Required. */
  user: SecretKeyArgs;
  /** Where the password stands. Required. */
  password: SecretKeyArgs;
}

/** TLS to Kafka. */
export interface KafkaTlsArgs {
  /** Where the certificate of the authority stands. Defaults to the public ones. */
  caCert?: SecretKeyArgs;
  /** Where the client's certificate stands. Defaults to none. */
  cert?: SecretKeyArgs;
  /** Where the key of the client's certificate stands. Defaults to none. */
  key?: SecretKeyArgs;
}

/** Messages of an MQTT broker as events of type `dev.knative-faas.mqtt.message`; a message stays with the broker until the sink has answered 2xx, also when the source is killed (at least once, with `qos` 1 and 2). A message that is a CloudEvent by its user properties (MQTT 5) or its content type is passed on as it is. */
export interface MqttTriggerArgs {
  /** Address of the broker: `mqtt://`, `mqtts://` (TLS), `ws://` or `wss://` (WebSocket) with host and port, e.g. `mqtts://broker.shop:8883`. Required. */
  address: Input<string>;
  /** Version of MQTT. Defaults to `5`. */
  protocol?: Input<MqttProtocol>;
  /** Topics to read, in which `+` stands for one level and `#` for all that follow. Changing them makes another source before this one goes. Required. */
  topics: Input<Input<string>[]>;
  /** Quality of service of the subscription: 0 is at most once; with 1 and 2 a message is acknowledged when the sink has answered 2xx. Defaults to 1. */
  qos?: Input<number>;
  /** Name of a shared subscription (`$share/<group>/...`), whose messages are divided among all that read under this name; several `replicas` need it. Defaults to none. */
  group?: Input<string>;
  /** Client identifier, under which the broker keeps the session; with `group` the number of the Pod is appended. With an identifier of your own, topics that you take away stay subscribed as long as the session lives. Defaults to one made of project, stack, backend, namespace and name of the source's object. */
  clientId?: Input<string>;
  /** How long the broker keeps messages for a source that is not connected, in seconds (MQTT 5; a broker of 3.1.1 decides itself). Defaults to 86400, a day. */
  sessionSeconds?: Input<number>;
  /** True delivers the messages of a topic one after the other; the next waits until this one is delivered; it needs one Pod. Defaults to false. */
  ordered?: Input<boolean>;
  /** Where the user stands. Defaults to no log-in. */
  user?: SecretKeyArgs;
  /** Where the password stands. Defaults to none. */
  password?: SecretKeyArgs;
  /** Whom to trust with `mqtts://` and `wss://`, and who we are. Defaults to the public authorities. */
  tls?: ServerTlsArgs;
  /** Attributes of the events; placeholders in braces are filled in from the message: `{topic}`, `{topic.1}` (a level of it, from 1), `{json.NAME}` (a property of data in JSON). Defaults to the source's own. */
  event?: AdapterEventArgs;
  /** Number of Pods that read at the same time. Defaults to 1. */
  replicas?: Input<number>;
  /** Number of events that one Pod has in flight, at most; what it can't deliver stays with the server. Defaults to 32. */
  parallelism?: Input<number>;
  /** How events are delivered. Defaults to retries without a limit, and no dead letter. */
  delivery?: AdapterDeliveryArgs;
  /** Extension attributes that each event gets, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
  /** Image of the program, by digest. Defaults to one that is built and pushed to `registry`. */
  image?: Input<string>;
  /** CPU request of a Pod, e.g. `10m`. Defaults to `10m`. */
  cpu?: Input<string>;
  /** Memory request of a Pod, e.g. `32Mi`; its limit is `256Mi`, or the request when that is larger. Defaults to `32Mi`. */
  memory?: Input<string>;
}

/**
 * A version of MQTT.
 *
 * - `5`: MQTT 5.
 * - `3.1.1`: MQTT 3.1.1: messages have no content type and no properties.
 */
export type MqttProtocol = "5" | "3.1.1";

/** Attributes of the events, as texts with placeholders. */
export interface AdapterEventArgs {
  /** Type of each event, e.g. `order.placed`. Defaults to the source's own. */
  type?: Input<string>;
  /** Source of each event, a URI. Defaults to the server's address. */
  source?: Input<string>;
  /** Subject of each event. Defaults to where the message was read. */
  subject?: Input<string>;
  /** Identity of each event, by which a receiver knows a duplicate. Defaults to one made of the message, equal each time that it is delivered. */
  id?: Input<string>;
  /** Media type of the data, where the message names none. Defaults to none. */
  contentType?: Input<string>;
}

/** How a source delivers, and what happens with what can't be. */
export interface AdapterDeliveryArgs {
  /** Number of times that an event is sent again after a failure (no answer, or 404, 408, 409, 425, 429 or 5xx). Defaults to no limit: what was read stays with the server until it is delivered. */
  retry?: Input<number>;
  /** How the pause grows from one retry to the next. Defaults to `exponential`. */
  backoff?: Input<AdapterBackoff>;
  /** First pause between retries, in seconds. Defaults to 0.2. */
  backoffSeconds?: Input<number>;
  /** Time that one request may take, in seconds. Defaults to 300. */
  timeoutSeconds?: Input<number>;
  /** The form in which events are sent. Defaults to `binary`, with values percent-encoded in headers where CloudEvents asks for it; Knative's brokers and channels do not decode them, and get such an event as JSON. */
  format?: Input<DeliveryFormat>;
  /** Where an event goes that the sink refuses (any other 4xx), or that failed after the last retry, with the attributes `knativeerrordest`, `knativeerrorcode` and `knativeerrordata`; it is tried without a limit. Defaults to nowhere: it is dropped, counted and logged. */
  deadLetter?: AdapterDeadLetterArgs;
}

/**
 * How the pause grows from one retry to the next, up to 30 seconds.
 *
 * - `exponential`: Each pause is double the one before.
 * - `linear`: Each pause is longer than the one before by the first one.
 */
export type AdapterBackoff = "exponential" | "linear";

/** Where goes what could not be delivered. */
export interface AdapterDeadLetterArgs {
  /** Name of a function (a Knative Service). Exactly one of `function`, `channel`, `service` and `url` is given. */
  function?: Input<string>;
  /** Name of a channel. Exactly one of `function`, `channel`, `service` and `url` is given. */
  channel?: Input<string>;
  /** Name of a Kubernetes Service that listens on port 80. Exactly one of `function`, `channel`, `service` and `url` is given. */
  service?: Input<string>;
  /** An address, inside or outside the cluster. Exactly one of `function`, `channel`, `service` and `url` is given. */
  url?: Input<string>;
  /** Namespace of the object. Defaults to the source's. */
  namespace?: Input<string>;
  /** Path at the object's address, e.g. `/lost`. Defaults to `/`. */
  path?: Input<string>;
}

/** Entries of Redis (6.2 or newer, also with Sentinel or Cluster) as events of the types `dev.knative-faas.redis.{stream|list|channel}`. Entries of streams and lists stay with Redis until the sink has answered 2xx, also when the source is killed. */
export interface RedisTriggerArgs {
  /** Addresses as `host:port`: of the server, of the sentinels with `sentinel`, or of some nodes with `cluster`. Required. */
  addresses: Input<Input<string>[]>;
  /** Number of the database. Defaults to 0. */
  database?: Input<number>;
  /** Follows a master through Sentinel. Defaults to none. */
  sentinel?: RedisSentinelArgs;
  /** True for a Redis Cluster. Defaults to false. */
  cluster?: Input<boolean>;
  /** Where the user stands. Defaults to no log-in. */
  user?: SecretKeyArgs;
  /** Where the password stands. Defaults to none. */
  password?: SecretKeyArgs;
  /** TLS; `{}` trusts the public authorities. Defaults to none: clear text. */
  tls?: ServerTlsArgs;
  /** Entries of streams. Exactly one of `stream`, `list` and `channel` is given. */
  stream?: RedisStreamArgs;
  /** Entries of a list. Exactly one of `stream`, `list` and `channel` is given. */
  list?: RedisListArgs;
  /** Messages of channels. Exactly one of `stream`, `list` and `channel` is given. */
  channel?: RedisChannelArgs;
  /** A text with placeholders as in `event`: what has the same value is delivered one after the other, e.g. `{field.customer}`; it needs one Pod. Defaults to no order. */
  orderBy?: Input<string>;
  /** Number of entries that are read at once, at most. Defaults to 64. */
  batch?: Input<number>;
  /** Attributes of the events; placeholders in braces are filled in from the message: `{stream}`, `{list}` or `{channel}` (the key or name), `{id}` (of a stream's entry), `{field.NAME}` (a field of it), `{json.NAME}` (a property of data in JSON). Defaults to the source's own. */
  event?: AdapterEventArgs;
  /** Scales the function by what waits: one declaration for source, function and scaler. Only for the trigger of a function, with `stream` of one key or `list`. Defaults to scaling by requests alone. */
  scale?: QueueScaleArgs;
  /** Number of Pods that read at the same time. Defaults to 1. */
  replicas?: Input<number>;
  /** Number of events that one Pod has in flight, at most; what it can't deliver stays with the server. Defaults to 32. */
  parallelism?: Input<number>;
  /** How events are delivered. Defaults to retries without a limit, and no dead letter. */
  delivery?: AdapterDeliveryArgs;
  /** Extension attributes that each event gets, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
  /** Image of the program, by digest. Defaults to one that is built and pushed to `registry`. */
  image?: Input<string>;
  /** CPU request of a Pod, e.g. `10m`. Defaults to `10m`. */
  cpu?: Input<string>;
  /** Memory request of a Pod, e.g. `32Mi`; its limit is `256Mi`, or the request when that is larger. Defaults to `32Mi`. */
  memory?: Input<string>;
}

/** Entries of streams, read by a consumer group: at least once. */
export interface RedisStreamArgs {
  /** Keys of the streams. Required. */
  keys: Input<Input<string>[]>;
  /** Name of the consumer group; it is made where it is missing, and never taken away. Defaults to project, stack, backend, namespace and name of the source. */
  group?: Input<string>;
  /** Where a new consumer group begins. Defaults to `start`. */
  from?: Input<RedisStreamStart>;
  /** How long an entry stays with a consumer that is gone until another takes it over, in seconds. Defaults to 60. */
  claimSeconds?: Input<number>;
  /** Field of an entry that is the data of the event, as it is. Defaults to none: the data is a JSON object of all fields. */
  dataField?: Input<string>;
}

/**
 * Where a new consumer group begins.
 *
 * - `start`: At the oldest entry of the stream.
 * - `end`: After the newest entry.
 */
export type RedisStreamStart = "start" | "end";

/** Entries of a list, moved to a list of what is in work until they are delivered: at least once. */
export interface RedisListArgs {
  /** Key of the list. Entries in work lie in lists named `{KEY}:processing:<reader>`, beside `{KEY}:consumers` and `{KEY}:alive:<reader>`; a reader is project, stack, backend, namespace, name and number of a Pod. Equal entries have equal ids: give them one of their own with `event.id`. Required. */
  key: Input<string>;
  /** From which end entries are taken. Defaults to `left`. */
  take?: Input<RedisListEnd>;
}

/**
 * An end of a list.
 *
 * - `left`: The first entry: producers append with RPUSH.
 * - `right`: The last entry: producers prepend with LPUSH.
 */
export type RedisListEnd = "left" | "right";

/** Messages of channels (pub/sub): at most once, as Redis keeps none for who is not listening. */
export interface RedisChannelArgs {
  /** Names of channels. Defaults to none. */
  names?: Input<Input<string>[]>;
  /** Patterns of names, in which `*` stands for any text, e.g. `news.*`. Defaults to none. */
  patterns?: Input<Input<string>[]>;
}

/** How many Pods a queue asks for. */
export interface QueueScaleArgs {
  /** What one Pod should have to do: there are as many Pods as the length divided by it. Required. */
  target: Input<number>;
  /** Length up to which the queue counts as empty: the function scales as if there were none. Defaults to 0. */
  activation?: Input<number>;
  /** How long the queue must be empty until its Pods are given back, in seconds. Defaults to 30. */
  cooldownSeconds?: Input<number>;
  /** Span whose highest wish counts when the number of Pods goes down, in seconds. Defaults to 0. */
  stabilizationSeconds?: Input<number>;
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
  /** Filters that an event must all match before it is sent; they need the feature flag `new-apiserversource-filters` of Eventing. Defaults to all events. */
  filters?: EventFilterArgs[];
  /** Service account that may get, list and watch the objects. Defaults to one that is made for the source with these rights alone. */
  serviceAccount?: Input<string>;
  /** Extension attributes that each event gets, e.g. `region: eu`. Defaults to none. */
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
 * - `Resource`: The whole object.
 */
export type ApiServerMode = "Reference" | "Resource";

/** A kind of object that must own what is watched. */
export interface ApiServerOwnerArgs {
  /** Group and version, e.g. `apps/v1`. Required. */
  apiVersion: Input<string>;
  /** Kind, e.g. `Deployment`. Required. */
  kind: Input<string>;
}

/** A program that sends events to the address in `K_SINK` (a Knative ContainerSource). */
export interface ContainerSourceArgs {
  /** A prebuilt image, by digest. Exactly one of `image` and `directory` is given. */
  image?: Input<string>;
  /** Directory of a Go program to build with ko, as a function's `source.directory`. Exactly one of `image` and `directory` is given. */
  directory?: string;
  /** Package below the directory to build, e.g. `./cmd/source`. Defaults to `.`. */
  package?: string;
  /** Environment variables, in clear. Knative adds `K_SINK`, the address to send events to, and `K_CE_OVERRIDES`, extension attributes as JSON. Defaults to none. */
  env?: Record<string, Input<string>>;
  /** Names of Secrets that are there, all of whose keys become environment variables. Defaults to none. */
  secretEnv?: Input<string>[];
  /** Arguments of the program. Defaults to the image's. */
  args?: Input<Input<string>[]>;
  /** CPU request, e.g. `20m`. Defaults to `20m`. */
  cpu?: Input<string>;
  /** Memory request, e.g. `32Mi`. Defaults to `32Mi`. */
  memory?: Input<string>;
  /** Rights of its processes. Defaults to none: no privileges, no user that is root, no file of the image that can be written. `runAsNonRoot: false` is for an image that runs as root. */
  securityContext?: SecurityContextArgs;
  /** How long its Pod may take until it is ready, in seconds; then the update fails with the Pod's reason. Defaults to 90. */
  readySeconds?: Input<number>;
  /** Time that the Pod gets to end, in seconds. Defaults to 30. */
  terminationGracePeriodSeconds?: Input<number>;
  /** Extension attributes that each event gets, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
}

/** Sets `K_SINK` and `K_CE_OVERRIDES` in the Pods of objects that are there, so that they send their events to the sink (a Knative SinkBinding). */
export interface SinkBindingArgs {
  /** Whose Pods are told where to send events. Required. */
  subject: SinkBindingSubjectArgs;
  /** Extension attributes that each event gets, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
}

/** Whose Pods are told where to send events. */
export interface SinkBindingSubjectArgs {
  /** Group and version, e.g. `apps/v1`. Required. */
  apiVersion: Input<string>;
  /** Kind of an object with a Pod template, e.g. `Deployment`. Required. */
  kind: Input<string>;
  /** Name of the object in the source's namespace. Exactly one of `name` and `matchLabels` is given. */
  name?: Input<string>;
  /** Labels of the objects. Exactly one of `name` and `matchLabels` is given. */
  matchLabels?: Input<Record<string, Input<string>>>;
}
