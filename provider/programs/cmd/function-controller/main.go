// The controller of Functions: reads its settings from the environment and runs until SIGTERM.

// Command function-controller creates a Knative Service and its triggers for each Function (functions.knative-faas.dev/v1alpha1).
//
// Environment: POD_NAMESPACE (of the lease; default knative-faas), METRICS_ADDRESS (default :9090), HEALTH_ADDRESS (default :8081),
// KAFKA_SOURCE_IMAGE, KAFKA_REPLIES_IMAGE, MQTT_SOURCE_IMAGE and REDIS_SOURCE_IMAGE (with digest; without one, triggers of this kind,
// or with replies, must set an image), KUBECONFIG outside of a cluster.
//
// Permissions in the whole cluster:
//
//	knative-faas.dev           functions                      get list watch
//	knative-faas.dev           functions/status               patch
//	serving.knative.dev        services, domainmappings       get list watch create patch delete
//	serving.knative.dev        revisions                      get list watch
//	eventing.knative.dev       triggers                       get list watch create patch delete
//	messaging.knative.dev      subscriptions                  get list watch create patch delete
//	sources.knative.dev        pingsources, apiserversources, kafkasources, sinkbindings
//	                                                          get list watch create patch delete
//	apps                       statefulsets, deployments      get list watch create patch delete
//	(core)                     services                       get list watch create patch delete
//	rbac.authorization.k8s.io  roles, rolebindings            get list watch create patch delete
//	(core)                     secrets                        get
//	(core)                     namespaces                     get, of kube-system, whose uid identifies the cluster
//	events.k8s.io              events                         create patch
//
// It never reads Secrets. It needs the permission only because Kubernetes lets nobody grant more than they have, and it grants the
// queue scaler access to the Secrets with a queue's credentials. In its own namespace it needs leases: create, and get and update of
// function-controller, and events (core): create patch.
//
// Whoever may create Functions in a namespace has as many permissions there as whoever may create Pods.
package main

import (
	"cmp"
	"errors"
	"log/slog"
	"os"
	"regexp"
	"strings"

	"github.com/go-logr/logr"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"

	"knative-faas.dev/programs/internal/controller"
	"knative-faas.dev/programs/internal/function"
	"knative-faas.dev/programs/internal/strict"
)

// exitSettings is the exit code for invalid settings.
const exitSettings = 2

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	bridge := logr.FromSlogHandler(log.Handler())
	ctrl.SetLogger(bridge)
	klog.SetLogger(bridge)
	settings, err := read(os.Getenv)
	if err != nil {
		log.Error("invalid settings", "mistakes", err.Error())
		os.Exit(exitSettings)
	}
	if err := run(settings); err != nil {
		log.Error("the controller failed", "error", err.Error())
		os.Exit(1)
	}
}

func run(settings controller.Settings) error {
	config, err := ctrl.GetConfig()
	if err != nil {
		return err
	}
	// No limit on the client: the API server itself limits requests fairly.
	config.QPS, config.Burst = -1, 0
	// Knative warns on each apply about defaults that are the user's choice.
	config.WarningHandler = rest.NoWarnings{}
	ctx := ctrl.SetupSignalHandler()
	if settings.Cluster.ID, err = controller.ClusterID(ctx, config); err != nil {
		return err
	}
	made, err := controller.New(config, settings)
	if err != nil {
		return err
	}
	return made.Start(ctx)
}

func read(get func(string) string) (controller.Settings, error) {
	settings := controller.Settings{
		Namespace:      cmp.Or(get("POD_NAMESPACE"), "knative-faas"),
		MetricsAddress: cmp.Or(get("METRICS_ADDRESS"), ":9090"),
		HealthAddress:  cmp.Or(get("HEALTH_ADDRESS"), ":8081"),
		Cluster: function.Cluster{
			Images: function.Images{
				"kafka-source": get("KAFKA_SOURCE_IMAGE"), "kafka-replies": get("KAFKA_REPLIES_IMAGE"),
				"mqtt-source": get("MQTT_SOURCE_IMAGE"), "redis-source": get("REDIS_SOURCE_IMAGE"),
			},
		},
	}
	var mistakes []string
	check := func(variable string, allowed *regexp.Regexp, words string) {
		if given := get(variable); given != "" && !allowed.MatchString(given) {
			mistakes = append(mistakes, strict.Wrong(variable, "expected %s, got %s", words, strict.Show(given)).String())
		}
	}
	check("POD_NAMESPACE", namespaceName, `the name of a namespace, e.g. "knative-faas"`)
	check("METRICS_ADDRESS", listenAddress, `an address to listen at, e.g. ":9090", or "0" for none`)
	check("HEALTH_ADDRESS", listenAddress, `an address to listen at, e.g. ":8081", or "0" for none`)
	for _, variable := range []string{"KAFKA_SOURCE_IMAGE", "KAFKA_REPLIES_IMAGE", "MQTT_SOURCE_IMAGE", "REDIS_SOURCE_IMAGE"} {
		check(variable, imageByDigest, "an image reference with a digest (name@sha256: and 64 hexadecimal digits)")
	}
	if len(mistakes) > 0 {
		return settings, errors.New(strings.Join(mistakes, "; "))
	}
	return settings, nil
}

var (
	namespaceName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)
	listenAddress = regexp.MustCompile(`^(0|(\[[^]]*\]|[^:]*):[^:]+)$`)
	imageByDigest = regexp.MustCompile(`^[a-z0-9][-a-z0-9.:/_]*@sha256:[0-9a-f]{64}$`)
)
