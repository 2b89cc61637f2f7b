// A source under test with its sink, and a client that publishes.
package mqtt

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/eclipse/paho.golang/paho"

	"knative-faas.dev/programs/internal/adapter"
)

const patience = 10 * time.Second

// output is written by a program and read at the same time.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// request is an event as the sink received it.
type request struct {
	header http.Header
	body   string
	status int // of the response
}

// sink records its requests, and responds as the test configures; by default with 204.
type sink struct {
	*httptest.Server
	mu       sync.Mutex
	requests []request
	answer   func(r request, number int) int
}

func startSink(t *testing.T, answer func(r request, number int) int) *sink {
	s := &sink{answer: answer}
	s.Server = httptest.NewServer(http.HandlerFunc(s.take))
	t.Cleanup(s.Close)
	return s
}

func (s *sink) take(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	number := len(s.requests)
	s.requests = append(s.requests, request{header: r.Header, body: string(body)})
	seen := s.requests[number]
	s.mu.Unlock()
	status := http.StatusNoContent
	if s.answer != nil {
		status = s.answer(seen, number)
	}
	s.mu.Lock()
	s.requests[number].status = status
	s.mu.Unlock()
	w.WriteHeader(status)
}

func (s *sink) seen() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.requests...)
}

func (s *sink) bodies() []string {
	var bodies []string
	for _, r := range s.seen() {
		bodies = append(bodies, r.body)
	}
	return bodies
}

// wait returns the requests once there are as many as expected.
func (s *sink) wait(t *testing.T, count int) []request {
	t.Helper()
	eventually(t, func() bool { return len(s.seen()) >= count }, func() string {
		return fmt.Sprintf("expected %d requests, got %q", count, s.bodies())
	})
	return s.seen()
}

func eventually(t *testing.T, is func() bool, otherwise func() string) {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatal(otherwise())
}

// settings are what a test changes in SOURCE.
type settings map[string]any

func environment(b *broker, s *sink, own settings) map[string]string {
	source := settings{"name": "orders", "namespace": "shop", "address": b.address(), "topics": []string{"t/#"}}
	for name, value := range own {
		source[name] = value
	}
	text, _ := json.Marshal(source)
	return map[string]string{"SOURCE": string(text), "K_SINK": s.URL, "PORT": "0", "POD_NAME": "shop-orders-0"}
}

// running is a source that runs inside the test.
type running struct {
	t    *testing.T
	out  *output
	stop context.CancelFunc
	code chan int
}

func start(t *testing.T, values map[string]string) *running {
	t.Helper()
	return startWith(t, values, Run)
}

func startWith(t *testing.T, values map[string]string, run func(context.Context, *adapter.Runtime, Config) error) *running {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r := &running{t, new(output), stop, make(chan int, 1)}
	getenv := func(name string) string { return values[name] }
	go func() { r.code <- adapter.Run(ctx, getenv, r.out, "mqtt-source", run) }()
	t.Cleanup(stop)
	return r
}

// subscribed waits until the source is subscribed; a resumed session of 3.1.1 does not subscribe again.
func (r *running) subscribed() *running {
	r.t.Helper()
	return r.says(`"msg":"subscribed"`)
}

func (r *running) says(text string) *running {
	r.t.Helper()
	eventually(r.t, func() bool { return strings.Contains(r.out.String(), text) }, func() string {
		return fmt.Sprintf("expected %s in:\n%s", text, r.out)
	})
	return r
}

// ends stops the source and waits for its end.
func (r *running) ends() {
	r.t.Helper()
	r.stop()
	select {
	case code := <-r.code:
		if code != 0 {
			r.t.Fatalf("expected exit code 0, got %d:\n%s", code, r.out)
		}
	case <-time.After(patience):
		r.t.Fatalf("the source does not stop:\n%s", r.out)
	}
}

// publisher returns a client of the broker.
func publisher(t *testing.T, b *broker, id string) *paho.Client {
	t.Helper()
	conn, err := net.Dial("tcp", b.host())
	if err != nil {
		t.Fatal(err)
	}
	client := paho.NewClient(paho.ClientConfig{Conn: conn})
	if _, err := client.Connect(t.Context(), &paho.Connect{ClientID: id, CleanStart: true, KeepAlive: 30}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Disconnect(&paho.Disconnect{}) })
	return client
}

func publish(t *testing.T, client *paho.Client, topic, payload string, properties *paho.PublishProperties) {
	t.Helper()
	p := &paho.Publish{Topic: topic, QoS: 1, Payload: []byte(payload), Properties: properties}
	if _, err := client.Publish(t.Context(), p); err != nil {
		t.Fatal(err)
	}
}

func publishQoS(t *testing.T, client *paho.Client, topic, payload string, qos byte) {
	t.Helper()
	if _, err := client.Publish(t.Context(), &paho.Publish{Topic: topic, QoS: qos, Payload: []byte(payload)}); err != nil {
		t.Fatal(err)
	}
}

// ready reports whether /readyz succeeds.
func (r *running) ready() bool {
	r.t.Helper()
	r.says("serving health and metrics")
	_, rest, _ := strings.Cut(r.out.String(), `"address":"[::]:`)
	port, _, _ := strings.Cut(rest, `"`)
	answer, err := http.Get("http://127.0.0.1:" + port + "/readyz")
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}
