// Changes of Kubernetes objects: an ApiServerSource.
package trigger

import (
	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

// A service account is asked for: with one that is made here, whoever may create Functions could read every object.
var apiServer = kind{
	name: "apiServer",
	shape: shape.Of(shape.Fields{
		"resources": shape.Filled(shape.Of(shape.Fields{
			"apiVersion": apiVersion, "kind": kindName, "matchLabels": shape.Labels,
		}).Needs("apiVersion", "kind")),
		"mode":           shape.Words("Reference", "Resource"),
		"owner":          shape.Of(shape.Fields{"apiVersion": apiVersion, "kind": kindName}).Needs("apiVersion", "kind"),
		"namespaces":     shape.Labels,
		"filters":        filters,
		"serviceAccount": shape.ObjectName,
		"extensions":     extensions,
	}).Needs("resources"),
	make:     makeAPIServerSource,
	mistakes: accountIsGiven,
}

func makeAPIServerSource(args value.Object, at place) []value.Object {
	var watched []any
	for _, resource := range value.Objects(value.List(args, "resources")) {
		watched = append(watched, value.Given(value.Merged(
			value.Without(resource, "matchLabels"),
			value.Object{"selector": selectorOf(resource, "matchLabels")},
		)))
	}
	return []value.Object{{
		"apiVersion": "sources.knative.dev/v1",
		"kind":       "ApiServerSource",
		"metadata":   at.metadata(),
		"spec": value.Given(value.Object{
			"resources":          watched,
			"mode":               value.Or(args["mode"], "Reference"),
			"serviceAccountName": args["serviceAccount"],
			"owner":              args["owner"],
			"namespaceSelector":  selectorOf(args, "namespaces"),
			"filters":            args["filters"],
			"ceOverrides":        overrides(args),
			"sink":               at.to,
		}),
	}}
}

func selectorOf(args value.Object, property string) any {
	if !value.Has(args, property) {
		return nil
	}
	return value.Object{"matchLabels": args[property]}
}

func accountIsGiven(args value.Object, path string) []shape.Mistake {
	if value.Has(args, "serviceAccount") {
		return nil
	}
	reason := "is required: the controller gives no rights; make a service account that may get, list and watch these kinds, and name it"
	return []shape.Mistake{{Path: shape.At(path, "serviceAccount"), Reason: reason}}
}
