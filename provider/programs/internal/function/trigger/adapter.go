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

const adapterPort = int64(9090)

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
	return value.Object{
		"terminationGracePeriodSeconds": int64(30),
		"automountServiceAccountToken":  false,
		"securityContext":               value.Object{"runAsNonRoot": true, "seccompProfile": value.Object{"type": "RuntimeDefault"}},
		"imagePullSecrets":              pullSecrets(at),
		"containers":                    []any{adapterContainer(args, login, config, at)},
		"volumes":                       login.volumes,
	}
}

func pullSecrets(at place) any {
	var all []any
	for _, name := range at.PullSecrets {
		all = append(all, value.Object{"name": name})
	}
	return value.Filled(all)
}

func adapterContainer(args adapterArgs, login podLogin, config value.Object, at place) value.Object {
	podName := value.Object{"fieldRef": value.Object{"fieldPath": "metadata.name"}}
	variables := []any{
		value.Object{"name": "SOURCE", "value": value.Canonical(adapterConfig(args, config, at))},
		value.Object{"name": "POD_NAME", "valueFrom": podName},
	}
	return value.Object{
		"name":           "source",
		"image":          args.Image,
		"env":            append(variables, login.variables...),
		"volumeMounts":   login.mounts,
		"ports":          []any{value.Object{"name": "metrics", "containerPort": adapterPort}},
		"readinessProbe": adapterProbe("/readyz", 1),
		"livenessProbe":  adapterProbe("/healthz", 10),
		"resources": value.Object{
			"requests": value.Object{"cpu": ptr.Deref(args.CPU, "10m"), "memory": ptr.Deref(args.Memory, "32Mi")},
			"limits":   value.Object{"memory": value.Larger("256Mi", args.Memory)},
		},
		"securityContext": value.Object{
			"allowPrivilegeEscalation": false,
			"readOnlyRootFilesystem":   true,
			"capabilities":             value.Object{"drop": []any{"ALL"}},
		},
		"terminationMessagePolicy": "FallbackToLogsOnError",
	}
}

func adapterProbe(path string, period int64) value.Object {
	return value.Object{"httpGet": value.Object{"path": path, "port": adapterPort}, "periodSeconds": period}
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
