// A source that one of this project's programs runs: a StatefulSet, and the SinkBinding that sets where it sends events.
package trigger

import (
	"cmp"

	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

// SourceLabel is on the Pods of a source; its value is the name of the source's object.
const SourceLabel = "knative-faas.dev/source"

// adapterArgs are the properties that all sources of this project's programs share.
type adapterArgs struct {
	Replicas    *int64                `json:"replicas"`
	Parallelism *int64                `json:"parallelism"`
	Event       *spec.AdapterEvent    `json:"event"`
	Delivery    *spec.AdapterDelivery `json:"delivery"`
	Extensions  map[string]string     `json:"extensions"`
	Image       *string               `json:"image"`
	CPU         *string               `json:"cpu"`
	Memory      *string               `json:"memory"`
}

func imageMistakes(image *string, program, path string, of Receiver) []strict.Mistake {
	if image != nil || of.Images[program] != "" {
		return nil
	}
	return []strict.Mistake{strict.Wrong(path+".image", "is required: this cluster's controller has no image of %s", program)}
}

// makeAdapter runs one of this project's programs; config contains the settings beyond those that all of them share.
func makeAdapter(given any, program string, at place, config value.Object, login podLogin) []value.Object {
	args := value.As[adapterArgs](given)
	args.Image = cmp.Or(args.Image, new(at.Images[program]))
	labels := value.Object{SourceLabel: at.name}
	return []value.Object{
		{
			"apiVersion": "apps/v1",
			"kind":       "StatefulSet",
			"metadata":   at.metadata(),
			"spec": value.Object{
				"replicas":    ptr.Deref(args.Replicas, 1),
				"serviceName": at.name,
				// A Pod that never gets ready must not block the Pods after it, or the rollout of a corrected template.
				"podManagementPolicy": "Parallel",
				"selector":            value.Object{"matchLabels": labels},
				"template":            value.Object{"metadata": value.Object{"labels": labels}, "spec": adapterPod(args, login, config, at)},
			},
		},
		{
			"apiVersion": "sources.knative.dev/v1",
			"kind":       "SinkBinding",
			"metadata":   at.metadata(),
			"spec": value.Object{
				"subject": value.Object{
					"apiVersion": "apps/v1", "kind": "StatefulSet", "name": at.name, "namespace": at.Namespace,
				},
				"ceOverrides": overrides(args.Extensions),
				"sink":        at.function(nil),
			},
		},
	}
}

func adapterPod(args adapterArgs, login podLogin, config value.Object, at place) value.Object {
	return podOf(program{
		container: "source", image: args.Image, cpu: args.CPU, memory: args.Memory, config: adapterConfig(args, config, at), login: login,
	}, at)
}

// adapterConfig is what internal/adapter reads.
func adapterConfig(args adapterArgs, config value.Object, at place) value.Object {
	common := value.Object{
		"name":        at.name,
		"namespace":   at.Namespace,
		"instance":    NameAtServer(at.Cluster, at.Namespace, at.name),
		"parallelism": args.Parallelism,
		"delivery":    adapterDeliveryOf(args.Delivery, at.Namespace),
	}
	event, _ := value.Of(args.Event).(value.Object)
	return value.Made(value.Merged(common, event, config))
}
