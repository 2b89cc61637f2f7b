// Shapes of containers: probes, compute resources, rights, and the containers beside the function's.
package function

import (
	"slices"

	"knative-faas.dev/programs/internal/function/shape"
)

var probePort = shape.Whole(1, 65535)

var probeShape = shape.Of(shape.Fields{
	"httpGet": shape.Of(shape.Fields{
		"path":   shape.Text(),
		"port":   probePort,
		"host":   shape.Text(),
		"scheme": shape.Words("HTTP", "HTTPS"),
		"httpHeaders": shape.List(shape.Of(shape.Fields{
			"name":  shape.Matching(`^[-A-Za-z0-9]+$`, `expected the name of an HTTP header: letters, digits and "-"`),
			"value": shape.AnyText(),
		}).Needs("name", "value")),
	}),
	"tcpSocket":           shape.Of(shape.Fields{"port": probePort, "host": shape.Text()}),
	"grpc":                shape.Of(shape.Fields{"port": probePort, "service": shape.Text()}),
	"exec":                shape.Of(shape.Fields{"command": shape.Filled(shape.AnyText())}).Needs("command"),
	"initialDelaySeconds": count,
	"timeoutSeconds":      positive,
	"periodSeconds":       count,
	"successThreshold":    positive,
	"failureThreshold":    positive,
})

var probesShape = shape.Of(shape.Fields{"readiness": probeShape, "liveness": probeShape, "startup": probeShape})

var plainAmounts = shape.Fields{"cpu": shape.Quantity, "memory": shape.Quantity, "ephemeralStorage": shape.Quantity}

// Kubernetes' core/validation: ValidateContainerResourceName.
var resourceName = shape.AtMost(253, shape.Matching(
	`^(hugepages-\d+[KMGT]i|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)$`,
	`expected the name of a resource with its domain, e.g. "nvidia.com/gpu", or "hugepages-2Mi"`))

// They are handed out whole.
var wholeAmount = shape.Matching(`^\d+([kMGTPE]|[KMGTPE]i)?$`, `expected a whole number, e.g. "1"`)

var amountsShape = shape.Of(plainAmounts).Extended(shape.Fields{"extended": shape.Map(resourceName, wholeAmount)})

var resourcesShape = shape.Of(shape.Fields{"requests": amountsShape, "limits": amountsShape})

var queueProxyShape = shape.Of(shape.Fields{"requests": shape.Of(plainAmounts), "limits": shape.Of(plainAmounts)})

var seccompShape = shape.Of(shape.Fields{
	"type": shape.Words("RuntimeDefault", "Localhost", "Unconfined"), "localhostProfile": shape.Text(),
}).Needs("type")

var capabilitiesShape = shape.List(shape.Matching(`^[A-Z][A-Z0-9_]*$`,
	`expected a Linux capability in capitals without CAP_, e.g. "NET_BIND_SERVICE", or "ALL"`))

var securityContextShape = shape.Of(shape.Fields{
	"allowPrivilegeEscalation": shape.Flag(),
	"capabilities":             shape.Of(shape.Fields{"add": capabilitiesShape, "drop": capabilitiesShape}),
	"readOnlyRootFilesystem":   shape.Flag(),
	"runAsGroup":               count,
	"runAsNonRoot":             shape.Flag(),
	"runAsUser":                count,
	"seccompProfile":           seccompShape,
})

var initContainerShape = shape.Of(shape.Fields{
	"name": shape.Except(shape.PodLabel,
		func(name string) bool { return slices.Contains([]string{"queue-proxy", "user-container"}, name) },
		"is the name of a container that is there already (queue-proxy and user-container are reserved); choose another"),
	"image":           shape.ImageReference,
	"command":         textsShape,
	"args":            textsShape,
	"workingDir":      shape.Text(),
	"env":             shape.Map(sidecarEnvName, shape.AnyText()),
	"envFrom":         envFromShape,
	"envValueFrom":    shape.Map(sidecarEnvName, valueFromShape),
	"resources":       resourcesShape,
	"securityContext": securityContextShape,
	"volumeMounts": shape.List(shape.Of(shape.Fields{
		"name": shape.PodLabel, "mountPath": mountPath, "subPath": shape.RelativePath, "readOnly": shape.Flag(),
	}).Needs("name", "mountPath")),
	"terminationMessagePolicy": shape.Words("File", "FallbackToLogsOnError"),
}).Needs("name", "image")

var sidecarShape = initContainerShape.Extended(shape.Fields{"probes": probesShape})
