// Where events are sent: a function, a broker, a channel, an address or any addressable object, as Knative's Destination.
package trigger

import (
	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/tables"
	"knative-faas.dev/programs/internal/function/value"
)

// makeDestination returns nil if none is given; home is the namespace of the sender.
func makeDestination(to *spec.Destination, home string) any {
	if to == nil {
		return nil
	}
	if to.URL != nil {
		return value.Object{"uri": to.URL}
	}
	given := value.Of(to).(value.Object)
	object := value.Child(given, "ref")
	for property, kind := range tables.DestinationKinds {
		if value.Has(given, property) {
			object = value.Object{"apiVersion": kind.APIVersion, "kind": kind.Kind, "name": given[property]}
		}
	}
	ref := value.Merged(object, value.Object{"namespace": ptr.Deref(to.Namespace, home)})
	return value.Object{"ref": ref, "uri": to.Path}
}

// function is the destination that calls the function, at a path if one is given. What writes its answers may be in between.
func (p place) function(path *string) any {
	if ptr.Deref(path, "") == "" {
		path = nil
	}
	to := spec.Destination{Function: &p.Name, Path: path}
	if p.between != "" {
		to = spec.Destination{Service: &p.between, Path: path}
	}
	return makeDestination(&to, p.Namespace)
}
