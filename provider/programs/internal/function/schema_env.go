// Shapes of environment variables: their names, and where their values come from.
package function

import (
	"slices"
	"strings"

	"knative-faas.dev/programs/internal/function/shape"
)

// serving v0.50, pkg/apis/serving/k8s_validation.go: names that queue-proxy and the controller set themselves.
var reservedEnv = []string{"PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION"}

var (
	envName = variableName(reservedEnv)
	// A container without a port may set PORT itself.
	sidecarEnvName = variableName(reservedEnv[1:])
)

func variableName(reserved []string) shape.Shape {
	return shape.Except(
		shape.Matching(`^[-._a-zA-Z][-._a-zA-Z0-9]*$`,
			`an environment variable's name has letters, digits, "_", "-" and ".", and does not start with a digit; rename it`),
		func(name string) bool { return slices.Contains(reserved, name) },
		"is set by Knative itself ("+strings.Join(reserved, ", ")+" are reserved); choose another name",
	)
}

var wholeMapShape = shape.Of(shape.Fields{"name": shape.ObjectName, "optional": shape.Flag()}).Needs("name")

var envFromShape = shape.List(shape.Of(shape.Fields{
	"secretRef":    wholeMapShape,
	"configMapRef": wholeMapShape,
	"prefix": shape.Matching(`^[-._a-zA-Z][-._a-zA-Z0-9]*$`,
		`expected letters, digits, "_", "-" and ".", not starting with a digit`),
}).One("secretRef", "configMapRef"))

var keyShape = shape.Of(shape.Fields{
	"name": shape.ObjectName, "key": shape.DataKey, "optional": shape.Flag(),
}).Needs("name", "key")

// What Kubernetes gives to a variable (core/validation: validEnvDownwardAPIFieldPathExpressions).
var fieldRefShape = shape.Of(shape.Fields{
	"fieldPath": shape.Matching(
		`^(metadata\.(name|namespace|uid)|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?)|metadata\.(labels|annotations)\['.+'\])$`,
		"expected metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'], metadata.annotations['KEY'], spec.nodeName, spec.serviceAccountName, status.hostIP, status.hostIPs, status.podIP or status.podIPs"),
}).Needs("fieldPath")

var resourceFieldRefShape = shape.Of(shape.Fields{
	"containerName": shape.ObjectName,
	"resource": shape.Matching(`^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-\S+)$`,
		"expected limits.cpu, limits.memory, limits.ephemeral-storage, or the same of requests"),
	"divisor": shape.Matching(`^1(m|[kMGTPE]|[KMGTPE]i)?$`,
		"expected one of the units 1, 1m, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi and 1Ei"),
}).Needs("resource")

var valueFromShape = shape.Of(shape.Fields{
	"secretKeyRef":     keyShape,
	"configMapKeyRef":  keyShape,
	"fieldRef":         fieldRefShape,
	"resourceFieldRef": resourceFieldRefShape,
}).One("secretKeyRef", "configMapKeyRef", "fieldRef", "resourceFieldRef")
