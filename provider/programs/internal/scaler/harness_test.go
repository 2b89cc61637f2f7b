// Runs the whole scaler in a test, with a queue whose length the test sets.
package scaler

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"k8s.io/client-go/rest"
)

// metricServer is a Prometheus whose queries are the names of numbers.
type metricServer struct {
	*httptest.Server
	mutex       sync.Mutex
	values      map[string]float64
	password    string
	connections atomic.Int32
	open        atomic.Int32
	polled      atomic.Int32
	hangs       chan struct{} // requests hang while it is set and open
}

func newMetrics(t *testing.T) *metricServer {
	m := &metricServer{values: map[string]float64{}}
	m.Server = httptest.NewUnstartedServer(http.HandlerFunc(m.serve))
	m.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			m.connections.Add(1)
			m.open.Add(1)
		case http.StateClosed, http.StateHijacked:
			m.open.Add(-1)
		}
	}
	m.Start()
	t.Cleanup(m.Close)
	return m
}

func (m *metricServer) serve(w http.ResponseWriter, r *http.Request) {
	m.polled.Add(1)
	m.mutex.Lock()
	value, there := m.values[r.URL.Query().Get("query")]
	hangs, password := m.hangs, m.password
	m.mutex.Unlock()
	if hangs != nil {
		select {
		case <-hangs:
		case <-r.Context().Done():
		}
	}
	if _, given, _ := r.BasicAuth(); given != password {
		w.WriteHeader(401)
		return
	}
	if !there {
		w.WriteHeader(503)
		return
	}
	fmt.Fprintf(w, `{"status": "success", "data": {"resultType": "scalar", "result": [1, "%v"]}}`, value)
}

func (m *metricServer) set(query string, value float64) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.values[query] = value
}

func (m *metricServer) unset(query string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	delete(m.values, query)
}

// output is written by the scaler and read by a test at the same time.
type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (o *output) Write(text []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(text)
}

func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.String()
}

// start runs the scaler until stop, which a test may call before its end.
func start(t *testing.T, c *cluster) (log *output, stop func()) {
	t.Helper()
	log = new(output)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	settings := Settings{Namespace: "knative-faas", Metrics: "0", Health: "0"}
	go func() {
		ended <- Run(ctx, &rest.Config{Host: c.server.URL, QPS: -1, ContentConfig: rest.ContentConfig{ContentType: "application/json"}}, settings, slog.New(slog.NewJSONHandler(log, nil)))
	}()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-ended; err != nil {
				t.Errorf("the scaler ended with %v", err)
			}
			if t.Failed() {
				t.Log(log)
			}
		})
	}
	t.Cleanup(stop)
	return log, stop
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within 10 s: %s", what)
		}
	}
}

func (c *cluster) waitFloor(name, want string) {
	c.t.Helper()
	eventually(c.t, fmt.Sprintf("%s has %q", name, want), func() bool { return c.floor(name) == want })
}

// scaledService is a Service with an entry; each row of traffic is a revision and its percent.
func scaledService(name, entry string, template fields, traffic ...any) fields {
	var rows []any
	for index := 0; index < len(traffic); index += 2 {
		rows = append(rows, fields{"revisionName": traffic[index], "percent": traffic[index+1], "latestRevision": false})
	}
	return fields{
		"apiVersion": "serving.knative.dev/v1", "kind": "Service",
		"metadata": fields{"name": name, "namespace": "shop", "uid": "uid-of-" + name, "labels": fields{Label: "true"}, "annotations": fields{Annotation: entry}},
		"spec":     fields{"template": fields{"metadata": fields{"annotations": template}}},
		"status":   fields{"traffic": rows},
	}
}

func entryOf(m *metricServer, query, more string) string {
	return fmt.Sprintf(`{"target": 10, "cooldownSeconds": 0, "prometheus": {"address": %q, "query": %q%s}}`, m.URL, query, more)
}

func fromJSON(t *testing.T, text string) fields {
	var value fields
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Errorf("%s: %v", text, err)
	}
	return value
}

func copied(object fields) fields {
	text, _ := json.Marshal(object)
	var value fields
	_ = json.Unmarshal(text, &value)
	return value
}

// merge implements RFC 7386 for one level.
func merge(into, patch fields) {
	for name, value := range patch {
		if value == nil {
			delete(into, name)
		} else {
			into[name] = value
		}
	}
}

func answer(w http.ResponseWriter, code int, value any) {
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(value)
}

func refuse(w http.ResponseWriter, code int, message string) {
	reason := map[int]string{404: "NotFound", 422: "Invalid"}[code]
	answer(w, code, fields{"apiVersion": "v1", "kind": "Status", "status": "Failure", "message": message, "reason": reason, "code": code})
}
