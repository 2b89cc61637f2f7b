// Code generated from provider/src/function/functionSchema.ts by "npm run generate". DO NOT EDIT.

// Package spec contains the types of a Function's spec, as in the CRD: fields that are not set are nil.
package spec

// Bounds and target of the autoscaler.
type Scale struct {
	Class                    *string  `json:"class,omitzero"`
	Min                      *int64   `json:"min,omitzero"`
	Max                      *int64   `json:"max,omitzero"`
	Initial                  *int64   `json:"initial,omitzero"`
	Activation               *int64   `json:"activation,omitzero"`
	Target                   *float64 `json:"target,omitzero"`
	TargetUtilizationPercent *float64 `json:"targetUtilizationPercent,omitzero"`
	Metric                   *string  `json:"metric,omitzero"`
	WindowSeconds            *int64   `json:"windowSeconds,omitzero"`
	PanicWindowPercent       *float64 `json:"panicWindowPercent,omitzero"`
	PanicThresholdPercent    *float64 `json:"panicThresholdPercent,omitzero"`
	ScaleDownDelaySeconds    *int64   `json:"scaleDownDelaySeconds,omitzero"`
	RetentionSeconds         *int64   `json:"retentionSeconds,omitzero"`
	TargetBurstCapacity      *float64 `json:"targetBurstCapacity,omitzero"`
	Aggregation              *string  `json:"aggregation,omitzero"`
	Queue                    *Queue   `json:"queue,omitzero"`
}

// A queue whose length determines the number of Pods.
type Queue struct {
	RedisList   *RedisListQueue   `json:"redisList,omitzero"`
	RedisStream *RedisStreamQueue `json:"redisStream,omitzero"`
	Rabbitmq    *RabbitmqQueue    `json:"rabbitmq,omitzero"`
	KafkaLag    *KafkaLagQueue    `json:"kafkaLag,omitzero"`
	Prometheus  *PrometheusQueue  `json:"prometheus,omitzero"`
}

// The length of Redis lists.
type RedisListQueue struct {
	Addresses            []string       `json:"addresses"`
	Database             *int64         `json:"database,omitzero"`
	Sentinel             *RedisSentinel `json:"sentinel,omitzero"`
	Cluster              *bool          `json:"cluster,omitzero"`
	User                 *SecretKey     `json:"user,omitzero"`
	Password             *SecretKey     `json:"password,omitzero"`
	TLS                  *ServerTLS     `json:"tls,omitzero"`
	Keys                 []string       `json:"keys"`
	Target               int64          `json:"target"`
	Activation           *int64         `json:"activation,omitzero"`
	CooldownSeconds      *int64         `json:"cooldownSeconds,omitzero"`
	StabilizationSeconds *int64         `json:"stabilizationSeconds,omitzero"`
}

// Entries of a Redis stream that a consumer group has not read or not acknowledged yet.
type RedisStreamQueue struct {
	Addresses            []string       `json:"addresses"`
	Database             *int64         `json:"database,omitzero"`
	Sentinel             *RedisSentinel `json:"sentinel,omitzero"`
	Cluster              *bool          `json:"cluster,omitzero"`
	User                 *SecretKey     `json:"user,omitzero"`
	Password             *SecretKey     `json:"password,omitzero"`
	TLS                  *ServerTLS     `json:"tls,omitzero"`
	Key                  string         `json:"key"`
	Group                string         `json:"group"`
	Target               int64          `json:"target"`
	Activation           *int64         `json:"activation,omitzero"`
	CooldownSeconds      *int64         `json:"cooldownSeconds,omitzero"`
	StabilizationSeconds *int64         `json:"stabilizationSeconds,omitzero"`
}

// The ready messages of a RabbitMQ queue, without those that a consumer has not acknowledged.
type RabbitmqQueue struct {
	Address              string     `json:"address"`
	Queue                string     `json:"queue"`
	User                 *SecretKey `json:"user,omitzero"`
	Password             *SecretKey `json:"password,omitzero"`
	TLS                  *ServerTLS `json:"tls,omitzero"`
	Target               int64      `json:"target"`
	Activation           *int64     `json:"activation,omitzero"`
	CooldownSeconds      *int64     `json:"cooldownSeconds,omitzero"`
	StabilizationSeconds *int64     `json:"stabilizationSeconds,omitzero"`
}

// The lag of a Kafka consumer group.
type KafkaLagQueue struct {
	BootstrapServers     []string   `json:"bootstrapServers"`
	SASL                 *KafkaSASL `json:"sasl,omitzero"`
	TLS                  *ServerTLS `json:"tls,omitzero"`
	Group                string     `json:"group"`
	Topics               []string   `json:"topics,omitzero"`
	TopicPattern         *string    `json:"topicPattern,omitzero"`
	InitialOffset        *string    `json:"initialOffset,omitzero"`
	Target               int64      `json:"target"`
	Activation           *int64     `json:"activation,omitzero"`
	CooldownSeconds      *int64     `json:"cooldownSeconds,omitzero"`
	StabilizationSeconds *int64     `json:"stabilizationSeconds,omitzero"`
}

// The result of a query to Prometheus.
type PrometheusQueue struct {
	Address              string     `json:"address"`
	Query                string     `json:"query"`
	User                 *SecretKey `json:"user,omitzero"`
	Password             *SecretKey `json:"password,omitzero"`
	TLS                  *ServerTLS `json:"tls,omitzero"`
	Target               int64      `json:"target"`
	Activation           *int64     `json:"activation,omitzero"`
	CooldownSeconds      *int64     `json:"cooldownSeconds,omitzero"`
	StabilizationSeconds *int64     `json:"stabilizationSeconds,omitzero"`
}
