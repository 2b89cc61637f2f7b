// A source that a program of ours runs: a StatefulSet, and the SinkBinding that tells it where to send.
package trigger

import (
	"fmt"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

// SourceLabel is on the Pods of a source; its value is the name of the source's object.
const SourceLabel = "knative-faas.dev/source"

const adapterPort = int64(9090)

// What every source of ours has among its properties.
var adapterFields = shape.Fields{
	"replicas":    shape.Whole(1, 100),
	"parallelism": shape.Whole(1, 10_000),
	"event": shape.Of(shape.Fields{
		"type": shape.Text(), "source": shape.Text(), "subject": shape.Text(), "id": shape.Text(), "contentType": shape.MediaType,
	}),
	"delivery":   adapterDelivery,
	"extensions": extensions,
	"image":      shape.ImageByDigest,
	"cpu":        shape.Quantity,
	"memory":     shape.Quantity,
}

// program is what a source reads beside what all of them read.
type program struct {
	config  value.Object
	secrets []secretVariable
}

// onePod tells several Pods where only one can do it. because goes on from the property that is in the way.
func onePod(args value.Object, path, inTheWay, because string) []shape.Mistake {
	replicas, _ := value.Whole(args, "replicas")
	if replicas < 2 {
		return nil
	}
	reason := fmt.Sprintf("expected 1 with %s, %s, got %d; leave one of the two out", inTheWay, because, replicas)
	return []shape.Mistake{{Path: shape.At(path, "replicas"), Reason: reason}}
}

func makeAdapter(args value.Object, runs program, at place) []value.Object {
	labels := value.Object{SourceLabel: at.name}
	return []value.Object{
		{
			"apiVersion": "apps/v1",
			"kind":       "StatefulSet",
			"metadata":   at.metadata(),
			"spec": value.Object{
				"replicas":    value.Or(args["replicas"], int64(1)),
				"serviceName": at.name,
				// A Pod that does not get ready must not keep the ones after it, or a mended template, from coming.
				"podManagementPolicy": "Parallel",
				"selector":            value.Object{"matchLabels": labels},
				"template":            value.Object{"metadata": value.Object{"labels": labels}, "spec": adapterPod(args, runs, at)},
			},
		},
		{
			"apiVersion": "sources.knative.dev/v1",
			"kind":       "SinkBinding",
			"metadata":   at.metadata(),
			"spec": value.Given(value.Object{
				"subject": value.Object{
					"apiVersion": "apps/v1", "kind": "StatefulSet", "name": at.name, "namespace": at.namespace,
				},
				"ceOverrides": overrides(args),
				"sink":        at.to,
			}),
		},
	}
}

func adapterPod(args value.Object, runs program, at place) value.Object {
	return value.Given(value.Object{
		"terminationGracePeriodSeconds": int64(30),
		"automountServiceAccountToken":  false,
		"securityContext":               value.Object{"runAsNonRoot": true, "seccompProfile": value.Object{"type": "RuntimeDefault"}},
		"imagePullSecrets":              pullSecrets(at),
		"containers":                    []any{adapterContainer(args, runs, at)},
	})
}

func pullSecrets(at place) any {
	var all []any
	for _, name := range at.pullSecrets {
		all = append(all, value.Object{"name": name})
	}
	return value.Filled(all)
}

func adapterContainer(args value.Object, runs program, at place) value.Object {
	podName := value.Object{"fieldRef": value.Object{"fieldPath": "metadata.name"}}
	variables := []any{
		value.Object{"name": "SOURCE", "value": value.Canonical(adapterConfig(args, runs.config, at))},
		value.Object{"name": "POD_NAME", "valueFrom": podName},
	}
	return value.Object{
		"name":           "source",
		"image":          args["image"],
		"env":            append(variables, variablesOf(runs.secrets)...),
		"ports":          []any{value.Object{"name": "metrics", "containerPort": adapterPort}},
		"readinessProbe": adapterProbe("/readyz", 1),
		"livenessProbe":  adapterProbe("/healthz", 10),
		"resources": value.Object{
			"requests": value.Object{"cpu": value.Or(args["cpu"], "10m"), "memory": value.Or(args["memory"], "32Mi")},
			"limits":   value.Object{"memory": value.Larger("256Mi", args["memory"])},
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
func adapterConfig(args, config value.Object, at place) value.Object {
	common := value.Object{
		"name":        at.name,
		"namespace":   at.namespace,
		"instance":    NameAtServer(at.cluster, at.namespace, at.name),
		"parallelism": args["parallelism"],
		"delivery":    adapterDeliveryOf(args, at.namespace),
	}
	return value.Given(value.Merged(common, value.Child(args, "event"), config))
}
