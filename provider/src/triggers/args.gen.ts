// Generated from schema.ts by `npm run generate`; do not edit.
import type { Input } from "@pulumi/pulumi";

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
  /** Delay before the first retry, as a duration of ISO 8601, e.g. `PT0.2S`. Defaults to Knative's own. */
  backoffDelay?: Input<string>;
  /** Time that one request may take, as a duration of ISO 8601, e.g. `PT30S`. Defaults to Knative's own. */
  timeout?: Input<string>;
  /** Longest wait that an answer 429 or 503 may ask for with `Retry-After`, as a duration of ISO 8601; `PT0S` ignores that header. It needs the feature flag `delivery-retryafter` of Eventing. Defaults to ignoring the header. */
  retryAfterMax?: Input<string>;
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
  /** Time zone of the schedule by its IANA name, e.g. `Europe/Berlin`. Defaults to that of Knative's Pods, UTC. */
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
  /** How events are delivered. Defaults to Knative's own: 10 retries, exponential, `PT0.3S`. */
  delivery?: DeliveryArgs;
  /** Extension attributes that each event gets, e.g. `region: eu`. Defaults to none. */
  extensions?: Input<Record<string, Input<string>>>;
}

/**
 * Where a new consumer group begins.
 *
 * - `earliest`: At the oldest message that Kafka keeps.
 * - `latest`: After the newest message.
 */
export type KafkaInitialOffset = "earliest" | "latest";

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
  type?: KafkaSecretKeyArgs;
  /** Where the user stands. Required. */
  user: KafkaSecretKeyArgs;
  /** Where the password stands. Required. */
  password: KafkaSecretKeyArgs;
}

/** One key of a Secret that is there. */
export interface KafkaSecretKeyArgs {
  /** Name of the Secret in the source's namespace. */
  name: Input<string>;
  /** Key in the Secret. */
  key: Input<string>;
}

/** TLS to Kafka. */
export interface KafkaTlsArgs {
  /** Where the certificate of the authority stands. Defaults to the public ones. */
  caCert?: KafkaSecretKeyArgs;
  /** Where the client's certificate stands. Defaults to none. */
  cert?: KafkaSecretKeyArgs;
  /** Where the key of the client's certificate stands. Defaults to none. */
  key?: KafkaSecretKeyArgs;
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
