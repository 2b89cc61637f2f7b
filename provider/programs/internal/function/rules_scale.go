// What must hold between the settings of the autoscaler, where a queue scales, and between time limits.
package function

import (
	"slices"
	"strings"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/trigger"
	"knative-faas.dev/programs/internal/function/value"
)

func scaleBounds(r *ruling) {
	scale := r.child("scale")
	most, _ := value.Whole(scale, "max")
	for _, name := range []string{"min", "initial", "activation"} {
		if given, ok := value.Whole(scale, name); ok && most != 0 && given > most {
			r.wrong("scale."+name, "expected at most scale.max (%d), got %d; lower %s or raise max", most, given, name)
		}
	}
	least, hasLeast := value.Whole(scale, "min")
	activation, hasActivation := value.Whole(scale, "activation")
	if hasLeast && hasActivation && least > activation {
		r.wrong("scale.activation", "expected at least scale.min (%d), got %d; raise activation or lower min", least, activation)
	}
}

var metrics = map[string][]string{"kpa": {"concurrency", "rps"}, "hpa": {"cpu", "memory"}}

// Under `hpa` Knative takes any metric, and would ask the metrics server for one that is called "concurrency".
func metricOfClass(r *ruling) {
	scale := r.child("scale")
	class := value.Or(scale["class"], "kpa").(string)
	metric := value.Text(scale, "metric")
	if metric != "" && !slices.Contains(metrics[class], metric) {
		r.wrong("scale.metric", "expected %s with the class %q, got %q; change it, or scale.class",
			strings.Join(metrics[class], " or "), class, metric)
	}
}

// serving v0.50, pkg/apis/autoscaling/annotation_validation.go: validateFloats.
func burstCapacity(r *ruling) {
	var capacity float64
	switch given := r.child("scale")["targetBurstCapacity"].(type) {
	case int64:
		capacity = float64(given)
	case float64:
		capacity = given
	}
	if capacity < 0 && capacity != -1 {
		r.wrong("scale.targetBurstCapacity", "expected -1 or at least 0, got %v", capacity)
	}
}

// Knative takes longer ones, but the limit of the whole request ends them.
func timeoutBounds(r *ruling) {
	timeouts := timeoutsOf(r.child("timeouts"))
	most, _ := value.Whole(timeouts, "requestSeconds")
	for _, name := range []string{"responseStartSeconds", "idleSeconds"} {
		if given, ok := value.Whole(timeouts, name); ok && given > most {
			r.wrong("timeouts."+name, "expected at most timeouts.requestSeconds (%d), got %d; lower it or raise requestSeconds", most, given)
		}
	}
}

// scalingBy are the paths of what scales by a queue.
func (r *ruling) scalingBy() []string {
	var all []string
	if value.Has(r.child("scale"), "queue") {
		all = append(all, "scale.queue")
	}
	triggers := value.Child(r.child("triggers"), "redis")
	for _, key := range value.Names(triggers) {
		if value.Has(value.Child(triggers, key), "scale") {
			all = append(all, "triggers.redis."+key+".scale")
		}
	}
	return all
}

// One queue is the measure: two would overrule each other.
func oneQueue(r *ruling) {
	if all := r.scalingBy(); len(all) > 1 {
		r.wrong(all[1], "%s are mutually exclusive; set only one, as %s scales already", strings.Join(all, " and "), all[0])
	}
}

// A long queue asks for any number of Pods.
func boundOfQueue(r *ruling) {
	most, _ := value.Whole(r.child("scale"), "max")
	if by := r.scalingBy(); len(by) > 0 && most == 0 {
		r.wrong("scale.max",
			"is needed with %s: a long queue would ask for any number of Pods; give the most that there may be, e.g. 10", by[0])
	}
}

// The horizontal autoscaler does not look at bounds that change.
func queueOfClass(r *ruling) {
	if by := r.scalingBy(); len(by) > 0 && r.child("scale")["class"] == "hpa" {
		r.wrong("scale.class", `expected "kpa" with %s, got "hpa"; leave one of them out`, by[0])
	}
}

func queueServers(r *ruling) {
	queue := value.Child(r.child("scale"), "queue")
	for _, kind := range value.Names(queue) {
		args, path := value.Child(queue, kind), specPath+".scale.queue."+kind
		mistakes := trigger.CertificateMistakes
		if strings.HasPrefix(kind, "redis") {
			mistakes = trigger.RedisMistakes
		}
		r.found = append(r.found, mistakes(args, path)...)
	}
}

func limitsHoldRequests(r *ruling) {
	r.bounds("resources", r.child("resources"))
	r.bounds("queueProxy", r.child("queueProxy"))
	for _, one := range r.besides() {
		r.bounds(one.path+".resources", value.Child(one.container, "resources"))
	}
}

func (r *ruling) bounds(path string, resources value.Object) {
	requests, limits := value.Child(resources, "requests"), value.Child(resources, "limits")
	for _, name := range []string{"cpu", "memory", "ephemeralStorage"} {
		request, limit := value.Text(requests, name), value.Text(limits, name)
		if value.IsMore(request, limit) {
			r.wrong(shape.At(path, "requests."+name), "expected at most the limit (%s), got %s", limit, request)
		}
	}
	r.extended(path, value.Child(requests, "extended"), value.Child(limits, "extended"))
}

// Kubernetes hands these out whole: a request alone, or one that differs from the limit, is refused for the Pod.
func (r *ruling) extended(path string, requests, limits value.Object) {
	for _, name := range value.Names(requests) {
		request, limit := value.Text(requests, name), value.Text(limits, name)
		if order, known := value.Compared(request, limit); limit == "" || known && order != 0 {
			if limit == "" {
				limit = "nothing there"
			}
			r.wrong(shape.At(path, "requests.extended."+name),
				"expected the same amount as in limits.extended (%s), got %s", limit, request)
		}
	}
}
