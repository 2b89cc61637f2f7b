// Code generated from provider/src/function/functionSchema.ts by "npm run generate". DO NOT EDIT.

// Package spec contains the types of a Function's spec, as in the CRD: fields that are not set are nil.
package spec

// Entries of Apache Kafka (2.5 or newer) as events of type `dev.knative.kafka.event`, read by a consumer group; an entry is committed once the sink has responded with 2xx, even if the source is killed (at least once). An entry that is a CloudEvent is forwarded unchanged.
type KafkaTrigger struct {
	BootstrapServers []string          `json:"bootstrapServers"`
	SASL             *KafkaSASL        `json:"sasl,omitzero"`
	TLS              *ServerTLS        `json:"tls,omitzero"`
	Topics           []string          `json:"topics,omitzero"`
	TopicPattern     *string           `json:"topicPattern,omitzero"`
	Group            *string           `json:"group,omitzero"`
	DeleteGroup      *bool             `json:"deleteGroup,omitzero"`
	InitialOffset    *string           `json:"initialOffset,omitzero"`
	Ordered          *string           `json:"ordered,omitzero"`
	Replies          *KafkaReplies     `json:"replies,omitzero"`
	SessionSeconds   *int64            `json:"sessionSeconds,omitzero"`
	Event            *AdapterEvent     `json:"event,omitzero"`
	Scale            *QueueScale       `json:"scale,omitzero"`
	Replicas         *int64            `json:"replicas,omitzero"`
	Parallelism      *int64            `json:"parallelism,omitzero"`
	Delivery         *KafkaDelivery    `json:"delivery,omitzero"`
	Extensions       map[string]string `json:"extensions,omitzero"`
	Image            *string           `json:"image,omitzero"`
	CPU              *string           `json:"cpu,omitzero"`
	Memory           *string           `json:"memory,omitzero"`
}

// Messages of an MQTT broker as events of type `dev.knative-faas.mqtt.message`; a message stays with the broker until the sink has responded with 2xx, even if the source is killed (at least once, with `qos` 1 and 2). A message that is a CloudEvent by its user properties (MQTT 5) or its content type is forwarded unchanged.
type MQTTTrigger struct {
	Address        string            `json:"address"`
	Protocol       *string           `json:"protocol,omitzero"`
	Topics         []string          `json:"topics"`
	QOS            *int64            `json:"qos,omitzero"`
	Group          *string           `json:"group,omitzero"`
	ClientID       *string           `json:"clientId,omitzero"`
	SessionSeconds *int64            `json:"sessionSeconds,omitzero"`
	Ordered        *bool             `json:"ordered,omitzero"`
	User           *SecretKey        `json:"user,omitzero"`
	Password       *SecretKey        `json:"password,omitzero"`
	TLS            *ServerTLS        `json:"tls,omitzero"`
	Event          *AdapterEvent     `json:"event,omitzero"`
	Replicas       *int64            `json:"replicas,omitzero"`
	Parallelism    *int64            `json:"parallelism,omitzero"`
	Delivery       *AdapterDelivery  `json:"delivery,omitzero"`
	Extensions     map[string]string `json:"extensions,omitzero"`
	Image          *string           `json:"image,omitzero"`
	CPU            *string           `json:"cpu,omitzero"`
	Memory         *string           `json:"memory,omitzero"`
	Replies        *TriggerReplies   `json:"replies,omitzero"`
}

// Entries of Redis (6.2 or newer, also with Sentinel or Cluster) as events of the types `dev.knative-faas.redis.{stream|list|channel}`. Entries of streams and lists stay in Redis until the sink has responded with 2xx, even if the source is killed.
type RedisTrigger struct {
	Addresses   []string          `json:"addresses"`
	Database    *int64            `json:"database,omitzero"`
	Sentinel    *RedisSentinel    `json:"sentinel,omitzero"`
	Cluster     *bool             `json:"cluster,omitzero"`
	User        *SecretKey        `json:"user,omitzero"`
	Password    *SecretKey        `json:"password,omitzero"`
	TLS         *ServerTLS        `json:"tls,omitzero"`
	Stream      *RedisStream      `json:"stream,omitzero"`
	List        *RedisList        `json:"list,omitzero"`
	Channel     *RedisChannel     `json:"channel,omitzero"`
	OrderBy     *string           `json:"orderBy,omitzero"`
	Batch       *int64            `json:"batch,omitzero"`
	Event       *AdapterEvent     `json:"event,omitzero"`
	Scale       *QueueScale       `json:"scale,omitzero"`
	Replicas    *int64            `json:"replicas,omitzero"`
	Parallelism *int64            `json:"parallelism,omitzero"`
	Delivery    *AdapterDelivery  `json:"delivery,omitzero"`
	Extensions  map[string]string `json:"extensions,omitzero"`
	Image       *string           `json:"image,omitzero"`
	CPU         *string           `json:"cpu,omitzero"`
	Memory      *string           `json:"memory,omitzero"`
	Replies     *TriggerReplies   `json:"replies,omitzero"`
}

