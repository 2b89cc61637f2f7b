// Metrics of a source, for Prometheus.
package adapter

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the counters of a source. The source increments Received, the sink all others; a dead letter that is sent again
// counts as retried, too.
type Metrics struct {
	Received, Delivered, Retried, DeadLettered, Dropped prometheus.Counter

	registry *prometheus.Registry
}

// NewMetrics returns metrics with all counters at zero.
func NewMetrics() *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.Received = m.Counter("received", "Messages received from the server, including redelivered ones.")
	m.Delivered = m.Counter("delivered", "Events that the sink accepted.")
	m.Retried = m.Counter("retried", "Retries of events.")
	m.DeadLettered = m.Counter("dead_lettered", "Events sent to the dead letter sink.")
	m.Dropped = m.Counter("dropped", "Events that could not be delivered, without a dead letter sink.")
	return m
}

// Counter adds a counter, at zero.
func (m *Metrics) Counter(name, help string) prometheus.Counter {
	c := prometheus.NewCounter(prometheus.CounterOpts{Name: "knative_faas_source_" + name + "_total", Help: help})
	m.registry.MustRegister(c)
	return c
}

// Gauge adds a metric that is computed on each scrape, such as in_flight and lag.
func (m *Metrics) Gauge(name, help string, value func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "knative_faas_source_" + name, Help: help}, value))
}

func (m *Metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
