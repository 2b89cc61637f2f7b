// Changes of Kubernetes objects: an ApiServerSource.
package trigger

import (
	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

// apiServer requires a service account of the user: if the controller created one, whoever may create Functions could read every
// object.
var apiServer = kind[spec.APIServerTrigger]{name: "apiServer", make: makeAPIServerSource, mistakes: apiServerMistakes}

func makeAPIServerSource(args spec.APIServerTrigger, at place) []value.Object {
	var watched []any
	for _, resource := range args.Resources {
		watched = append(watched, value.Object{
			"apiVersion": resource.APIVersion, "kind": resource.Kind, "selector": selectorOf(resource.MatchLabels),
		})
	}
	return []value.Object{{
		"apiVersion": "sources.knative.dev/v1",
		"kind":       "ApiServerSource",
		"metadata":   at.metadata(),
		"spec": value.Object{
			"resources":          watched,
			"mode":               ptr.Deref(args.Mode, "Reference"),
			"serviceAccountName": args.ServiceAccount,
			"owner":              args.Owner,
			"namespaceSelector":  selectorOf(args.Namespaces),
			"filters":            args.Filters,
			"ceOverrides":        overrides(args.Extensions),
			"sink":               at.function(nil),
		},
	}}
}

func selectorOf(labels map[string]string) any {
	if labels == nil {
		return nil
	}
	return value.Object{"matchLabels": labels}
}

func apiServerMistakes(args spec.APIServerTrigger, path string, _ Receiver) []strict.Mistake {
	found := filterMistakes(args.Filters, path+".filters")
	if args.ServiceAccount == nil {
		found = append(found, strict.Wrong(path+".serviceAccount",
			"is required: the controller grants no rights; create a service account that may get, list and watch these kinds, and set its name"))
	}
	return found
}
