// Answers of a function in a topic of a real broker: their content, what the caller gets, and what is refused.
package kafka

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"knative-faas.dev/programs/internal/adapter"
)

// repliesEnvironment is that of the program; more are further properties of SOURCE.
func repliesEnvironment(function, kafka, topic, more string) map[string]string {
	config := fmt.Sprintf(`{"name":"reports","namespace":"shop","kafka":%s,"topic":%q,"port":0%s}`, kafka, topic, more)
	return map[string]string{"SOURCE": config, "K_SINK": function, "POD_NAME": "reports-0", "PORT": "0"}
}

func (b *broker) plain() string { return fmt.Sprintf(`{"bootstrapServers":[%q]}`, b.address("PLAIN")) }

// repliesTo runs the program for a function, which the sink is here.
func (k *topics) repliesTo(env map[string]string) *replying {
	k.t.Helper()
	r := k.launch(func(ctx context.Context, log io.Writer) int {
		return adapter.Run(ctx, func(name string) string { return env[name] }, log, "kafka-replies", RunReplies)
	})
	return &replying{r, requestsOf(k.t, r.log)}
}

type replying struct {
	*running
	url string
}

var requestsAt = regexp.MustCompile(`"requests":"[^"]*:(\d+)"`)

func requestsOf(t testing.TB, log *logBuffer) string {
	t.Helper()
	eventually(t, "requests are served", func() bool { return requestsAt.MatchString(log.String()) })
	return "http://127.0.0.1:" + requestsAt.FindStringSubmatch(log.String())[1]
}

