// The kinds of triggers, a row each: what a property of `triggers` stands for.
package trigger

import (
	"fmt"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

var kinds = []kind{event, cron, channel, kafka, mqtt, redis, apiServer}

// Shape is the shape of `triggers`.
var Shape = shapeOfAll()

func shapeOfAll() shape.Shape {
	key := shape.DNSLabel(40)
	fields := shape.Fields{}
	for _, one := range kinds {
		fields[one.name] = shape.Map(key, one.shape)
	}
	return shape.Of(fields)
}

// Given is one trigger of a function.
type Given struct {
	Key  string
	Path string // e.g. `spec.triggers.cron.nightly`
	kind kind
	args value.Object
}

// All returns the triggers of a spec in the order of their kinds and keys.
func All(triggers value.Object, path string) []Given {
	var all []Given
	for _, one := range kinds {
		given := value.Child(triggers, one.name)
		for _, key := range value.Names(given) {
			at := shape.At(shape.At(path, one.name), key)
			all = append(all, Given{Key: key, Path: at, kind: one, args: value.Child(given, key)})
		}
	}
	return all
}

// Receiver is the function that is called.
type Receiver struct {
	Name, Namespace string
	// Cluster tells it from others, at servers that several of them use.
	Cluster     string
	PullSecrets []any
	// Images are those of our own programs, by program.
	Images map[string]string
}

// The name of a trigger's object may end with a dash and this many digits of a hash, less one.
const hashLength = 6

const longestName = 63 - hashLength

// Objects are those that the trigger takes.
func (g Given) Objects(of Receiver) []value.Object {
	args := g.withProgram(of)
	to := toFunction(of, value.Text(args, "path"))
	args = value.Without(args, "path")
	return g.kind.make(args, place{
		name: g.objectName(of.Name), namespace: of.Namespace, cluster: of.Cluster, to: to, pullSecrets: of.PullSecrets,
	})
}

func (g Given) objectName(function string) string {
	name := function + "-" + g.Key
	if g.kind.fixed == nil {
		return name
	}
	fixed := g.kind.fixed(g.args)
	if fixed == nil {
		return name
	}
	return name + "-" + value.Hash(fixed)[:hashLength-1]
}

func (g Given) withProgram(of Receiver) value.Object {
	if g.kind.program == "" || value.Has(g.args, "image") {
		return g.args
	}
	return value.Merged(g.args, value.Object{"image": of.Images[g.kind.program]})
}

// Mistakes is what must hold beyond the shapes.
func (g Given) Mistakes(of Receiver) []shape.Mistake {
	var found []shape.Mistake
	if g.kind.mistakes != nil {
		found = g.kind.mistakes(g.args, g.Path)
	}
	if g.kind.program != "" && !value.Has(g.args, "image") && of.Images[g.kind.program] == "" {
		reason := fmt.Sprintf("is required: this cluster's controller was given no image of %s", g.kind.program)
		found = append(found, shape.Mistake{Path: shape.At(g.Path, "image"), Reason: reason})
	}
	if name := of.Name + "-" + g.Key; len(name) > longestName {
		reason := fmt.Sprintf("the object's name %q is longer than %d characters; shorten one of the two", name, longestName)
		found = append(found, shape.Mistake{Path: g.Path, Reason: reason})
	}
	return found
}
