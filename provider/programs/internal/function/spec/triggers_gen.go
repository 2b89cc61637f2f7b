// Code generated from provider/src/function/functionSchema.ts by "npm run generate". DO NOT EDIT.

// Package spec contains the types of a Function's spec, as in the CRD: fields that are not set are nil.
package spec

// What calls the function besides HTTP requests, by kind and by a name of your choice. Each trigger is independent: adding, changing or removing one does not affect the others.
type Triggers struct {
	Event        map[string]EventTrigger        `json:"event,omitzero"`
	Cron         map[string]CronTrigger         `json:"cron,omitzero"`
	Channel      map[string]ChannelTrigger      `json:"channel,omitzero"`
	Kafka        map[string]KafkaTrigger        `json:"kafka,omitzero"`
	KnativeKafka map[string]KnativeKafkaTrigger `json:"knativeKafka,omitzero"`
	MQTT         map[string]MQTTTrigger         `json:"mqtt,omitzero"`
	Redis        map[string]RedisTrigger        `json:"redis,omitzero"`
	APIServer    map[string]APIServerTrigger    `json:"apiServer,omitzero"`
}

// Events of a broker that match filters (a Knative Trigger).
type EventTrigger struct {
	Broker          string          `json:"broker"`
	BrokerNamespace *string         `json:"brokerNamespace,omitzero"`
	Filters         []EventFilter   `json:"filters,omitzero"`
	Path            *string         `json:"path,omitzero"`
	Delivery        *Delivery       `json:"delivery,omitzero"`
	Replies         *TriggerReplies `json:"replies,omitzero"`
}

// A timer (a Knative PingSource): an event of type `dev.knative.sources.ping` at each time of a schedule.
type CronTrigger struct {
	Schedule    string            `json:"schedule"`
	TimeZone    *string           `json:"timeZone,omitzero"`
	Data        *string           `json:"data,omitzero"`
	DataBase64  *string           `json:"dataBase64,omitzero"`
	ContentType *string           `json:"contentType,omitzero"`
	Extensions  map[string]string `json:"extensions,omitzero"`
	Replies     *TriggerReplies   `json:"replies,omitzero"`
}

// Every event of a channel (a Knative Subscription).
type ChannelTrigger struct {
	Channel          string       `json:"channel"`
	Kind             *string      `json:"kind,omitzero"`
	ChannelNamespace *string      `json:"channelNamespace,omitzero"`
	Path             *string      `json:"path,omitzero"`
	Reply            *Destination `json:"reply,omitzero"`
	Delivery         *Delivery    `json:"delivery,omitzero"`
}

// Messages of Apache Kafka as events of type `dev.knative.kafka.event`, read by Knative's own Kafka components (a KafkaSource), Java programs that all sources of a cluster share; requires `eventing.kafka` of Knative. Where these do not run already, `kafka` reads the same topics with a small Pod of its own.
type KnativeKafkaTrigger struct {
	BootstrapServers []string          `json:"bootstrapServers"`
	Topics           []string          `json:"topics"`
	ConsumerGroup    *string           `json:"consumerGroup,omitzero"`
	Consumers        *int64            `json:"consumers,omitzero"`
	InitialOffset    *string           `json:"initialOffset,omitzero"`
	Ordering         *string           `json:"ordering,omitzero"`
	SASL             *KnativeKafkaSASL `json:"sasl,omitzero"`
	TLS              *KnativeKafkaTLS  `json:"tls,omitzero"`
	Delivery         *Delivery         `json:"delivery,omitzero"`
	Extensions       map[string]string `json:"extensions,omitzero"`
}

// Changes of Kubernetes objects as events of the types `dev.knative.apiserver.{ref,resource}.{add,update,delete}` (a Knative ApiServerSource).
type APIServerTrigger struct {
	Resources      []APIServerResource `json:"resources"`
	Mode           *string             `json:"mode,omitzero"`
	Owner          *APIServerOwner     `json:"owner,omitzero"`
	Namespaces     map[string]string   `json:"namespaces,omitzero"`
	Filters        []EventFilter       `json:"filters,omitzero"`
	ServiceAccount *string             `json:"serviceAccount,omitzero"`
	Extensions     map[string]string   `json:"extensions,omitzero"`
}

// A condition on the attributes of an event, in one of the dialects of the CloudEvents Subscriptions API.
type EventFilter struct {
	Exact  map[string]string `json:"exact,omitzero"`
	Prefix map[string]string `json:"prefix,omitzero"`
	Suffix map[string]string `json:"suffix,omitzero"`
	All    []EventFilter     `json:"all,omitzero"`
	Any    []EventFilter     `json:"any,omitzero"`
	Not    *EventFilter      `json:"not,omitzero"`
	CESQL  *string           `json:"cesql,omitzero"`
}

// How events are delivered, and what happens to those that can't be delivered.
type Delivery struct {
	Retry                *int64       `json:"retry,omitzero"`
	Backoff              *string      `json:"backoff,omitzero"`
	BackoffSeconds       *float64     `json:"backoffSeconds,omitzero"`
	TimeoutSeconds       *int64       `json:"timeoutSeconds,omitzero"`
	RetryAfterMaxSeconds *int64       `json:"retryAfterMaxSeconds,omitzero"`
	Format               *string      `json:"format,omitzero"`
	DeadLetter           *Destination `json:"deadLetter,omitzero"`
}

// Where events go.
type Destination struct {
	Function  *string         `json:"function,omitzero"`
	Broker    *string         `json:"broker,omitzero"`
	Channel   *string         `json:"channel,omitzero"`
	Service   *string         `json:"service,omitzero"`
	URL       *string         `json:"url,omitzero"`
	Ref       *DestinationRef `json:"ref,omitzero"`
	Namespace *string         `json:"namespace,omitzero"`
	Path      *string         `json:"path,omitzero"`
}

// SASL authentication to Kafka.
type KnativeKafkaSASL struct {
	Type     *SecretKey `json:"type,omitzero"`
	User     SecretKey  `json:"user"`
	Password SecretKey  `json:"password"`
}

// TLS to Kafka.
type KnativeKafkaTLS struct {
	CACert *SecretKey `json:"caCert,omitzero"`
	Cert   *SecretKey `json:"cert,omitzero"`
	Key    *SecretKey `json:"key,omitzero"`
}

// A kind of object to watch.
type APIServerResource struct {
	APIVersion  string            `json:"apiVersion"`
	Kind        string            `json:"kind"`
	MatchLabels map[string]string `json:"matchLabels,omitzero"`
}

// A kind of object that must own the watched objects.
type APIServerOwner struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
}

// An object that has an address (`status.address.url`).
type DestinationRef struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
}
