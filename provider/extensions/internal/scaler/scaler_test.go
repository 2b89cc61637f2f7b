// The whole scaler against a fake API server and a fake queue: splits, new revisions, restarts, servers that are away.
package scaler

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
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
	asked       atomic.Int32
	hangs       chan struct{} // while it is there and open
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
	m.asked.Add(1)
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

func TestFollowsQueueAndTraffic(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	m.set("jobs", 0)
	c.revision("a", "work", fields{"other": "stays"})
	c.revision("b", "work", fields{})
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "a", 100))
	log, stop := start(t, c)
	eventually(t, "the queue is asked", func() bool { return m.asked.Load() > 2 })
	if c.count("PATCH") > 0 {
		t.Error("an empty queue made writes")
	}

	began := time.Now()
	m.set("jobs", 95)
	c.waitFloor("a", "10")
	if spent := time.Since(began); spent > time.Second {
		t.Errorf("the scale came after %v", spent)
	}
	asked := m.asked.Load()
	eventually(t, "the queue is asked again", func() bool { return m.asked.Load() > asked+3 })
	if patches, reads := c.count("PATCH"), c.count("GET "+revisionPath("")); patches != 1 || reads != 1 {
		t.Errorf("nothing changed, but there were %d patches and %d reads", patches, reads)
	}

	began = time.Now()
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "a", 75, "b", 25))
	c.waitFloor("a", "8")
	c.waitFloor("b", "3")
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "b", 100, "a", 0))
	c.waitFloor("b", "10")
	c.waitFloor("a", "")
	if spent := time.Since(began); spent > time.Second {
		t.Errorf("traffic was followed after %v", spent)
	}

	m.set("jobs", 0)
	c.waitFloor("b", "")
	c.remove("work")
	eventually(t, "the queue is no longer asked", func() bool {
		asked := m.asked.Load()
		time.Sleep(pollEvery + 200*time.Millisecond)
		return m.asked.Load() == asked
	})
	eventually(t, "the connection is closed", func() bool { return m.open.Load() == 0 })
	stop()
	if text := log.String(); strings.Contains(text, `"level":"ERROR"`) {
		t.Error(text)
	}
}

func TestTemplateBounds(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	m.set("jobs", 1000)
	c.revision("a", "work", fields{minScale: "2", maxScale: "7"})
	c.revision("b", "work", fields{minScale: "1", maxScale: "3"})
	template := fields{minScale: "2", maxScale: "7"}
	c.put(scaledService("work", entryOf(m, "jobs", ""), template, "a", 100))
	start(t, c)
	c.waitFloor("a", "7")
	// The older revision has a ceiling of its own, over which Knative would refuse the patch.
	c.put(scaledService("work", entryOf(m, "jobs", ""), template, "a", 10, "b", 90))
	c.waitFloor("b", "3")
	c.waitFloor("a", "2")
	m.set("jobs", 0)
	c.waitFloor("b", "2")
	if c.count("PATCH") != 4 {
		t.Errorf("%d patches", c.count("PATCH"))
	}
}

func TestRestartKeepsTheScale(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	m.set("jobs", 95)
	c.revision("a", "work", fields{})
	c.revision("b", "work", fields{})
	c.revision("foreign", "other", fields{minScale: "3"})
	c.revision("left", "gone", fields{})
	entry := strings.Replace(entryOf(m, "jobs", ""), `"cooldownSeconds": 0`, `"cooldownSeconds": 3`, 1)
	c.put(scaledService("work", entry, nil, "a", 90, "b", 10))
	c.put(scaledService("gone", entry, fields{minScale: "1"}, "left", 100))
	_, stop := start(t, c)
	c.waitFloor("a", "9")
	c.waitFloor("b", "1")
	c.waitFloor("left", "10")
	stop()

	// While the program is down its server goes away, one function loses its label, another gets a new revision.
	m.unset("jobs")
	unlabelled := scaledService("gone", entry, fields{minScale: "1"}, "left", 100)
	delete(unlabelled["metadata"].(fields), "labels")
	c.put(unlabelled)
	before := c.count("PATCH")
	_, stop = start(t, c)
	c.waitFloor("left", "1")
	eventually(t, "the server is seen to be away", func() bool { return len(c.notes("QueueUnknown")) > 0 })
	if c.floor("a") != "9" || c.floor("b") != "1" || c.floor("foreign") != "3" || c.count("PATCH") != before+1 {
		t.Errorf("a %s, b %s, foreign %s, %d patches", c.floor("a"), c.floor("b"), c.floor("foreign"), c.count("PATCH")-before)
	}
	c.revision("c", "work", fields{})
	c.put(scaledService("work", entry, nil, "c", 100))
	c.waitFloor("c", "10")
	c.waitFloor("a", "")
	c.waitFloor("b", "")
	stop()

	// An empty queue takes nothing away before the cool-down.
	m.set("jobs", 0)
	began := time.Now()
	start(t, c)
	c.waitFloor("c", "")
	if spent := time.Since(began); spent < 3*time.Second {
		t.Errorf("taken away after %v", spent)
	}
}