// A topic of Apache Kafka (2.5 or newer) for the answers of a function. A program in a Pod of its own (`kafka-replies`) passes each event on, and responds to its sender only when all replicas of the topic have the answer: at least once. An answer that can't be written is 503 for the sender, which repeats the event; one that is too long for the topic is 422.
type TriggerReplies struct {
	BootstrapServers []string   `json:"bootstrapServers"`
	SASL             *KafkaSASL `json:"sasl,omitzero"`
	TLS              *ServerTLS `json:"tls,omitzero"`
	Topic            string     `json:"topic"`
	Replicas         *int64     `json:"replicas,omitzero"`
	Parallelism      *int64     `json:"parallelism,omitzero"`
	Image            *string    `json:"image,omitzero"`
	CPU              *string    `json:"cpu,omitzero"`
	Memory           *string    `json:"memory,omitzero"`
}

// Login to Kafka with SASL.
type KafkaSASL struct {
	Mechanism *string    `json:"mechanism,omitzero"`
	User      *SecretKey `json:"user,omitzero"`
	Password  *SecretKey `json:"password,omitzero"`
	Token     *SecretKey `json:"token,omitzero"`
}

// TLS to a server: trusted authorities and client certificate.
type ServerTLS struct {
	CACert     *SecretKey `json:"caCert,omitzero"`
	Cert       *SecretKey `json:"cert,omitzero"`
	Key        *SecretKey `json:"key,omitzero"`
	ServerName *string    `json:"serverName,omitzero"`
}

// What becomes of the answers of the function.
type KafkaReplies struct {
	Topic string `json:"topic"`
}

// Attributes of the events, as templates with placeholders.
type AdapterEvent struct {
	Type        *string `json:"type,omitzero"`
	Source      *string `json:"source,omitzero"`
	Subject     *string `json:"subject,omitzero"`
	ID          *string `json:"id,omitzero"`
	ContentType *string `json:"contentType,omitzero"`
}

// How many Pods a queue requests.
type QueueScale struct {
	Target               int64  `json:"target"`
	Activation           *int64 `json:"activation,omitzero"`
	CooldownSeconds      *int64 `json:"cooldownSeconds,omitzero"`
	StabilizationSeconds *int64 `json:"stabilizationSeconds,omitzero"`
}

// How a source delivers events, and what happens to those that can't be delivered.
type KafkaDelivery struct {
	Retry          *int64           `json:"retry,omitzero"`
	Backoff        *string          `json:"backoff,omitzero"`
	BackoffSeconds *float64         `json:"backoffSeconds,omitzero"`
	TimeoutSeconds *int64           `json:"timeoutSeconds,omitzero"`
	Format         *string          `json:"format,omitzero"`
	DeadLetter     *KafkaDeadLetter `json:"deadLetter,omitzero"`
}

// A key of an existing Secret.
type SecretKey struct {
	Name string `json:"name"`
	Key  string `json:"key"`
}

// How a source delivers events, and what happens to those that can't be delivered.
type AdapterDelivery struct {
	Retry          *int64             `json:"retry,omitzero"`
	Backoff        *string            `json:"backoff,omitzero"`
	BackoffSeconds *float64           `json:"backoffSeconds,omitzero"`
	TimeoutSeconds *int64             `json:"timeoutSeconds,omitzero"`
	Format         *string            `json:"format,omitzero"`
	DeadLetter     *AdapterDeadLetter `json:"deadLetter,omitzero"`
}

// Sentinels that know which server is the master.
type RedisSentinel struct {
	Master   string     `json:"master"`
	User     *SecretKey `json:"user,omitzero"`
	Password *SecretKey `json:"password,omitzero"`
}

// Entries of streams, read by a consumer group: at least once.
type RedisStream struct {
	Keys         []string `json:"keys"`
	Group        *string  `json:"group,omitzero"`
	From         *string  `json:"from,omitzero"`
	ClaimSeconds *int64   `json:"claimSeconds,omitzero"`
	DataField    *string  `json:"dataField,omitzero"`
}

// Entries of a list, moved to a processing list until they are delivered: at least once.
type RedisList struct {
	Key  string  `json:"key"`
	Take *string `json:"take,omitzero"`
}

// Messages of channels (pub/sub): at most once, because Redis does not store messages for absent subscribers.
type RedisChannel struct {
	Names    []string `json:"names,omitzero"`
	Patterns []string `json:"patterns,omitzero"`
}

// Where undeliverable events go.
type KafkaDeadLetter struct {
	Function  *string `json:"function,omitzero"`
	Channel   *string `json:"channel,omitzero"`
	Service   *string `json:"service,omitzero"`
	URL       *string `json:"url,omitzero"`
	Namespace *string `json:"namespace,omitzero"`
	Path      *string `json:"path,omitzero"`
	Topic     *string `json:"topic,omitzero"`
}

// Where undeliverable events go.
type AdapterDeadLetter struct {
	Function  *string `json:"function,omitzero"`
	Channel   *string `json:"channel,omitzero"`
	Service   *string `json:"service,omitzero"`
	URL       *string `json:"url,omitzero"`
	Namespace *string `json:"namespace,omitzero"`
	Path      *string `json:"path,omitzero"`
}
