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
	http    http.Server
}

// serve starts listening; port 0 selects a free one.
func serve(port string, metrics *Metrics) (*server, net.Addr, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort("", port))
	if err != nil {
		return nil, nil, err
	}
	s := &server{metrics: metrics}
	s.http = http.Server{Handler: s.routes(), ReadHeaderTimeout: 10 * time.Second}
	go s.http.Serve(listener)
	return s, listener.Addr(), nil
}

func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "alive\n") })
	mux.HandleFunc("GET /readyz", s.answerReady)
	mux.Handle("GET /metrics", s.metrics.handler())
	return mux
}

func (s *server) answerReady(w http.ResponseWriter, _ *http.Request) {
	if !s.ready.Load() {
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	io.WriteString(w, "ready\n")
}
