// A source under test and its sink, both in this process.
package kafka

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"knative-faas.dev/programs/internal/adapter"
)

// received is a request to the sink.
type received struct {
	http.Header
	data string
}

// sink responds with 200 unless answer says otherwise, and keeps requests that it responds to with 2xx.
type sink struct {
	*httptest.Server
	mu     sync.Mutex
	got    []received
	answer func(w http.ResponseWriter, r received) int
}

func newSink(t testing.TB, answer func(w http.ResponseWriter, r received) int) *sink {
	s := &sink{answer: answer}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		one, status := received{r.Header, string(body)}, 200
		if s.answer != nil {
			status = s.answer(w, one)
		}
		if status >= 200 && status < 300 {
			s.mu.Lock()
			s.got = append(s.got, one)
			s.mu.Unlock()
		}
		if status != 0 && status != 200 {
			w.WriteHeader(status)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *sink) all() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.got)
}

func (s *sink) count() int { return len(s.all()) }

// data returns the texts that have arrived, in the order of their first arrival.
func (s *sink) data() (texts []string) {
	seen := map[string]bool{}
	for _, one := range s.all() {
		if !seen[one.data] {
			texts = append(texts, one.data)
		}
		seen[one.data] = true
	}
	return texts
}

// running is a source that runs until stop is called.
type running struct {
	t    testing.TB
	end  context.CancelFunc
	exit chan int
	log  *logBuffer
	port string
}

type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *logBuffer) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(text)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func (b *logBuffer) has(text string) func() bool {
	return func() bool { return strings.Contains(b.String(), text) }
}

// settings are the environment of a source; config is the rest of SOURCE, after name, namespace and kafka.
type settings struct {
	kafka, config string
	name, pod     string
	environment   map[string]string
	patience      time.Duration // with refused logins; 0 means the program's default
}

func (s settings) getenv(sink, address string) map[string]string {
	place := cmp.Or(s.kafka, fmt.Sprintf(`{"bootstrapServers":[%q]}`, address))
	env := map[string]string{
		"SOURCE": fmt.Sprintf(`{"name":%q,"namespace":"shop","kafka":%s,%s}`, cmp.Or(s.name, "orders"), place, s.config),
		"K_SINK": sink, "POD_NAME": cmp.Or(s.pod, "shop-orders-0"), "PORT": "0",
	}
	maps.Copy(env, s.environment)
	return env
}

func (k *topics) run(sink *sink, s settings) *running {
	k.t.Helper()
	address := "" // without a sink the program waits for one
	if sink != nil {
		address = sink.URL
	}
	env := s.getenv(address, k.address("PLAIN"))
	return k.launch(func(ctx context.Context, log io.Writer) int {
		return adapter.Run(ctx, func(name string) string { return env[name] }, log, "kafka-source",
			func(ctx context.Context, with *adapter.Runtime, c Config) error {
				with.Patience = cmp.Or(s.patience, with.Patience)
				return Run(ctx, with, c)
			})
	})
}

// launch runs a program in this process.
func (k *topics) launch(run func(ctx context.Context, log io.Writer) int) *running {
	k.t.Helper()
	ctx, end := context.WithCancel(context.Background())
	r := &running{t: k.t, end: end, exit: make(chan int, 1), log: &logBuffer{}}
	go func() { r.exit <- run(ctx, r.log) }()
	eventually(k.t, "the source serves its metrics", func() bool { return portOf.MatchString(r.log.String()) || len(r.exit) > 0 })
	if match := portOf.FindStringSubmatch(r.log.String()); match != nil {
		r.port = match[1]
	}
	k.t.Cleanup(func() {
		end()
		if k.t.Failed() || os.Getenv("LOGS") != "" {
			k.t.Log(r.log)
		}
	})
	return r
}

var portOf = regexp.MustCompile(`"address":"[^"]*:(\d+)"`)

// stop stops the source like SIGTERM.
func (r *running) stop() {
	r.t.Helper()
	r.end()
	select {
	case code := <-r.exit:
		equal(r.t, "exit code", code, 0)
	case <-time.After(40 * time.Second):
		r.t.Fatal("the source did not stop")
	}
}

func (r *running) get(path string) (int, string) {
	response, err := http.Get("http://127.0.0.1:" + r.port + path)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(body)
}

func (r *running) ready() bool {
	status, _ := r.get("/readyz")
	return status == 200
}

// metric returns the value of a metric, whose name is without the prefix.
func (r *running) metric(name string) string {
	_, text := r.get("/metrics")
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(line, "knative_faas_source_"+name+" "); ok {
			return strings.TrimSpace(value)
		}
	}
	return "none"
}

func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("did not come true: %s", what)
		}
	}
}

func equal[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
