// The shape of a Function's spec: the arguments of the Pulumi component (provider/src/function/functionSchema.ts), without what a cluster
// can't do by itself.
package function

import (
	"strings"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/trigger"
)

var specShape = shape.Of(shape.Fields{
	"image":               shape.ImageByDigest,
	"labels":              shape.Labels,
	"annotations":         annotationsShape,
	"port":                portShape,
	"protocol":            shape.Words("http1", "h2c"),
	"command":             textsShape,
	"args":                textsShape,
	"workingDir":          shape.Text(),
	"env":                 shape.Map(envName, shape.AnyText()),
	"envFrom":             envFromShape,
	"envValueFrom":        shape.Map(envName, valueFromShape),
	"volumes":             shape.Map(shape.PodLabel, volumeShape),
	"probes":              probesShape,
	"resources":           resourcesShape,
	"queueProxy":          queueProxyShape,
	"serviceAccount":      shape.ObjectName,
	"serviceAccountToken": shape.Flag(),
	"pullSecrets":         shape.List(shape.ObjectName),
	"securityContext":     securityContextShape,
	"concurrency":         count,
	"timeouts":            timeoutsShape,
	"scale":               scaleShape,
	"traffic":             trafficShape,
	"rolloutSeconds":      count,
	"network":             networkShape,
	"domains":             domainsShape,
	"pod":                 podShape,
	"triggers":            trigger.Shape,
	"visibility":          shape.Words("public", "cluster-local"),
}).Needs("image")

var (
	count            = shape.Whole(0, shape.MostWhole)
	positive         = shape.Whole(1, shape.MostWhole)
	textsShape       = shape.List(shape.AnyText())
	annotationsShape = shape.Map(shape.LabelKey, shape.AnyText())
)

var portShape = shape.Reserved(shape.Whole(1, 65535),
	"is used by Knative's queue-proxy (8008, 8012, 8013, 8022, 9090 and 9091 are reserved); choose another port",
	8008, 8012, 8013, 8022, 9090, 9091)

var timeoutsShape = shape.Of(shape.Fields{
	"requestSeconds":       positive,
	"responseStartSeconds": positive,
	"idleSeconds":          count,
	"readySeconds":         shape.Whole(10, 3600),
})

var trafficShape = shape.Filled(shape.Of(shape.Fields{
	"latest":   shape.Flag(),
	"revision": shape.Text(),
	"percent":  shape.Whole(0, 100),
	"tag":      shape.DNSLabel(63),
}).One("latest", "revision"))

// serving v0.50, pkg/apis/serving/v1beta1/domainmapping_validation.go: a full name, outside the cluster's own domain.
var domainsShape = shape.Map(
	shape.Except(
		shape.AtMost(253, shape.Matching(`^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$`,
			`expected a full DNS name in lower case, e.g. "api.example.com"`)),
		func(name string) bool { return strings.HasSuffix(name, ".cluster.local") },
		"is inside the cluster's own domain (cluster.local); choose a name outside of it",
	),
	shape.Of(shape.Fields{"tlsSecret": shape.ObjectName}),
)

var className = shape.Matching(`^[A-Za-z0-9]([\w./-]*[A-Za-z0-9])?$`,
	`expected the name of a class: letters, digits, ".", "-", "_" and "/"`)

var networkShape = shape.Of(shape.Fields{
	"ingressClass":      className,
	"certificateClass":  className,
	"httpProtocol":      shape.Words("enabled", "redirected"),
	"externalDomainTls": shape.Flag(),
})
