// The queue scaler: scales functions by the length of their queues, in addition to what Knative's autoscaler does for requests.

// Command queue-scaler watches the Knative Services with the label knative-faas.dev/scaled: "true", polls the length of the queue
// in the annotation knative-faas.dev/scale-on, and writes the number of replicas that it needs as min-scale to the Revisions with
// traffic. Knative's own autoscaler stays in charge: a min-scale is a floor, and requests may need more.
//
// # Environment
//
//	POD_NAMESPACE    namespace of the lease, by default knative-faas
//	METRICS_ADDRESS  where /metrics is served, by default :9090
//	HEALTH_ADDRESS   where /healthz and /readyz are served, by default :8081
//	KUBECONFIG       the cluster, unless the program runs in it
//
// It exits with 0 after SIGTERM, with 2 if a setting is invalid, and with 1 if it is no longer the leader.
//
// # Permissions
//
// In the whole cluster:
//
//	serving.knative.dev  services   get, list, watch
//	serving.knative.dev  revisions  get, list, patch
//	events.k8s.io        events     create, patch
//
// In its own namespace:
//
//	coordination.k8s.io  leases                create
//	coordination.k8s.io  leases/queue-scaler   get, update
//	""                   events                create, patch
//
// A function whose queue requires a login has a Role in its namespace: secrets, get, with the names of its Secrets. There is
// no permission to list or watch Secrets, and no Secret is cached for longer than 30 s.
//
// # Load
//
// Each queue is polled every 0.8 s, so that a new entry scales its function within a second. That is 1.25 polls a second for
// each function: one pipeline of LLEN for lists, one XINFO GROUPS for a stream (before Redis 7 and after XDEL also an XRANGE
// of at most 1000 entries), one passive declaration for RabbitMQ, one query for Prometheus, and three requests for Kafka.
// Functions with the same server and login share a connection. An unreachable server is polled after 1.6 s, 3.2 s and so on up
// to 30 s. The API server receives a request only if a Revision must change.
package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"regexp"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client/config"

	"knative-faas.dev/programs/internal/scaler"
)

var label = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	ctrl.SetLogger(logr.FromSlogHandler(log.Handler()))
	klog.SetSlogLogger(log)
	settings, err := settings(os.Getenv)
	if err != nil {
		log.Error("invalid settings", "error", err)
		os.Exit(2)
	}
	api, err := config.GetConfig()
	if err != nil {
		log.Error("the configuration of the cluster can't be read", "error", err)
		os.Exit(2)
	}
	api.UserAgent = "knative-faas-" + scaler.Name
	if err := scaler.Run(ctrl.SetupSignalHandler(), api, settings, log); err != nil {
		log.Error("ended", "error", err)
		os.Exit(1)
	}
}

func settings(environment func(string) string) (scaler.Settings, error) {
	read := scaler.Settings{
		Namespace: cmp.Or(environment("POD_NAMESPACE"), "knative-faas"),
		Metrics:   cmp.Or(environment("METRICS_ADDRESS"), ":9090"),
		Health:    cmp.Or(environment("HEALTH_ADDRESS"), ":8081"),
	}
	var mistakes []error
	if !label.MatchString(read.Namespace) {
		mistakes = append(mistakes, fmt.Errorf("POD_NAMESPACE: expected the name of a namespace, got %q", read.Namespace))
	}
	for _, variable := range []struct{ name, value string }{{"METRICS_ADDRESS", read.Metrics}, {"HEALTH_ADDRESS", read.Health}} {
		if _, _, err := net.SplitHostPort(variable.value); err != nil {
			mistakes = append(mistakes, fmt.Errorf("%s: expected host:port or :port, got %q", variable.name, variable.value))
		}
	}
	return read, errors.Join(mistakes...)
}