// send posts a request with headers in pairs, and returns the response and its body.
func send(t testing.TB, url, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for index := 0; index < len(headers); index += 2 {
		request.Header.Set(headers[index], headers[index+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return &http.Response{Header: http.Header{}}, err.Error()
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	return response, string(text)
}

// described returns the key, value and headers of an entry.
func described(r *kgo.Record) string {
	words := []string{string(r.Key), string(r.Value)}
	for _, one := range r.Headers {
		words = append(words, one.Key+"="+string(one.Value))
	}
	return strings.Join(words, " ")
}

func TestAnswerOf(t *testing.T) {
	t.Parallel()
	event := []string{"Ce-Specversion", "1.0", "Ce-Id", "7", "Ce-Type", "done"}
	for name, row := range map[string]struct {
		headers []string
		body    string
		to      answered
		want    string
	}{
		"plain":       {[]string{"Content-Type", "text/plain"}, "x", answered{"1", []byte("k")}, "k x content-type=text/plain causationid=1"},
		"event":       {event, "x", answered{"1", []byte("k")}, "k x ce_id=7 ce_specversion=1.0 ce_type=done ce_causationid=1"},
		"own cause":   {append(event, "Ce-Causationid", "0"), "", answered{id: "1"}, "  ce_causationid=0 ce_id=7 ce_specversion=1.0 ce_type=done"},
		"own key":     {append(event, "Ce-Partitionkey", "a%20b"), "x", answered{"1", []byte("k")}, "a b x ce_id=7 ce_partitionkey=a b ce_specversion=1.0 ce_type=done ce_causationid=1"},
		"no event":    {nil, "x", answered{}, " x"},
		"no answer":   {[]string{"Content-Type", "text/plain"}, "", answered{id: "1"}, "none"},
		"structured":  {[]string{"Content-Type", "application/cloudevents+json"}, "{}", answered{id: "1"}, " {} content-type=application/cloudevents+json causationid=1"},
		"empty event": {event, "", answered{id: "1"}, "  ce_id=7 ce_specversion=1.0 ce_type=done ce_causationid=1"},
	} {
		header := http.Header{}
		for index := 0; index < len(row.headers); index += 2 {
			header.Set(row.headers[index], row.headers[index+1])
		}
		got := "none"
		if answer := answerOf("answers", header, []byte(row.body), row.to); answer != nil {
			got = described(answer)
		}
		equal(t, name, got, row.want)
	}
}

// function answers as its caller asks for in headers, and records the request in the answer.
func function(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if kind := r.Header.Get("Answer-Type"); kind != "" {
		w.Header().Set("Ce-Specversion", "1.0")
		w.Header().Set("Ce-Id", "answer")
		w.Header().Set("Ce-Type", kind)
		w.Header().Set("Ce-Source", "/function")
	}
	if after := r.Header.Get("Answer-After"); after != "" {
		w.Header().Set("Retry-After", after)
	}
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Kept", "yes")
	status, _ := strconv.Atoi(cmp.Or(r.Header.Get("Answer-Status"), "200"))
	w.WriteHeader(status)
	if length, _ := strconv.Atoi(r.Header.Get("Answer-Length")); length > 0 {
		text := make([]byte, length) // not compressible
		for index := range text {
			text[index] = byte(rand.N(256))
		}
		w.Write(text)
	} else if status != 204 {
		fmt.Fprintf(w, "%s %s %s %s", r.Method, r.URL, r.Header.Get("X-Forwarded-For"), body)
	}
}

func TestReplies(t *testing.T) {
	t.Parallel()
	k, sink := serve(t), newSink(t, nil)
	sink.Config.Handler = http.HandlerFunc(function)
	k.make("replies", 1)
	program := k.repliesTo(repliesEnvironment(sink.URL, k.plain(), "replies", ""))
	eventually(t, "it is ready", program.ready)
	event := []string{"Ce-Specversion", "1.0", "Ce-Id", "a%20b", "Ce-Type", "asked", "Ce-Source", "/caller"}
	structured := `{"specversion":"1.0","id":"2","type":"asked","source":"/caller","partitionkey":"k2","data":{"n":2}}`
	rows := []struct {
		path, body string
		headers    []string
		status     int
		want       string // in the topic
	}{
		{"/orders?a=1;b", "one", append(event, "Ce-Partitionkey", "k1", "X-Forwarded-For", "10.1.2.3"), 200,
			"k1 POST /orders?a=1;b 10.1.2.3 one content-type=text/plain causationid=a b"},
		{"", structured, []string{"Content-Type", "application/cloudevents+json", "Answer-Type", "done"}, 200,
			"k2 POST /  " + structured + " content-type=text/plain ce_id=answer ce_source=/function ce_specversion=1.0 ce_type=done ce_causationid=2"},
		{"", "plain", []string{"Accept-Encoding", "gzip"}, 200, " POST /  plain content-type=text/plain"},
		{"", "", append(event, "Answer-Status", "204"), 204, ""},
		{"", "", append(event, "Answer-Status", "202", "Answer-Type", "done"), 202,
			" POST /   content-type=text/plain ce_id=answer ce_source=/function ce_specversion=1.0 ce_type=done ce_causationid=a b"},
	}
	var want []string
	for _, row := range rows {
		response, text := send(t, program.url+row.path, row.body, row.headers...)
		equal(t, "status", response.StatusCode, row.status)
		equal(t, "body", text, "")
		equal(t, "kept", response.Header.Get("Kept"), "yes")
		if row.want != "" {
			equal(t, "headers of the answer", response.Header.Get("Content-Type")+response.Header.Get("Ce-Id"), "")
			want = append(want, row.want)
		}
	}
	var got []string
	for _, one := range k.read("replies", len(want)) {
		got = append(got, described(one))
	}
	equal(t, "answers", strings.Join(got, "\n"), strings.Join(want, "\n"))
	equal(t, "written", program.metric("written_total"), strconv.Itoa(len(want)))
	program.stop()
}

func TestRepliesPassOnRefusals(t *testing.T) {
	t.Parallel()
	k, sink := serve(t), newSink(t, nil)
	sink.Config.Handler = http.HandlerFunc(function)
	k.make("refusals", 1)
	program := k.repliesTo(repliesEnvironment(sink.URL, k.plain(), "refusals", ""))
	eventually(t, "it is ready", program.ready)
	for _, status := range []int{302, 400, 404, 429, 500, 503} {
		response, text := send(t, program.url, "x", "Answer-Status", strconv.Itoa(status), "Answer-After", "7")
		equal(t, "status", response.StatusCode, status)
		equal(t, "response", text+response.Header.Get("Retry-After"), "POST /  x7")
	}
	response, text := send(t, program.url, "x", "Answer-Length", strconv.Itoa(longestAnswer+1))
	equal(t, "too long", fmt.Sprint(response.StatusCode, text), "422the answer is longer than 900000 bytes\n")
	response, _ = send(t, program.url, strings.Repeat(" ", longestEvent+1), "Content-Type", "application/cloudevents+json")
	equal(t, "event too long", response.StatusCode, 413)
	sink.Close()
	response, text = send(t, program.url, "x")
	equal(t, "no function", fmt.Sprint(response.StatusCode, text), "502the function did not answer\n")
	equal(t, "written", program.metric("written_total"), "0")
	program.stop()
	equal(t, "answers", len(k.read("refusals", 0)), 0)
}

// A topic that does not exist, one that takes only short entries, and one that is deleted.
func TestRepliesNotWritten(t *testing.T) {
	t.Parallel()
	k, sink := serve(t), newSink(t, nil)
	sink.Config.Handler = http.HandlerFunc(function)
	short := "1000"
	if _, err := k.admin.CreateTopic(context.Background(), 1, 1, map[string]*string{"max.message.bytes": &short}, "short"); err != nil {
		t.Fatal(err)
	}
	late := k.repliesTo(repliesEnvironment(sink.URL, k.plain(), "late", ""))
	eventually(t, "it says what is missing", late.log.has(`the topic \"late\" does not exist, create it`))
	equal(t, "ready", late.ready(), false)
	k.make("late", 1)
	response, _ := send(t, late.url, "x") // it waits
	equal(t, "status", response.StatusCode, 200)
	equal(t, "ready", late.ready(), true)
	limited := k.repliesTo(repliesEnvironment(sink.URL, k.plain(), "short", ""))
	response, text := send(t, limited.url, "x", "Answer-Length", "5000")
	equal(t, "too large", fmt.Sprint(response.StatusCode, strings.Contains(text, "MESSAGE_TOO_LARGE")), "422 true")
	if _, err := k.admin.DeleteTopics(context.Background(), "late"); err != nil {
		t.Fatal(err)
	}
	response, text = send(t, late.url, "x")
	equal(t, "deleted", fmt.Sprint(response.StatusCode, strings.Contains(text, `the topic "late"`)), "503 true")
	equal(t, "unwritten", late.metric("unwritten_total"), "1")
	for _, one := range []*replying{late, limited} {
		one.stop()
	}
}

// The login is in files, as in a Pod.
func TestRepliesLogIn(t *testing.T) {
	t.Parallel()
	k, sink := serve(t), newSink(t, nil)
	sink.Config.Handler = http.HandlerFunc(function)
	k.make("sealed", 1)
	k.user(kadm.ScramSha512, "writer", password)
	_, files := mounted(t, map[string]string{"SECRET_USER": "writer", "SECRET_PASSWORD": password})
	env := repliesEnvironment(sink.URL, fmt.Sprintf(`{"bootstrapServers":[%q],"sasl":"SCRAM-SHA-512"}`, k.address("SASL")), "sealed", "")
	for name, file := range files {
		env[name] = file
	}
	program := k.repliesTo(env)
	eventually(t, "it is ready", program.ready)
	response, _ := send(t, program.url, "x")
	equal(t, "status", response.StatusCode, 200)
	program.stop()
	equal(t, "a secret is in the log", strings.Contains(program.log.String(), password), false)
}

func TestRepliesWithMistakes(t *testing.T) {
	t.Parallel()
	program := startProgram(t, "kafka-replies", repliesEnvironment("http://function", `{"bootstrapServers":["kafka"],"sasl":"PLAIN"}`, "", `,"port":70000,"topics":[]`))
	_ = program.Wait()
	equal(t, "exit code", program.ProcessState.ExitCode(), 2)
	for _, want := range []string{
		`SOURCE.kafka.bootstrapServers[0]: expected host:port, got \"kafka\"`, "SOURCE.kafka.sasl: PLAIN requires a user and a password",
		"SOURCE.topic: expected the topic that answers are written to, got nothing", "SOURCE.port: expected a port", "SOURCE.topics: unknown property",
	} {
		if !strings.Contains(program.log.String(), want) {
			t.Errorf("missing: %s in %s", want, program.log)
		}
	}
}

// Requests that are handled at a time are limited, and the others wait.
func TestRepliesWait(t *testing.T) {
	t.Parallel()
	k := serve(t)
	free := make(chan struct{})
	sink := newSink(t, func(http.ResponseWriter, received) int { <-free; return 204 })
	k.make("waiting", 1)
	program := k.repliesTo(repliesEnvironment(sink.URL, k.plain(), "waiting", `,"parallelism":3`))
	statuses := make(chan int, 10)
	for range 10 {
		go func() { response, _ := send(t, program.url, "x"); statuses <- response.StatusCode }()
	}
	eventually(t, "all have arrived", func() bool { return program.metric("received_total") == "10" })
	time.Sleep(100 * time.Millisecond)
	equal(t, "in flight", program.metric("in_flight"), "3")
	close(free)
	var all []int
	for range 10 {
		all = append(all, <-statuses)
	}
	equal(t, "statuses", slices.Max(all)+slices.Min(all), 408)
	program.stop()
}
