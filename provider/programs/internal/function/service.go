// The Knative Service, its traffic, and the domains under which it answers too.
package function

import (
	"knative-faas.dev/programs/internal/function/value"
)

const servingGroup = "serving.knative.dev"

func makeService(s spec, template value.Object, revision string) value.Object {
	metadata := value.Merged(value.Child(template, "metadata"), value.Object{"name": revision})
	return value.Object{
		"apiVersion": servingGroup + "/v1",
		"kind":       "Service",
		"metadata":   serviceMetadata(s),
		"spec":       value.Object{"template": value.Merged(template, value.Object{"metadata": metadata})},
	}
}

func serviceMetadata(s spec) value.Object {
	labels, annotations := value.Object{}, routeAnnotations(s)
	if s.visibility != "public" {
		labels["networking.knative.dev/visibility"] = s.visibility
	}
	if s.queue != nil {
		labels[scaledLabel] = "true"
		annotations[scaleOnAnnotation] = value.Canonical(s.queue.entry)
	}
	return value.Given(value.Object{
		"name":        s.name,
		"namespace":   s.namespace,
		"labels":      filledObject(value.Merged(labels, s.labels)),
		"annotations": filledObject(value.Merged(annotations, s.annotations)),
	})
}

func filledObject(object value.Object) any {
	if len(object) == 0 {
		return nil
	}
	return object
}

// makeTraffic is applied by itself, behind the Service: a revision is ready before it is sent anything.
func makeTraffic(s spec, newest string) value.Object {
	var shares []any
	for _, target := range value.Objects(s.traffic) {
		shares = append(shares, value.Given(value.Object{
			"revisionName": value.Or(target["revision"], newest),
			"percent":      value.Or(target["percent"], int64(0)),
			"tag":          target["tag"],
		}))
	}
	return value.Object{
		"apiVersion": servingGroup + "/v1",
		"kind":       "Service",
		"metadata":   value.Object{"name": s.name, "namespace": s.namespace},
		"spec":       value.Object{"traffic": shares},
	}
}

// The name of a domain belongs to one namespace of the cluster, which is not the user's to decide: the claim of it is not made here.
func makeDomainMapping(s spec, domain string) value.Object {
	mapping := value.Object{
		"ref": value.Object{"apiVersion": servingGroup + "/v1", "kind": "Service", "name": s.name},
	}
	if secret := value.Child(s.domains, domain)["tlsSecret"]; secret != nil {
		mapping["tls"] = value.Object{"secretName": secret}
	}
	return value.Object{
		"apiVersion": servingGroup + "/v1beta1",
		"kind":       "DomainMapping",
		"metadata":   value.Object{"name": domain, "namespace": s.namespace},
		"spec":       mapping,
	}
}
