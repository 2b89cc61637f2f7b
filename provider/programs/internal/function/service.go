// The Knative Service, its traffic, and its additional domains.
package function

import (
	"cmp"

	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/tables"
	"knative-faas.dev/programs/internal/function/value"
)

const servingGroup = "serving.knative.dev"

func makeService(f function, template value.Object, revision string) value.Object {
	metadata := value.Merged(value.Child(template, "metadata"), value.Object{"name": revision})
	return value.Made(value.Object{
		"apiVersion": servingGroup + "/v1",
		"kind":       "Service",
		"metadata":   serviceMetadata(f),
		"spec":       value.Object{"template": value.Merged(template, value.Object{"metadata": metadata})},
	})
}

func serviceMetadata(f function) value.Object {
	labels, annotations := value.Object{}, value.Made(routeAnnotations(f))
	if *f.Visibility != tables.DefaultVisibility {
		labels[tables.Visibility] = *f.Visibility
	}
	if f.queue != nil {
		labels[scaledLabel] = "true"
		annotations[scaleOnAnnotation] = value.Canonical(f.queue.entry)
	}
	for name, given := range f.Labels {
		labels[name] = given
	}
	for name, given := range f.Annotations {
		annotations[name] = given
	}
	return value.Object{
		"name": f.name, "namespace": f.namespace, "labels": filledObject(labels), "annotations": filledObject(annotations),
	}
}

func filledObject(object value.Object) any {
	if len(object) == 0 {
		return nil
	}
	return object
}

// makeTraffic is applied separately, after the Service: a revision gets no traffic before it is ready.
func makeTraffic(f function, newest string) value.Object {
	var shares []any
	for _, target := range f.Traffic {
		shares = append(shares, value.Object{
			"revisionName": ptr.Deref(target.Revision, newest),
			"percent":      ptr.Deref(target.Percent, 0),
			"tag":          target.Tag,
		})
	}
	return value.Made(value.Object{
		"apiVersion": servingGroup + "/v1",
		"kind":       "Service",
		"metadata":   value.Object{"name": f.name, "namespace": f.namespace},
		"spec":       value.Object{"traffic": shares},
	})
}

// makeDomainMapping does not create a ClusterDomainClaim: who may use a domain's name is not the user's decision.
func makeDomainMapping(f function, name string, domain spec.Domain) value.Object {
	var tls any
	if domain.TLSSecret != nil {
		tls = value.Object{"secretName": domain.TLSSecret}
	}
	return value.Made(value.Object{
		"apiVersion": servingGroup + "/v1beta1",
		"kind":       "DomainMapping",
		"metadata":   value.Object{"name": name, "namespace": f.namespace},
		"spec": value.Object{
			"ref": value.Object{"apiVersion": servingGroup + "/v1", "kind": "Service", "name": f.name},
			"tls": tls,
		},
	})
}

// namesNewest reports whether some of the traffic goes to the newest revision.
func namesNewest(f function, revision string) bool {
	for _, target := range f.Traffic {
		if cmp.Or(ptr.Deref(target.Revision, ""), revision) == revision {
			return true
		}
	}
	return false
}
