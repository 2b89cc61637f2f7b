// Shapes of what Knative lets a Pod say, in Kubernetes' own terms.
package function

import (
	"net/netip"

	"knative-faas.dev/programs/internal/function/shape"
)

var podShape = shape.Of(shape.Fields{
	"labels":                    shape.Labels,
	"annotations":               annotationsShape,
	"nodeSelector":              shape.Labels,
	"tolerations":               shape.List(tolerationShape),
	"affinity":                  affinityShape,
	"topologySpreadConstraints": shape.List(spreadShape),
	"runtimeClassName":          shape.ObjectName,
	"priorityClassName":         shape.ObjectName,
	"schedulerName":             shape.ObjectName,
	"securityContext":           podSecurityShape,
	"initContainers":            shape.List(initContainerShape),
	"sidecars":                  shape.List(sidecarShape),
	"dnsPolicy":                 shape.Words("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"),
	"dnsConfig":                 dnsConfigShape,
	"hostAliases": shape.List(shape.Of(shape.Fields{
		"ip": ipAddress, "hostnames": shape.Filled(shape.ObjectName),
	}).Needs("ip", "hostnames")),
	"shareProcessNamespace": shape.Flag(),
	"hostNetwork":           shape.Flag(),
	"hostPID":               shape.Flag(),
	"hostIPC":               shape.Flag(),
	"enableServiceLinks":    shape.Flag(),
})

var podSecurityShape = shape.Of(shape.Fields{
	"fsGroup":            count,
	"runAsGroup":         count,
	"runAsNonRoot":       shape.Flag(),
	"runAsUser":          count,
	"seccompProfile":     seccompShape,
	"supplementalGroups": shape.List(count),
})

var ipAddress = shape.Where(func(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}, "expected an IP address")

var dnsConfigShape = shape.Of(shape.Fields{
	"nameservers": shape.UpTo(3, ipAddress),
	"searches":    shape.UpTo(32, shape.Short(253)),
	"options":     shape.List(shape.Of(shape.Fields{"name": shape.Text(), "value": shape.Text()}).Needs("name")),
})

var tolerationShape = shape.Of(shape.Fields{
	"key":               shape.LabelKey,
	"operator":          shape.Words("Equal", "Exists"),
	"value":             shape.LabelValue,
	"effect":            shape.Words("NoSchedule", "PreferNoSchedule", "NoExecute"),
	"tolerationSeconds": shape.AnyWhole(),
})

var nodeRequirements = shape.List(shape.Of(shape.Fields{
	"key":      shape.Text(),
	"operator": shape.Words("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"),
	"values":   textsShape,
}).Needs("key", "operator"))

var nodeTermShape = shape.Of(shape.Fields{"matchExpressions": nodeRequirements, "matchFields": nodeRequirements})

var labelSelectorShape = shape.Of(shape.Fields{
	"matchLabels": shape.Labels,
	"matchExpressions": shape.List(shape.Of(shape.Fields{
		"key":      shape.LabelKey,
		"operator": shape.Words("In", "NotIn", "Exists", "DoesNotExist"),
		"values":   textsShape,
	}).Needs("key", "operator")),
})

var podTermShape = shape.Of(shape.Fields{
	"topologyKey":       shape.LabelKey,
	"labelSelector":     labelSelectorShape,
	"namespaces":        shape.List(shape.ObjectName),
	"namespaceSelector": labelSelectorShape,
	"matchLabelKeys":    shape.List(shape.LabelKey),
	"mismatchLabelKeys": shape.List(shape.LabelKey),
}).Needs("topologyKey")

const (
	required  = "requiredDuringSchedulingIgnoredDuringExecution"
	preferred = "preferredDuringSchedulingIgnoredDuringExecution"
)

var weight = shape.Whole(1, 100)

var podAffinityShape = shape.Of(shape.Fields{
	required: shape.List(podTermShape),
	preferred: shape.List(shape.Of(shape.Fields{"weight": weight, "podAffinityTerm": podTermShape}).
		Needs("weight", "podAffinityTerm")),
})

var affinityShape = shape.Of(shape.Fields{
	"nodeAffinity": shape.Of(shape.Fields{
		required: shape.Of(shape.Fields{"nodeSelectorTerms": shape.Filled(nodeTermShape)}).Needs("nodeSelectorTerms"),
		preferred: shape.List(shape.Of(shape.Fields{"weight": weight, "preference": nodeTermShape}).
			Needs("weight", "preference")),
	}),
	"podAffinity":     podAffinityShape,
	"podAntiAffinity": podAffinityShape,
})

var spreadShape = shape.Of(shape.Fields{
	"topologyKey":        shape.LabelKey,
	"maxSkew":            shape.Whole(1, 1<<53-1),
	"whenUnsatisfiable":  shape.Words("DoNotSchedule", "ScheduleAnyway"),
	"labelSelector":      labelSelectorShape,
	"minDomains":         positive,
	"nodeAffinityPolicy": shape.Words("Honor", "Ignore"),
	"nodeTaintsPolicy":   shape.Words("Honor", "Ignore"),
	"matchLabelKeys":     shape.List(shape.LabelKey),
}).Needs("topologyKey", "maxSkew", "whenUnsatisfiable")
