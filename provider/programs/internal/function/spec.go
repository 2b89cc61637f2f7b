// What a Function's spec means: every default filled in, nothing optional left but what Knative itself defaults.
package function

import (
	"knative-faas.dev/programs/internal/function/value"
)

// spec is a Function's spec with its defaults. A field of the type any is nil where nothing is given.
type spec struct {
	name, namespace string
	image           any

	labels, annotations       value.Object
	port, protocol            any
	command, args, workingDir any
	env, envValueFrom         value.Object
	envFrom                   []any
	volumes, probes           value.Object
	requests, limits          value.Object
	queueProxy                value.Object
	serviceAccount            any
	serviceAccountToken       bool
	pullSecrets               []any
	securityContext           value.Object
	concurrency               any
	timeouts                  value.Object
	rolloutSeconds            any
	scale                     value.Object
	queue                     *queue // nil where no queue scales the function
	network, pod              value.Object
	visibility                string
	traffic                   []any
	domains, triggers         value.Object
}

func newSpec(name, namespace, cluster string, given value.Object) spec {
	requests, limits := amountsOf(value.Child(given, "resources"))
	token, ok := given["serviceAccountToken"].(bool)
	return spec{
		name: name, namespace: namespace,
		image:  given["image"],
		labels: value.Child(given, "labels"), annotations: value.Child(given, "annotations"),
		port: value.Or(given["port"], int64(8080)), protocol: given["protocol"],
		command: given["command"], args: given["args"], workingDir: given["workingDir"],
		env: value.Child(given, "env"), envValueFrom: value.Child(given, "envValueFrom"), envFrom: value.List(given, "envFrom"),
		volumes: value.Child(given, "volumes"), probes: value.Child(given, "probes"),
		requests: requests, limits: limits,
		queueProxy:          value.Child(given, "queueProxy"),
		serviceAccount:      given["serviceAccount"],
		serviceAccountToken: token || (!ok && value.Has(given, "serviceAccount")),
		pullSecrets:         value.List(given, "pullSecrets"),
		securityContext:     value.Child(given, "securityContext"),
		concurrency:         value.Or(given["concurrency"], int64(0)),
		timeouts:            timeoutsOf(value.Child(given, "timeouts")),
		rolloutSeconds:      given["rolloutSeconds"],
		scale:               value.Child(given, "scale"),
		queue:               queueOf(name, namespace, cluster, given),
		network:             value.Child(given, "network"), pod: value.Child(given, "pod"),
		visibility: value.Or(given["visibility"], "public").(string),
		traffic:    trafficOf(given),
		domains:    value.Child(given, "domains"), triggers: value.Child(given, "triggers"),
	}
}

func timeoutsOf(given value.Object) value.Object {
	return value.Merged(value.Object{"requestSeconds": int64(300), "readySeconds": int64(40)}, given)
}

// All of it goes to the newest revision, unless the user says otherwise.
func trafficOf(given value.Object) []any {
	if value.Has(given, "traffic") {
		return value.List(given, "traffic")
	}
	return []any{value.Object{"latest": true, "percent": int64(100)}}
}

const (
	defaultCPU         = "20m"
	defaultMemory      = "32Mi"
	defaultMemoryLimit = "256Mi"
)

// A default never contradicts what the user gave: a request stays below a given limit and the other way round.
func amountsOf(resources value.Object) (requests, limits value.Object) {
	askedRequests, askedLimits := value.Child(resources, "requests"), value.Child(resources, "limits")
	requests = value.Merged(value.Object{
		"cpu":    value.Smaller(defaultCPU, askedLimits["cpu"]),
		"memory": value.Smaller(defaultMemory, askedLimits["memory"]),
	}, askedRequests)
	limits = value.Merged(value.Object{"memory": value.Larger(defaultMemoryLimit, askedRequests["memory"])}, askedLimits)
	return requests, limits
}
