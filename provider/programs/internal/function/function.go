// From a Function to its objects, or to the mistakes in it.

// Package function makes the same objects from a Function as the Pulumi component does from its arguments. It has no side effects.
// It relies on the CRD's validation and does not repeat it.
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

// Images are those of this project's programs that read from servers, by program.
type Images map[string]string

// Cluster is the cluster that the Functions run in.
type Cluster struct {
	// ID identifies the cluster at servers that several clusters use.
	ID     string
	Images Images
}

// Objects are the objects of a Function.
type Objects struct {
	// Revision is the name of the newest revision.
	Revision string
	// Service has the template; Traffic is the same object with only the traffic, to be applied once the revision is ready.
	Service value.Object
	Traffic value.Object
	// OfNewest reports whether the traffic table names the newest revision.
	OfNewest bool
	// ClusterLocal reports whether the function is reachable only from inside the cluster.
	ClusterLocal bool
	// Rights let the queue scaler log in.
	Rights   []value.Object
	Domains  []value.Object
	Triggers []Trigger
}

// Trigger is a trigger with its objects: the last one sends the events.
type Trigger struct {
	Key     string
	Path    string
	Objects []value.Object
}

const specPath = "spec"

// Make returns the objects of a Function, or all mistakes in it.
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
	mistakes := append(mistakesIn(asked), trigger.RepliesRead(asked.Triggers, specPath+".triggers")...)
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

// Equal templates have equal names: they create no new revision, and reverting to an earlier template reverts to its revision.
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
