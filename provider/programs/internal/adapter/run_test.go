// Tests of a whole source, from its environment to its exit code.
package adapter

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

type testConfig struct {
	Common
	Topics []string  `json:"topics"`
	Inner  *struct { // like the tls of a kind
		ServerName string `json:"serverName"`
	} `json:"inner"`
	attributes Attributes
}

func (c *testConfig) Prepare(_ Secrets, wrong *Problems) {
	if c.Type == "" {
		c.Type = "test"
	}
	if len(c.Topics) == 0 {
		wrong.Add("SOURCE.topics", "expected at least one, got none")
	}
	c.attributes = c.Attributes(wrong, "topic", "json.")
}

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

func environmentOf(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func nothing(context.Context, *Runtime, testConfig) error { return nil }

func TestAllMistakesAreReportedAtOnce(t *testing.T) {
	out := new(output)
	code := Run(t.Context(), environmentOf(map[string]string{
		"SOURCE": `{"name":"orders","parallelism":0.5,"topics":"x","colour":"red","type":"{nothing}","id":"a}","contentType":"a\nb",
			"inner":{"port":1},"delivery":{"retry":-1,"backoff":"slow","backoffSeconds":31,"timeoutSeconds":-1,"deadLetter":"ftp://x","format":"xml","deadLetterFormat":"text"}}`,
		"K_SINK":          "sink",
		"K_CE_OVERRIDES":  `{"extensions":{"Upper":"a","id":"b"}}`,
		"K_CA_CERTS":      "no certificate",
		"PORT":            "http",
		"SECRET_PASSWORD": "s3cret-pw",
	}), out, "test-source", nothing)
	if code != exitMisconfigured {
		t.Errorf("expected exit code 2, got %d", code)
	}
	if lines := strings.Count(out.String(), "\n"); lines != 1 {
		t.Errorf("expected one line, got %d:\n%s", lines, out)
	}
	for _, want := range []string{
		"SOURCE.namespace: expected the namespace", "SOURCE.parallelism: expected a whole number, got 0.5",
		"SOURCE.topics: expected a list, each of it text, got text", "SOURCE.colour: unknown property; expected one of contentType, delivery,",
		"SOURCE.type: got", "SOURCE.id: got", "SOURCE.contentType: expected a media type", "SOURCE.inner.port: unknown property",
		"SOURCE.delivery.retry: expected 0 or more, got -1", "SOURCE.delivery.backoff: expected exponential or linear",
		"SOURCE.delivery.backoffSeconds: expected", "SOURCE.delivery.timeoutSeconds: expected", "SOURCE.delivery.deadLetter: expected",
		`SOURCE.delivery.format: expected binary, json or plain, got \"xml\"`, "SOURCE.delivery.deadLetterFormat: expected",
		"K_SINK: expected", `\"Upper\"`, `\"id\"`, "K_CA_CERTS: expected", "PORT: expected",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("expected %q in:\n%s", want, out)
		}
	}
	if strings.Contains(out.String(), "s3cret-pw") {
		t.Errorf("the password is shown:\n%s", out)
	}
}

func TestMissingConfiguration(t *testing.T) {
	out := new(output)
	if code := Run(t.Context(), environmentOf(nil), out, "test-source", nothing); code != exitMisconfigured {
		t.Errorf("expected exit code 2, got %d", code)
	}
	if !strings.Contains(out.String(), "SOURCE: expected an object in JSON, got nothing") {
		t.Errorf("expected the mistake, got %s", out)
	}
}

func sourceEnvironment(sink string) map[string]string {
	return map[string]string{
		"SOURCE": `{"name":"orders","namespace":"shop","topics":["a"]}`, "K_SINK": sink, "PORT": "0", "POD_NAME": "orders-0",
	}
}

// addressOf waits until the program has logged where it serves health checks and metrics.
func addressOf(t *testing.T, out *output) string {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if _, rest, found := strings.Cut(out.String(), `"address":"[::]:`); found {
			port, _, _ := strings.Cut(rest, `"`)
			return "http://127.0.0.1:" + port
		}
	}
	t.Fatalf("no address in:\n%s", out)
	return ""
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(body)
}

func TestSourceWithoutSinkIsAliveButNotReady(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out, done := new(output), make(chan int)
	values := sourceEnvironment("")
	started := func(context.Context, *Runtime, testConfig) error { t.Error("the source was started"); return nil }
	go func() { done <- Run(ctx, environmentOf(values), out, "test-source", started) }()
	address := addressOf(t, out)
	if status, _ := get(t, address+"/healthz"); status != http.StatusOK {
		t.Errorf("expected to be alive, got %d", status)
	}
	if status, _ := get(t, address+"/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("expected not to be ready, got %d", status)
	}
	stop()
	if code := <-done; code != exitStopped {
		t.Errorf("expected exit code 0, got %d", code)
	}
	if !strings.Contains(out.String(), "K_SINK is not set") {
		t.Errorf("expected a message about the sink, got %s", out)
	}
}

// What is in flight at SIGTERM is still delivered; no output contains a secret.
func TestGracefulStop(t *testing.T) {
	reached, answer := make(chan struct{}), make(chan struct{})
	sink := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(reached)
		<-answer
	}))
	defer sink.Close()
	values := sourceEnvironment(sink.URL)
	values["SECRET_USER"], values["SECRET_PASSWORD"], values["SECRET_KEY"] = "s3cret-user", "s3cret-pw", "s3cret-key"
	ctx, stop := context.WithCancel(t.Context())
	out, done := new(output), make(chan int)
	go func() {
		done <- Run(ctx, environmentOf(values), out, "test-source", func(ctx context.Context, r *Runtime, c testConfig) error {
			r.Ready(true)
			r.Log.Info("runs", "secrets", r.Secrets, "all", r)
			r.Window.Go(ctx, "", func() { r.Sink.Deliver(r.Work, Event{ID: "1", Type: "t", Source: "s"}) })
			<-ctx.Done()
			r.Window.Wait()
			return nil
		})
	}()
	<-reached
	address := addressOf(t, out)
	if status, _ := get(t, address+"/readyz"); status != http.StatusOK {
		t.Errorf("expected to be ready, got %d", status)
	}
	_, metrics := get(t, address+"/metrics")
	if !strings.Contains(metrics, "knative_faas_source_in_flight 1") {
		t.Errorf("expected one event in flight, got:\n%s", metrics)
	}
	stop()
	close(answer)
	if code := <-done; code != exitStopped {
		t.Errorf("expected exit code 0, got %d", code)
	}
	if text := out.String() + metrics; strings.Contains(text, "s3cret") || !strings.Contains(text, `"msg":"stopped"`) {
		t.Errorf("expected a stop, and no secret, in:\n%s", text)
	}
}

func TestReader(t *testing.T) {
	for _, c := range []struct{ instance, pod, want string }{
		{"", "audit-jobs-1", "audit-jobs-1"},
		{"shop-prod-0a1b-web-audit-jobs", "audit-jobs-1", "shop-prod-0a1b-web-audit-jobs-1"},
		{"shop", "laptop", "shop-laptop"},
	} {
		if got := (&Common{Instance: c.instance}).reader(c.pod); got != c.want {
			t.Errorf("%s of %q: expected %s, got %s", c.pod, c.instance, c.want, got)
		}
	}
}
