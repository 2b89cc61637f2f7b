// What the queue scaler reads of a function: an entry in an annotation of its Knative Service, and the right to read its Secrets.
package function

import (
	"fmt"
	"slices"

	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/trigger"
	"knative-faas.dev/programs/internal/function/value"
)

const (
	scaledLabel       = "knative-faas.dev/scaled"
	scaleOnAnnotation = "knative-faas.dev/scale-on"
)

// scalerAccount is the service account of the scaler, in the namespace of all of this project's programs.
var scalerAccount = value.Object{"kind": "ServiceAccount", "name": "queue-scaler", "namespace": "knative-faas"}

// queue is what scales a function: its entry as internal/scaler reads it, and the keys of the Secrets with its credentials.
type queue struct {
	entry value.Object
	login map[string]spec.SecretKey
}

// queueOf returns the queue that scales the function; the CRD allows only one.
func queueOf(name, namespace, cluster string, given spec.Function) *queue {
	scale := ptr.Deref(given.Scale, spec.Scale{})
	if scale.Queue != nil {
		return queueOfKind(*scale.Queue)
	}
	triggers := ptr.Deref(given.Triggers, spec.Triggers{})
	reader := func(key string) string { return trigger.NameAtServer(cluster, namespace, name+"-"+key) }
	for _, key := range value.Names(triggers.Kafka) {
		if args := triggers.Kafka[key]; args.Scale != nil {
			return queueOfKafka(args, reader(key))
		}
	}
	for _, key := range value.Names(triggers.Redis) {
		if args := triggers.Redis[key]; args.Scale != nil {
			return queueOfRedis(args, reader(key))
		}
	}
	return nil
}

// queueOfKind returns the location of a queue and what counts as its length.
func queueOfKind(of spec.Queue) *queue {
	switch {
	case of.RedisList != nil:
		return newQueue("redisList", of.RedisList, value.Object{"redis": trigger.RedisServer(of.RedisList), "keys": of.RedisList.Keys})
	case of.RedisStream != nil:
		return newQueue("redisStream", of.RedisStream, value.Object{
			"redis": trigger.RedisServer(of.RedisStream), "key": of.RedisStream.Key, "group": of.RedisStream.Group,
		})
	case of.Rabbitmq != nil:
		return newQueue("rabbitmq", of.Rabbitmq, value.Object{
			"address": of.Rabbitmq.Address, "queue": of.Rabbitmq.Queue, "tls": trigger.TLSOf(of.Rabbitmq.TLS),
		})
	case of.KafkaLag != nil:
		return newQueue("kafkaLag", of.KafkaLag, kafkaLag(of.KafkaLag, of.KafkaLag.Group))
	case of.Prometheus != nil:
		return newQueue("prometheus", of.Prometheus, value.Object{
			"address": of.Prometheus.Address, "query": of.Prometheus.Query, "tls": trigger.TLSOf(of.Prometheus.TLS),
		})
	}
	return nil
}

// kafkaLag reads the properties that a queue and a trigger have in common.
func kafkaLag(of any, group string) value.Object {
	args := value.As[spec.KafkaLagQueue](of)
	return value.Merged(trigger.KafkaServer(args.BootstrapServers, args.SASL, args.TLS), value.Object{
		"group":         group,
		"topics":        args.Topics,
		"pattern":       args.TopicPattern,
		"initialOffset": args.InitialOffset,
	})
}

// newQueue separates the scaling settings and the credentials from the arguments of a queue.
func newQueue(kind string, args any, entry value.Object) *queue {
	login := trigger.Login(args)
	if len(login) > 0 {
		entry["login"] = login
	}
	all := value.Of(value.As[spec.QueueScale](args)).(value.Object)
	all[kind] = entry
	return &queue{entry: value.Made(all), login: login}
}

// queueOfKafka limits what a partition counts to the load of one Pod if its entries are delivered one after the other.
func queueOfKafka(args spec.KafkaTrigger, reader string) *queue {
	entry := kafkaLag(args, ptr.Deref(args.Group, reader))
	if ptr.Deref(args.Ordered, "") == "partition" {
		entry["mostPerPartition"] = args.Scale.Target
	}
	of := newQueue("kafkaLag", args, entry)
	of.entry = value.Merged(of.entry, value.Of(args.Scale).(value.Object))
	return of
}

// queueOfRedis counts the entries that the trigger's source has not read yet, and those that its Pods are processing.
func queueOfRedis(args spec.RedisTrigger, reader string) *queue {
	kind, entry := "redisList", value.Object{"redis": trigger.RedisServer(args)}
	switch {
	case args.Stream != nil && len(args.Stream.Keys) > 0:
		kind = "redisStream"
		entry["key"], entry["group"] = args.Stream.Keys[0], ptr.Deref(args.Stream.Group, reader)
	case args.List != nil:
		entry["keys"] = listsOf(args.List.Key, reader, ptr.Deref(args.Replicas, 1))
	}
	of := newQueue(kind, args, entry)
	of.entry = value.Merged(of.entry, value.Of(args.Scale).(value.Object))
	return of
}

// mostReplicas is the CRD's maximum; it bounds the list if an object has more.
const mostReplicas = 100

// listsOf returns the list and the processing lists of the Pods of its source.
func listsOf(list, reader string, replicas int64) []string {
	all := []string{list}
	for ordinal := range min(replicas, mostReplicas) {
		all = append(all, trigger.ProcessingKey(list, fmt.Sprintf("%s-%d", reader, ordinal)))
	}
	return all
}

const rbac = "rbac.authorization.k8s.io"

// makeScalerRights grants the scaler access to these Secrets only; none without credentials.
func makeScalerRights(f function) []value.Object {
	if f.queue == nil || len(f.queue.login) == 0 {
		return nil
	}
	name := f.name + "-queue-scaler"
	metadata := value.Object{"name": name, "namespace": f.namespace}
	rule := value.Object{
		"apiGroups": []any{""}, "resources": []any{"secrets"}, "resourceNames": secretsOf(f.queue.login), "verbs": []any{"get"},
	}
	return []value.Object{
		value.Made(value.Object{"apiVersion": rbac + "/v1", "kind": "Role", "metadata": metadata, "rules": []any{rule}}),
		{
			"apiVersion": rbac + "/v1",
			"kind":       "RoleBinding",
			"metadata":   metadata,
			"roleRef":    value.Object{"apiGroup": rbac, "kind": "Role", "name": name},
			"subjects":   []any{scalerAccount},
		},
	}
}

func secretsOf(login map[string]spec.SecretKey) []string {
	var names []string
	for _, key := range login {
		names = append(names, key.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
