// Code generated from provider/src by "npm run generate". DO NOT EDIT.

// Package tables contains what the Pulumi component and the controller must share.
package tables

// Defaults of properties.
const (
	DefaultPort           = int64(8080)
	DefaultConcurrency    = int64(0)
	DefaultRequestSeconds = int64(300)
	DefaultReadySeconds   = int64(40)
	DefaultVisibility     = "public"
	DefaultCPU            = "20m"
	DefaultMemory         = "32Mi"
	DefaultMemoryLimit    = "256Mi"
)

// Annotations and labels that one property sets.
const (
	ProgressDeadline = "serving.knative.dev/progress-deadline"
	RolloutDuration  = "serving.knative.dev/rollout-duration"
	Visibility       = "networking.knative.dev/visibility"
	ClassSuffix      = ".autoscaling.knative.dev"
)

// The end of the names of a program's objects.
const (
	RepliesSuffix = "-replies"
)

// ScaleKeys are the annotations that the properties of scale set.
var ScaleKeys = map[string]string{
	"class":                    "autoscaling.knative.dev/class",
	"min":                      "autoscaling.knative.dev/min-scale",
	"max":                      "autoscaling.knative.dev/max-scale",
	"initial":                  "autoscaling.knative.dev/initial-scale",
	"activation":               "autoscaling.knative.dev/activation-scale",
	"target":                   "autoscaling.knative.dev/target",
	"targetUtilizationPercent": "autoscaling.knative.dev/target-utilization-percentage",
	"metric":                   "autoscaling.knative.dev/metric",
	"windowSeconds":            "autoscaling.knative.dev/window",
	"panicWindowPercent":       "autoscaling.knative.dev/panic-window-percentage",
	"panicThresholdPercent":    "autoscaling.knative.dev/panic-threshold-percentage",
	"scaleDownDelaySeconds":    "autoscaling.knative.dev/scale-down-delay",
	"retentionSeconds":         "autoscaling.knative.dev/scale-to-zero-pod-retention-period",
	"targetBurstCapacity":      "autoscaling.knative.dev/target-burst-capacity",
	"aggregation":              "autoscaling.knative.dev/metric-aggregation-algorithm",
}

// QueueProxyKeys are the annotations that the properties of queueProxy set.
var QueueProxyKeys = map[string]string{
	"requests.cpu":              "queue.sidecar.serving.knative.dev/cpu-resource-request",
	"requests.memory":           "queue.sidecar.serving.knative.dev/memory-resource-request",
	"requests.ephemeralStorage": "queue.sidecar.serving.knative.dev/ephemeral-storage-resource-request",
	"limits.cpu":                "queue.sidecar.serving.knative.dev/cpu-resource-limit",
	"limits.memory":             "queue.sidecar.serving.knative.dev/memory-resource-limit",
	"limits.ephemeralStorage":   "queue.sidecar.serving.knative.dev/ephemeral-storage-resource-limit",
}

// DestinationKinds are the kinds of objects that the properties of a destination name.
var DestinationKinds = map[string]struct{ APIVersion, Kind string }{
	"function": {"serving.knative.dev/v1", "Service"},
	"broker":   {"eventing.knative.dev/v1", "Broker"},
	"channel":  {"messaging.knative.dev/v1", "Channel"},
	"service":  {"v1", "Service"},
}

// Passing are transient reasons by kind, which Knative reports while it creates the parts of an object.
var Passing = map[string][]string{
	"ApiServerSource": {"MinimumReplicasUnavailable"},
	"Broker":          {"NoAddress"},
	"Channel":         {"EmptyHostname"},
	"ContainerSource": {"SubjectMissing"},
	"InMemoryChannel": {"EmptyHostname"},
	"Parallel":        {"SubscriptionsNotReady", "ChannelsNotReady", "emptyAddress"},
	"PingSource":      {"MinimumReplicasUnavailable"},
	"SinkBinding":     {"SubjectMissing"},
	"Sequence":        {"SubscriptionsNotReady", "ChannelsNotReady", "emptyAddress"},
	"Trigger":         {"NotSubscribed"},
}
