// From a Function to its objects, or to the mistakes in it.

// Package function makes of a Function the same objects as the Pulumi component does of its arguments. Pure. It trusts the
// definition of Functions: what that refuses is not checked again.
package function

import (
	"encoding/json"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/tables"
	"knative-faas.dev/programs/internal/function/trigger"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
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
func Make(name, namespace string, given any, in Cluster) (*Objects, []strict.Mistake) {
	var asked spec.Function
	text, err := json.Marshal(given)
	if err != nil {
		return nil, []strict.Mistake{{Path: specPath, Reason: err.Error()}}
	}
	if mistakes := strict.Decode(specPath, text, &asked); len(mistakes) > 0 {
		return nil, mistakes
	}
	receiver := trigger.Receiver{
		Name: name, Namespace: namespace, Cluster: in.ID, PullSecrets: asked.PullSecrets, Images: in.Images,
	}
	triggers := trigger.All(asked.Triggers, specPath+".triggers", receiver)
	mistakes := mistakesIn(asked)
	for _, one := range triggers {
		mistakes = append(mistakes, one.Mistakes()...)
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	objects := objectsOf(newFunction(name, namespace, in.ID, asked))
	for _, one := range triggers {
		objects.Triggers = append(objects.Triggers, Trigger{one.Key, one.Path, one.Objects()})
	}
	return objects, nil
}

// An equal template has an equal name: no new revision, and going back to an old template is going back to its revision.
func objectsOf(f function) *Objects {
	template := makeTemplate(f)
	revision := f.name + "-" + value.Hash(template)
	objects := &Objects{
		Revision:     revision,
		Service:      makeService(f, template, revision),
		Traffic:      makeTraffic(f, revision),
		OfNewest:     namesNewest(f, revision),
		ClusterLocal: *f.Visibility != tables.DefaultVisibility,
		Rights:       makeScalerRights(f),
	}
	for _, name := range value.Names(f.Domains) {
		objects.Domains = append(objects.Domains, makeDomainMapping(f, name, f.Domains[name]))
	}
	return objects
}
