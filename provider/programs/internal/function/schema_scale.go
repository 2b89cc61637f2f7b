// Shapes of autoscaling: Knative's settings, and the queue whose length asks for Pods.
package function

import (
	"math"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/trigger"
)

var scaleShape = shape.Of(shape.Fields{
	"class":                    shape.Words("kpa", "hpa"),
	"min":                      count,
	"max":                      count,
	"initial":                  count,
	"activation":               shape.Whole(2, shape.MostWhole),
	"target":                   shape.Number(0.01, math.MaxInt32),
	"targetUtilizationPercent": shape.Number(1, 100),
	"metric":                   shape.Words("concurrency", "rps", "cpu", "memory"),
	"windowSeconds":            shape.Whole(6, 3600),
	"panicWindowPercent":       shape.Number(1, 100),
	"panicThresholdPercent":    shape.Number(110, 1000),
	"scaleDownDelaySeconds":    shape.Whole(0, 3600),
	"retentionSeconds":         shape.Whole(0, 3600),
	"targetBurstCapacity":      shape.Number(-1, math.MaxInt32),
	"aggregation":              shape.Words("linear", "weighted-exponential"),
	"queue":                    anyQueueShape,
})

var anyQueueShape = shape.Of(shape.Fields{
	"redisList": queueShape(trigger.RedisFields, shape.Fields{"keys": shape.Filled(trigger.RedisKey)}).
		Needs("addresses", "keys", "target"),
	"redisStream": queueShape(trigger.RedisFields, shape.Fields{"key": trigger.RedisKey, "group": shape.Text()}).
		Needs("addresses", "key", "group", "target"),
	"rabbitmq": queueShape(trigger.LoginFields, shape.Fields{
		"address": shape.Matching(`^amqps?://[^\s/@?#]+(/[^\s/?#]*)?$`,
			`expected amqp:// or amqps:// with host, port and virtual host, e.g. "amqp://rabbit.shop:5672/"; user and password belong in Secrets`),
		"queue": shape.Short(255),
	}).Needs("address", "queue", "target"),
	"kafkaLag": queueShape(shape.Fields{"tls": trigger.LoginFields["tls"]}, shape.Fields{
		"bootstrapServers": shape.Filled(trigger.HostPort),
		"group":            shape.Text(),
		"topics":           shape.Filled(shape.Text()),
		"initialOffset":    shape.Words("earliest", "latest"),
		"sasl": shape.Of(shape.Fields{
			"mechanism": shape.Words("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"),
			"user":      trigger.LoginFields["user"],
			"password":  trigger.LoginFields["password"],
		}).Needs("user", "password"),
	}).Needs("bootstrapServers", "group", "topics", "target"),
	"prometheus": queueShape(trigger.LoginFields, shape.Fields{
		"address": shape.Matching(`^https?://[^\s@?#]+$`,
			`expected an address that starts with "http://" or "https://", without user and password`),
		"query": shape.Text(),
	}).Needs("address", "query", "target"),
}).One("redisList", "redisStream", "rabbitmq", "kafkaLag", "prometheus")

func queueShape(server, own shape.Fields) shape.Group {
	return shape.Of(server).Extended(own).Extended(trigger.QueueScaleFields)
}
