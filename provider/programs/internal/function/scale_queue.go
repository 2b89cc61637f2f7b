// What the queue scaler reads of a function: an entry at its Knative Service, and the right to read its Secrets.
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

// The service account of the scaler; its namespace is that of all extensions.
var scalerAccount = value.Object{"kind": "ServiceAccount", "name": "queue-scaler", "namespace": "knative-faas"}

// queue is what scales a function: its entry as internal/scaler reads it, and the keys of Secrets with the log-in.
type queue struct {
	entry value.Object
	login map[string]spec.SecretKey
}

// queueOf returns the one queue that scales the function; the definition has seen to it that there are no two.
func queueOf(name, namespace, cluster string, given spec.Function) *queue {
	scale := ptr.Deref(given.Scale, spec.Scale{})
	if scale.Queue != nil {
		return queueOfKind(*scale.Queue)
	}
	triggers := ptr.Deref(given.Triggers, spec.Triggers{}).Redis
	for _, key := range value.Names(triggers) {
		if args := triggers[key]; args.Scale != nil {
			return queueOfTrigger(args, trigger.NameAtServer(cluster, namespace, name+"-"+key))
		}
	}
	return nil
}

// Where each kind is and what counts in it.
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
		return newQueue("kafkaLag", of.KafkaLag, kafkaLag(*of.KafkaLag))
	case of.Prometheus != nil:
		return newQueue("prometheus", of.Prometheus, value.Object{
			"address": of.Prometheus.Address, "query": of.Prometheus.Query, "tls": trigger.TLSOf(of.Prometheus.TLS),
		})
	}
	return nil
}

func kafkaLag(args spec.KafkaLagQueue) value.Object {
	entry := value.Object{
		"bootstrapServers": args.BootstrapServers,
		"group":            args.Group,
		"topics":           args.Topics,
		"initialOffset":    args.InitialOffset,
		"tls":              trigger.TLSOf(args.TLS),
	}
	if args.SASL != nil {
		entry["sasl"] = ptr.Deref(args.SASL.Mechanism, "PLAIN")
	}
	return entry
}

// newQueue takes out of the arguments how many Pods the queue asks for, and how to log in.
func newQueue(kind string, args any, entry value.Object) *queue {
	login := trigger.Login(args)
	if len(login) > 0 {
		entry["login"] = login
	}
	all := value.Of(value.As[spec.QueueScale](args)).(value.Object)
	all[kind] = entry
	return &queue{entry: value.Made(all), login: login}
}

// queueOfTrigger counts what the trigger's source has not read yet, and what its Pods have in work.
func queueOfTrigger(args spec.RedisTrigger, reader string) *queue {
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

// The definition takes no more; one without the bound must not make the controller write a list without an end.
const mostReplicas = 100

// listsOf are the list and those of what its source's Pods have in work.
func listsOf(list, reader string, replicas int64) []string {
	all := []string{list}
	for ordinal := range min(replicas, mostReplicas) {
		all = append(all, trigger.ProcessingKey(list, fmt.Sprintf("%s-%d", reader, ordinal)))
	}
	return all
}

const rbac = "rbac.authorization.k8s.io"

// makeScalerRights lets the scaler read just these Secrets; there are none where there is no log-in.
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
