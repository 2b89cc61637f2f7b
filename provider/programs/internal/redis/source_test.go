// A source under test with its sink: in this process, with shorter durations than the program's.
package redis

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"knative-faas.dev/programs/internal/adapter"
)

var quick = timing{
	block: 50 * time.Millisecond, heartbeat: 100 * time.Millisecond, alive: 400 * time.Millisecond, compare: 300 * time.Millisecond,
	lag: 50 * time.Millisecond, cleanup: 100 * time.Millisecond, idle: 500 * time.Millisecond, settle: 2 * time.Second,
	longest: 200 * time.Millisecond,
}

// received is a request that a sink received.
type received struct {
	http.Header
	data string
}

// sink responds with 200, unless answer returns another status; it records only requests with 2xx.
type sink struct {
	*httptest.Server
	mu     sync.Mutex
	got    []received
	answer func(r received) int
}

func newSink(t testing.TB, answer func(r received) int) *sink {
	s := &sink{answer: answer}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		one, status := received{r.Header, string(body)}, 200
		if s.answer != nil {
			status = s.answer(one)
		}
		if status < 300 {
			s.mu.Lock()
			s.got = append(s.got, one)
			s.mu.Unlock()
		}
		w.WriteHeader(status)
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

// data returns the data received, sorted and without duplicates.
func (s *sink) data() []string {
	texts := map[string]bool{}
	for _, one := range s.all() {
		texts[one.data] = true
	}
	return slices.Sorted(maps.Keys(texts))
}

// running is a source that runs until it is stopped.
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

// settings are the environment of a source; config is added to SOURCE, along with name, namespace and redis.
type settings struct {
	address, redis, config string
	pod                    string
	environment            map[string]string
	timing                 timing
	patience               time.Duration // with a server that refuses; by default the program's own
}

func (s settings) getenv(sink string) map[string]string {
	place := s.redis
	if place == "" {
		place = fmt.Sprintf(`{"addresses":[%q]}`, s.address)
	}
	env := map[string]string{
		"SOURCE": fmt.Sprintf(`{"name":"jobs","namespace":"shop","redis":%s,%s}`, place, s.config),
		"K_SINK": sink, "POD_NAME": s.pod, "PORT": "0",
	}
	if s.pod == "" {
		env["POD_NAME"] = "shop-jobs-0"
	}
	maps.Copy(env, s.environment)
	return env
}

func run(t testing.TB, sink *sink, s settings) *running {
	t.Helper()
	if s.timing == (timing{}) {
		s.timing = quick
	}
	env := s.getenv(sink.URL)
	ctx, end := context.WithCancel(context.Background())
	r := &running{t: t, end: end, exit: make(chan int, 1), log: &logBuffer{}}
	go func() {
		r.exit <- adapter.Run(ctx, func(name string) string { return env[name] }, r.log, "redis-source",
			func(ctx context.Context, with *adapter.Runtime, c Config) error {
				with.Patience = cmp.Or(s.patience, with.Patience)
				return s.timing.run(ctx, with, c)
			})
	}()
	eventually(t, "the source serves its metrics", func() bool { return portOf.MatchString(r.log.String()) || len(r.exit) > 0 })
	if found := portOf.FindStringSubmatch(r.log.String()); found != nil {
		r.port = found[1]
	}
	t.Cleanup(func() {
		r.stop()
		if t.Failed() {
			t.Log(r.log)
		}
	})
	return r
}

var portOf = regexp.MustCompile(`"address":"[^"]*:(\d+)"`)

func (r *running) stop() int {
	r.end()
	code := <-r.exit
	r.exit <- code
	return code
}

func (r *running) get(path string) (int, string) {
	answer, err := http.Get("http://127.0.0.1:" + r.port + path)
	if err != nil {
		return 0, err.Error()
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body)
}

func (r *running) ready() bool {
	code, _ := r.get("/readyz")
	return code == 200
}

func (r *running) metric(name string) string {
	_, body := r.get("/metrics")
	for _, line := range strings.Split(body, "\n") {
		if value, ok := strings.CutPrefix(line, "knative_faas_source_"+name+" "); ok {
			return value
		}
	}
	return "none"
}

func equal[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	one, _ := json.Marshal(got)
	other, _ := json.Marshal(want)
	if !bytes.Equal(one, other) {
		t.Errorf("%s: got %s, want %s", what, one, other)
	}
}

// hold returns a response that blocks until it is released.
func hold(t testing.TB) (answer func(received) int, letGo func()) {
	gate := make(chan struct{})
	once := sync.OnceFunc(func() { close(gate) })
	t.Cleanup(once)
	return func(received) int { <-gate; return 200 }, once
}
