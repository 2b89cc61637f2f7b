// Serves health checks and metrics of a source over HTTP.
package adapter

import (
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// server serves /healthz, which succeeds while the process runs, /readyz, which succeeds while the source is connected, and
// /metrics.
type server struct {
	ready   atomic.Bool
	metrics *Metrics
	mux     *http.ServeMux
	http    http.Server
}

// serve starts listening; port 0 selects a free one.
func serve(port string, metrics *Metrics) (*server, net.Addr, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort("", port))
	if err != nil {
		return nil, nil, err
	}
	s := &server{metrics: metrics, mux: http.NewServeMux()}
	s.serve("/healthz", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "alive\n") })
	s.serve("/readyz", s.answerReady)
	s.serve("/metrics", s.metrics.handler().ServeHTTP)
	s.http = http.Server{Handler: s.mux, ReadHeaderTimeout: 10 * time.Second}
	go s.http.Serve(listener)
	return s, listener.Addr(), nil
}

// serve adds a path, also while requests are served.
func (s *server) serve(path string, handler http.HandlerFunc) { s.mux.HandleFunc("GET "+path, handler) }

func (s *server) answerReady(w http.ResponseWriter, _ *http.Request) {
	if !s.ready.Load() {
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	io.WriteString(w, "ready\n")
}
