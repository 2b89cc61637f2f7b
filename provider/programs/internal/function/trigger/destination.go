// Where events go: a function, a broker, a channel, an address or any addressable object. Shape and manifest.
package trigger

import (
	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

var (
	apiVersion = shape.Matching(`^([a-z0-9.-]+/)?v\d+((alpha|beta)\d+)?$`,
		`expected a version, with its group if it has one, e.g. "apps/v1" or "v1"`)
	kindName = shape.Matching(`^[A-Z][A-Za-z0-9]*$`, `expected a kind, e.g. "Service"`)
	address  = shape.Matching(`^https?://[^\s/@]+(/\S*)?$`,
		`expected an address that starts with "http://" or "https://", without user and password, which do not belong in objects`)
	urlPath = shape.Matching(`^/\S*$`, `expected a path that starts with "/"`)
)

var destination = shape.Of(shape.Fields{
	"function": shape.DNSLabel(52),
	"broker":   shape.ObjectName,
	"channel":  shape.ObjectName,
	"service":  shape.DNSLabel(63),
	"url":      address,
	"ref": shape.Of(shape.Fields{"apiVersion": apiVersion, "kind": kindName, "name": shape.ObjectName}).
		Needs("apiVersion", "kind", "name"),
	"namespace": shape.DNSLabel(63),
	"path":      urlPath,
}).One("function", "broker", "channel", "service", "url", "ref")

var destinationKinds = map[string][2]string{
	"function": {"serving.knative.dev/v1", "Service"},
	"broker":   {"eventing.knative.dev/v1", "Broker"},
	"channel":  {"messaging.knative.dev/v1", "Channel"},
	"service":  {"v1", "Service"},
}

// makeDestination returns Knative's Destination; home is the namespace of who sends.
func makeDestination(to value.Object, home string) value.Object {
	if value.Has(to, "url") {
		return value.Object{"uri": to["url"]}
	}
	object := value.Child(to, "ref")
	for property, kind := range destinationKinds {
		if value.Has(to, property) {
			object = value.Object{"apiVersion": kind[0], "kind": kind[1], "name": to[property]}
		}
	}
	ref := value.Merged(object, value.Object{"namespace": value.Or(to["namespace"], home)})
	return value.Given(value.Object{"ref": ref, "uri": to["path"]})
}

func destinationOf(args value.Object, property, home string) any {
	if !value.Has(args, property) {
		return nil
	}
	return makeDestination(value.Child(args, property), home)
}

func toFunction(of Receiver, path string) value.Object {
	to := value.Object{"function": of.Name, "namespace": of.Namespace}
	if path != "" {
		to["path"] = path
	}
	return makeDestination(to, of.Namespace)
}
