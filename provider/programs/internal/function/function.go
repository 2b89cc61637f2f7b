// From a Function to its objects, or to the mistakes in it.

// Package function makes of a Function the same objects as the Pulumi component does of its arguments. Pure.
package function

import (
	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/trigger"
	"knative-faas.dev/programs/internal/function/value"
)

// Group, Version and Kind of a Function.
const (
	Group   = "knative-faas.dev"
	Version = "v1alpha1"
	Kind    = "Function"
)

// Images are those of our own programs that read from servers, by program.
type Images map[string]string

// Cluster is where Functions are.
type Cluster struct {
	// ID tells it from others, at servers that several of them use.
	ID     string
	Images Images
}

// Objects are what is made of a Function.
type Objects struct {
	// Revision is the name of the newest revision.
	Revision string
	// Service has the template; Traffic is the same object with the traffic alone, for when the revision is ready.
	Service value.Object
	Traffic value.Object
	// OfNewest says whether the traffic table names the newest revision.
	OfNewest bool
	// ClusterLocal says whether the function is reached from inside the cluster only.
	ClusterLocal bool
	// Rights let the queue scaler log in.
	Rights   []value.Object
	Domains  []value.Object
	Triggers []Trigger
}

// Trigger is one trigger with the objects that it takes: the last one sends the events.
type Trigger struct {
	Key     string
	Path    string
	Objects []value.Object
}

const specPath = "spec"

// Make returns the objects of a Function, or every mistake in it.
func Make(name, namespace string, given any, in Cluster) (*Objects, []shape.Mistake) {
	if mistakes := shape.Check(specShape, specPath, given); len(mistakes) > 0 {
		return nil, mistakes
	}
	object := given.(value.Object)
	receiver := trigger.Receiver{
		Name: name, Namespace: namespace, Cluster: in.ID, PullSecrets: value.List(object, "pullSecrets"), Images: in.Images,
	}
	triggers := trigger.All(value.Child(object, "triggers"), specPath+".triggers")
	mistakes := ruled(name, object)
	for _, one := range triggers {
		mistakes = append(mistakes, one.Mistakes(receiver)...)
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	objects := objectsOf(newSpec(name, namespace, in.ID, object))
	for _, one := range triggers {
		objects.Triggers = append(objects.Triggers, Trigger{one.Key, one.Path, one.Objects(receiver)})
	}
	return objects, nil
}

// An equal template has an equal name: no new revision, and going back to an old template is going back to its revision.
func objectsOf(s spec) *Objects {
	template := makeTemplate(s)
	revision := s.name + "-" + value.Hash(template)
	objects := &Objects{
		Revision:     revision,
		Service:      makeService(s, template, revision),
		Traffic:      makeTraffic(s, revision),
		OfNewest:     namesNewest(s, revision),
		ClusterLocal: s.visibility != "public",
		Rights:       makeScalerRights(s),
	}
	for _, domain := range value.Names(s.domains) {
		objects.Domains = append(objects.Domains, makeDomainMapping(s, domain))
	}
	return objects
}

func namesNewest(s spec, revision string) bool {
	for _, target := range value.Objects(s.traffic) {
		if !value.Has(target, "revision") || target["revision"] == revision {
			return true
		}
	}
	return false
}
