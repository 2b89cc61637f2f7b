// One request: passed on to the function, whose answer is written before the caller gets its response.
package kafka

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"

	"knative-faas.dev/programs/internal/adapter"
)

const (
	// longestEvent is that of an event in structured mode, whose id is in its body.
	longestEvent = 4 << 20
	// Bytes of such events, and of answers, that are in memory at a time.
	mostEvents  = 32 << 20
	mostAnswers = 32 << 20
	// closedFor is how long a request waits for a topic that can't be written to, before the function is called.
	closedFor = 20 * time.Second
)

type proxy struct {
	*adapter.Runtime
	writer          *writer
	function        *httputil.ReverseProxy
	events, answers *semaphore.Weighted
}

func newProxy(r *adapter.Runtime, w *writer) *proxy {
	function := r.Sink.Proxy()
	p := &proxy{r, w, function, semaphore.NewWeighted(mostEvents), semaphore.NewWeighted(mostAnswers)}
	function.ErrorHandler = p.fail
	return p
}

// ServeHTTP passes on the response of the function without its body, which is in the topic by then.
func (p *proxy) ServeHTTP(out http.ResponseWriter, request *http.Request) {
	p.Metrics.Received.Inc()
	leave, ok := p.Window.Enter(request.Context())
	if !ok {
		return
	}
	defer leave()
	if !p.waitForTopic(request.Context()) {
		http.Error(out, fmt.Sprintf("the topic %q can't be written to", p.writer.topic), http.StatusServiceUnavailable)
		return
	}
	to, release, err := p.read(request)
	if err != nil {
		p.fail(out, request, err)
		return
	}
	defer release()
	function := *p.function
	function.ModifyResponse = func(response *http.Response) error { return p.keep(response, to) }
	function.ServeHTTP(out, request)
}

func (p *proxy) waitForTopic(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, closedFor)
	defer cancel()
	return p.writer.gate.pass(ctx)
}

// read returns what an answer keeps of the event in a request. In structured mode that is in the body.
func (p *proxy) read(request *http.Request) (to answered, release func(), err error) {
	if !adapter.IsStructured(request.Header.Get("Content-Type")) {
		return answeredBy(decoded(request.Header, "Ce-Id"), decoded(request.Header, "Ce-Partitionkey")), func() {}, nil
	}
	size := sizeOf(request.ContentLength, longestEvent)
	if err := p.events.Acquire(request.Context(), size); err != nil {
		return to, nil, err
	}
	release = func() { p.events.Release(size) }
	body, err := io.ReadAll(io.LimitReader(request.Body, longestEvent+1))
	if err == nil && len(body) > longestEvent {
		err = &failure{http.StatusRequestEntityTooLarge, fmt.Sprintf("expected an event of at most %d bytes in structured mode", longestEvent)}
	}
	if err != nil {
		release()
		return to, nil, err
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	if event, ok := adapter.ReadStructured(body); ok {
		to = answeredBy(event.ID, event.Extensions["partitionkey"])
	}
	return to, release, nil
}

// answeredBy has no key rather than an empty one, which would put all answers into one partition.
func answeredBy(id, key string) answered {
	if key == "" {
		return answered{id: id}
	}
	return answered{id, []byte(key)}
}

// sizeOf returns how many bytes may be read at most.
func sizeOf(announced, longest int64) int64 {
	if announced < 0 || announced > longest {
		return longest
	}
	return announced
}

// keep writes an answer, and leaves its response without it. Responses other than 2xx are not answers.
func (p *proxy) keep(response *http.Response, to answered) error {
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return nil
	}
	p.Metrics.Delivered.Inc()
	ctx, size := response.Request.Context(), sizeOf(response.ContentLength, longestAnswer)
	if err := p.answers.Acquire(ctx, size); err != nil {
		return err
	}
	release := func() { p.answers.Release(size) }
	body, err := io.ReadAll(io.LimitReader(response.Body, longestAnswer+1))
	if err == nil && len(body) > longestAnswer {
		err = &failure{http.StatusUnprocessableEntity, fmt.Sprintf("the answer is longer than %d bytes", longestAnswer)}
	}
	if err != nil {
		release()
		return err
	}
	answer := answerOf(p.writer.topic, response.Header, body, to)
	if answer == nil {
		release()
		return nil
	}
	if err := p.writer.write(ctx, answer, release); err != nil {
		return err
	}
	empty(response)
	return nil
}

// empty removes the answer from a response, whose caller would take it for one of its own.
func empty(response *http.Response) {
	for name := range response.Header {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "ce-") || strings.HasPrefix(lower, "content-") {
			delete(response.Header, name)
		}
	}
	_ = response.Body.Close()
	response.Body, response.ContentLength, response.Trailer = http.NoBody, 0, nil
}

// fail responds to a caller whose request has no response of the function, or an answer that was not written.
func (p *proxy) fail(out http.ResponseWriter, request *http.Request, err error) {
	if request.Context().Err() != nil {
		panic(http.ErrAbortHandler) // the caller is gone
	}
	if known, ok := errors.AsType[*failure](err); ok {
		http.Error(out, known.reason, known.status)
		return
	}
	if p.writer.silent.isNew(err.Error()) {
		p.Log.Warn("the function did not answer", "error", err)
	}
	http.Error(out, "the function did not answer", http.StatusBadGateway)
}
