// Which events get through: filters in all dialects of Knative's triggers, and the attributes of events.
package trigger

import (
	"slices"
	"strings"

	"knative-faas.dev/programs/internal/function/shape"
)

var attributeName = shape.Matching(`^[a-z][a-z0-9]*$`,
	"expected the name of a CloudEvents attribute: lower-case letters and digits, starting with a letter")

var ofSpecification = []string{
	"data", "datacontenttype", "dataschema", "id", "source", "specversion", "subject", "time", "type",
}

// extensions are attributes that a source adds to its events.
var extensions = shape.Map(shape.Except(
	attributeName,
	func(name string) bool { return slices.Contains(ofSpecification, name) },
	"is an attribute of CloudEvents itself ("+strings.Join(ofSpecification, ", ")+" are); choose another name",
), shape.AnyText())

// Knative checks the expressions of `cesql` itself, and says what is wrong with one.
func filterShape() shape.Shape {
	attributes := shape.Map(attributeName, shape.Text())
	inner := shape.Lazy(filterShape)
	return shape.Of(shape.Fields{
		"exact":  attributes,
		"prefix": attributes,
		"suffix": attributes,
		"all":    shape.Filled(inner),
		"any":    shape.Filled(inner),
		"not":    inner,
		"cesql":  shape.Text(),
	}).One("exact", "prefix", "suffix", "all", "any", "not", "cesql")
}

var filters = shape.List(shape.Lazy(filterShape))
