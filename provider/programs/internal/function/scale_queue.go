// What the queue scaler reads of a function: an entry at its Knative Service, and the right to read its Secrets.
package function

import (
	"fmt"
	"slices"

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
	login value.Object
}

// queueOf returns the one queue that scales the function; the rules have seen to it that there are no two.
func queueOf(name, namespace, cluster string, given value.Object) *queue {
	from := value.Child(value.Child(given, "scale"), "queue")
	for kind, entryOf := range queueKinds {
		if value.Has(from, kind) {
			args := value.Child(from, kind)
			return newQueue(kind, args, args, entryOf(args))
		}
	}
	triggers := value.Child(value.Child(given, "triggers"), "redis")
	for _, key := range value.Names(triggers) {
		if args := value.Child(triggers, key); value.Has(args, "scale") {
			return queueOfTrigger(args, trigger.NameAtServer(cluster, namespace, name+"-"+key))
		}
	}
	return nil
}

func newQueue(kind string, args, scale, entry value.Object) *queue {
	login := trigger.Login(args)
	if len(login) > 0 {
		entry["login"] = login
	}
	all := value.Object{kind: value.Given(entry)}
	for name := range trigger.QueueScaleFields {
		all[name] = scale[name]
	}
	return &queue{entry: value.Given(all), login: login}
}

// By kind of queue, where it is and what counts in it.
var queueKinds = map[string]func(value.Object) value.Object{
	"redisList": func(args value.Object) value.Object {
		return value.Object{"redis": trigger.RedisServer(args), "keys": args["keys"]}
	},
	"redisStream": func(args value.Object) value.Object {
		return value.Object{"redis": trigger.RedisServer(args), "key": args["key"], "group": args["group"]}
	},
	"rabbitmq": func(args value.Object) value.Object {
		return value.Object{"address": args["address"], "queue": args["queue"], "tls": trigger.TLSOf(args)}
	},
	"kafkaLag": func(args value.Object) value.Object {
		entry := value.Object{"tls": trigger.TLSOf(args)}
		for _, name := range []string{"bootstrapServers", "group", "topics", "initialOffset"} {
			entry[name] = args[name]
		}
		if value.Has(args, "sasl") {
			entry["sasl"] = value.Or(value.Child(args, "sasl")["mechanism"], "PLAIN")
		}
		return entry
	},
	"prometheus": func(args value.Object) value.Object {
		return value.Object{"address": args["address"], "query": args["query"], "tls": trigger.TLSOf(args)}
	},
}

// queueOfTrigger counts what the trigger's source has not read yet, and what its Pods have in work.
func queueOfTrigger(args value.Object, reader string) *queue {
	server, scale := trigger.RedisServer(args), value.Child(args, "scale")
	if value.Has(args, "stream") {
		stream := value.Child(args, "stream")
		return newQueue("redisStream", args, scale, value.Object{
			"redis": server,
			"key":   value.List(stream, "keys")[0],
			"group": value.Or(stream["group"], reader),
		})
	}
	replicas, given := value.Whole(args, "replicas")
	if !given {
		replicas = 1
	}
	keys := listsOf(value.Text(value.Child(args, "list"), "key"), reader, replicas)
	return newQueue("redisList", args, scale, value.Object{"redis": server, "keys": keys})
}

// listsOf are the list and those of what its source's Pods have in work.
func listsOf(list, reader string, replicas int64) []any {
	all := []any{list}
	for ordinal := range replicas {
		all = append(all, trigger.ProcessingKey(list, fmt.Sprintf("%s-%d", reader, ordinal)))
	}
	return all
}

const rbac = "rbac.authorization.k8s.io"

// makeScalerRights lets the scaler read just these Secrets; there are none where there is no log-in.
func makeScalerRights(s spec) []value.Object {
	if s.queue == nil || len(s.queue.login) == 0 {
		return nil
	}
	name := s.name + "-queue-scaler"
	metadata := value.Object{"name": name, "namespace": s.namespace}
	rule := value.Object{
		"apiGroups": []any{""}, "resources": []any{"secrets"}, "resourceNames": secretsOf(s.queue.login), "verbs": []any{"get"},
	}
	return []value.Object{
		{"apiVersion": rbac + "/v1", "kind": "Role", "metadata": metadata, "rules": []any{rule}},
		{
			"apiVersion": rbac + "/v1",
			"kind":       "RoleBinding",
			"metadata":   metadata,
			"roleRef":    value.Object{"apiGroup": rbac, "kind": "Role", "name": name},
			"subjects":   []any{scalerAccount},
		},
	}
}

func secretsOf(login value.Object) []any {
	var names []string
	for purpose := range login {
		names = append(names, value.Text(value.Child(login, purpose), "name"))
	}
	slices.Sort(names)
	var all []any
	for _, name := range slices.Compact(names) {
		all = append(all, name)
	}
	return all
}
