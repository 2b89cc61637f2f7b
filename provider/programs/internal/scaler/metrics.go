// Metrics of each function, for Prometheus.
package scaler

import (
	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/metrics"
)

var (
	perFunction = []string{"namespace", "name"}
	lengths     = prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "knative_faas_scaler_queue_length", Help: "Length of the queue that a function follows, as last read.",
	}, perFunction)
	wishes = prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "knative_faas_scaler_wanted_replicas", Help: "Replicas that the queue needs, over all revisions.",
	}, perFunction)
	failures = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "knative_faas_scaler_errors_total", Help: "Failures to use a queue, a login, an entry or a Revision.",
	}, perFunction)
)

func init() { metrics.Registry.MustRegister(lengths, wishes, failures) }

func measured(name types.NamespacedName, length float64, wanted int32) {
	lengths.WithLabelValues(name.Namespace, name.Name).Set(length)
	wishes.WithLabelValues(name.Namespace, name.Name).Set(float64(wanted))
}

func unmeasured(name types.NamespacedName) {
	for _, vector := range []interface{ DeleteLabelValues(...string) bool }{lengths, wishes, failures} {
		vector.DeleteLabelValues(name.Namespace, name.Name)
	}
}