func TestServerAwayKeepsTheScaleAndDelaysNobody(t *testing.T) {
	c, m, slow := newCluster(t), newMetrics(t), newMetrics(t)
	m.set("jobs", 95)
	slow.set("jobs", 40)
	c.revision("a", "work", fields{})
	c.revision("b", "slow", fields{})
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "a", 100))
	c.put(scaledService("slow", entryOf(slow, "jobs", ""), nil, "b", 100))
	log, _ := start(t, c)
	c.waitFloor("a", "10")
	c.waitFloor("b", "4")

	slow.mutex.Lock()
	slow.hangs = make(chan struct{})
	slow.mutex.Unlock()
	time.Sleep(pollEvery + 100*time.Millisecond)
	began := time.Now()
	m.set("jobs", 15)
	c.waitFloor("a", "2")
	if spent := time.Since(began); spent > time.Second {
		t.Errorf("a slow server delayed another by %v", spent)
	}
	close(slow.hangs)
	slow.mutex.Lock()
	slow.hangs = nil
	slow.mutex.Unlock()

	m.unset("jobs")
	eventually(t, "the server is seen to be away", func() bool { return len(c.notes("QueueUnknown")) > 0 })
	asked := m.asked.Load()
	time.Sleep(4 * time.Second)
	if more := m.asked.Load() - asked; more < 1 || more > 3 {
		t.Errorf("a server that is away was asked %d times in 4 s", more)
	}
	m.set("jobs", 25)
	c.waitFloor("a", "3")
	eventually(t, "an Event says that it is back", func() bool { return len(c.notes("QueueKnown")) > 0 })
	if told := strings.Count(log.String(), `"msg":"QueueUnknown"`); told != 1 || len(c.notes("QueueUnknown")) != 1 {
		t.Errorf("told %d times in the log, and %v", told, c.notes("QueueUnknown"))
	}
	if note := c.notes("QueueUnknown")[0]; !strings.Contains(note, "prometheus answered 503") || !strings.Contains(note, "the last scale is kept") {
		t.Error(note)
	}
}

func TestSharedConnections(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	for _, name := range []string{"one", "two", "three"} {
		m.set(name, 15)
		c.revision(name+"-a", name, fields{})
		c.put(scaledService(name, entryOf(m, name, ""), nil, name+"-a", 100))
	}
	start(t, c)
	for _, name := range []string{"one", "two", "three"} {
		c.waitFloor(name+"-a", "2")
	}
	// Questions go side by side, so a client of HTTP may have one connection for each function, but not more.
	if number := m.open.Load(); number > 3 {
		t.Errorf("%d connections", number)
	}
	c.remove("one")
	m.set("two", 35)
	c.waitFloor("two-a", "4")
	c.remove("two")
	c.remove("three")
	eventually(t, "the connections are closed", func() bool { return m.open.Load() == 0 })
}

func TestMalformedEntryKeepsTheScale(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	m.set("jobs", 95)
	c.revision("a", "work", fields{})
	c.revision("b", "work", fields{})
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "a", 100))
	log, _ := start(t, c)
	c.waitFloor("a", "10")
	broken := `{"target": -1, "prometheus": {"address": "nowhere", "query": ""}}`
	c.put(scaledService("work", broken, nil, "a", 100))
	eventually(t, "the mistakes are told", func() bool { return len(c.notes("ScaleEntryInvalid")) > 0 })
	note := c.notes("ScaleEntryInvalid")[0]
	for _, mistake := range []string{"target: expected a number of at least 0, got -1", "prometheus.query: expected text that is not empty", "prometheus.address: expected a URL"} {
		if !strings.Contains(note, mistake) || !strings.Contains(log.String(), mistake) {
			t.Errorf("not told: %s", mistake)
		}
	}
	c.put(scaledService("work", broken, nil, "b", 100))
	c.waitFloor("b", "10")
	c.waitFloor("a", "")
	if told := len(c.notes("ScaleEntryInvalid")); told != 1 {
		t.Errorf("told %d times", told)
	}
	m.set("jobs", 45)
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "b", 100))
	c.waitFloor("b", "5")

	// Without the annotation there is nothing to scale by.
	without := scaledService("work", "", fields{minScale: "1"}, "b", 100)
	delete(without["metadata"].(fields), "annotations")
	c.put(without)
	c.waitFloor("b", "1")
}

func TestLogins(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	m.set("jobs", 95)
	m.password = "first-s3cret"
	secret := func(password string) fields {
		return fields{"user": base64.StdEncoding.EncodeToString([]byte("shop")), "password": base64.StdEncoding.EncodeToString([]byte(password))}
	}
	c.revision("a", "work", fields{})
	login := `, "login": {"user": {"name": "server", "key": "user"}, "password": {"name": "server", "key": "password"}}`
	c.put(scaledService("work", entryOf(m, "jobs", login), nil, "a", 100))
	log, _ := start(t, c)
	eventually(t, "the Secret is missed", func() bool { return len(c.notes("ScaleLoginInvalid")) > 0 })
	c.secret("server", secret("first-s3cret"))
	c.waitFloor("a", "10")
	eventually(t, "an Event says that it is there", func() bool { return len(c.notes("ScaleLoginValid")) > 0 })
	asked := m.asked.Load()
	eventually(t, "the queue is asked again", func() bool { return m.asked.Load() > asked+2 })
	if reads := c.count("GET /api/v1/namespaces/shop/secrets/server"); reads != 2 {
		t.Errorf("the Secret was read %d times", reads)
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if text := log.String() + fmt.Sprint(c.events); strings.Contains(text, "s3cret") {
		t.Error(text)
	}
}

func TestRevisionsThatCannotBePatched(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	m.set("jobs", 95)
	c.away = true
	c.revision("a", "work", fields{})
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "a", 50, "missing", 50))
	start(t, c)
	eventually(t, "the failure is told", func() bool { return len(c.notes("RevisionNotScaled")) > 0 })
	c.mutex.Lock()
	c.away = false
	c.mutex.Unlock()
	c.waitFloor("a", "5")
	eventually(t, "the end is told", func() bool { return len(c.notes("RevisionScaled")) == 1 && len(c.notes("RevisionNotScaled")) == 1 })
}
