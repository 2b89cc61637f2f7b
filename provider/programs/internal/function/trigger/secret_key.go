// One key of a Secret that is there: how log-ins and certificates reach a source.
package trigger

import (
	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

var secretKey = shape.Of(shape.Fields{"name": shape.ObjectName, "key": shape.DataKey}).Needs("name", "key")

// A variable of a program and the key of a Secret that fills it; a key that is not given is nil.
type secretVariable struct {
	name string
	key  any
}

// variablesOf names the keys in the Pod's environment, so that no value stands in an object.
func variablesOf(secrets []secretVariable) []any {
	var all []any
	for _, secret := range secrets {
		if secret.key != nil {
			all = append(all, value.Object{"name": secret.name, "valueFrom": value.Object{"secretKeyRef": secret.key}})
		}
	}
	return all
}
