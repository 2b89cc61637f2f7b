// A Function's spec with all defaults, except those that Knative fills in.
package function

import (
	"cmp"

	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/tables"
	"knative-faas.dev/programs/internal/function/value"
)

// function is a Function with its place and its defaults.
type function struct {
	spec.Function
	name, namespace  string
	requests, limits spec.Amounts
	queue            *queue // nil if no queue scales the function
}

func newFunction(name, namespace, cluster string, given spec.Function) function {
	resources := ptr.Deref(given.Resources, spec.Resources{})
	f := function{Function: given, name: name, namespace: namespace, queue: queueOf(name, namespace, cluster, given)}
	f.requests, f.limits = amountsOf(ptr.Deref(resources.Requests, spec.Amounts{}), ptr.Deref(resources.Limits, spec.Amounts{}))
	f.Port = cmp.Or(f.Port, new(tables.DefaultPort))
	f.Concurrency = cmp.Or(f.Concurrency, new(tables.DefaultConcurrency))
	f.ServiceAccountToken = cmp.Or(f.ServiceAccountToken, new(f.ServiceAccount != nil))
	f.Visibility = cmp.Or(f.Visibility, new(tables.DefaultVisibility))
	f.Timeouts = new(ptr.Deref(f.Timeouts, spec.Timeouts{}))
	f.Timeouts.RequestSeconds = cmp.Or(f.Timeouts.RequestSeconds, new(tables.DefaultRequestSeconds))
	f.Timeouts.ReadySeconds = cmp.Or(f.Timeouts.ReadySeconds, new(tables.DefaultReadySeconds))
	f.Network = cmp.Or(f.Network, &spec.Network{})
	f.Pod = cmp.Or(f.Pod, &spec.Pod{})
	if f.Traffic == nil {
		// By default all traffic goes to the newest revision.
		f.Traffic = []spec.Traffic{{Latest: new(true), Percent: new(int64(100))}}
	}
	return f
}

// amountsOf adds defaults that do not contradict the user's values: a default request is not above a given limit, and a default
// limit not below a given request.
func amountsOf(requests, limits spec.Amounts) (spec.Amounts, spec.Amounts) {
	filledLimits := limits
	filledLimits.Memory = cmp.Or(limits.Memory, new(value.Larger(tables.DefaultMemoryLimit, requests.Memory)))
	requests.CPU = cmp.Or(requests.CPU, new(value.Smaller(tables.DefaultCPU, limits.CPU)))
	requests.Memory = cmp.Or(requests.Memory, new(value.Smaller(tables.DefaultMemory, limits.Memory)))
	return requests, filledLimits
}
