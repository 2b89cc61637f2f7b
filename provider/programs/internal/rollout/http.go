// The HTTP check: the new revision answers as it should, several times in a row, asked by its own name and not through a route.
package rollout

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"knative-faas.dev/programs/internal/kube"
	"knative-faas.dev/programs/internal/strict"
	"knative-faas.dev/programs/internal/wait"
)

const (
	longestBody  = 64 << 10
	longestQuote = 300
)

type httpCheck struct {
	path            string
	status          int64
	body            string // empty: any
	repeat          int64
	intervalSeconds int64
	timeoutSeconds  int64
}

// No redirects: the answer of another address says nothing about the revision. No kept connections: each request may find another
// Pod. No proxy: the name means something only inside the cluster.
var plainClient = &http.Client{
	Transport:     &http.Transport{DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func readHTTP(o strict.Object) check {
	c := httpCheck{
		path:            o.Text("path"),
		status:          o.Whole("status", 100, 599, http.StatusOK),
		body:            o.OptionalText("body"),
		repeat:          o.Whole("repeat", 1, 1000, 1),
		intervalSeconds: o.Whole("intervalSeconds", 0, 3600, 1),
		timeoutSeconds:  o.Whole("timeoutSeconds", 1, 3600, 10),
	}
	if _, err := url.Parse("http://host" + c.path); c.path != "" && (!strings.HasPrefix(c.path, "/") || err != nil) {
		o.Wrong("path", "expected a path of a URL that begins with /, got %q", c.path)
	}
	o.End()
	return c
}

func (c httpCheck) ask(ctx context.Context, r *Runner) error {
	often := ""
	if c.repeat > 1 {
		often = fmt.Sprintf(", %d times", c.repeat)
	}
	r.say("asking GET %s%s", c.path, often)
	for number := int64(1); number <= c.repeat; number++ {
		if number > 1 && !wait.For(ctx, time.Duration(c.intervalSeconds)*r.Timing.Second) {
			return errStopped
		}
		if wrong, said := c.once(ctx, r); wrong != "" {
			return quoting(said, "GET %s: request %d of %d %s", c.path, number, c.repeat, wrong)
		}
	}
	return nil
}

// once returns what is wrong with one answer, in words that go on from "request 1 of 3", and what the answer itself says.
func (c httpCheck) once(ctx context.Context, r *Runner) (wrong, said string) {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(c.timeoutSeconds)*r.Timing.Second)
	defer cancel()
	answer, err := plainClient.Do(c.request(ctx, r))
	if err != nil {
		return c.silence(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, longestBody))
	switch {
	case int64(answer.StatusCode) != c.status:
		return fmt.Sprintf("answered %d (expected %d)", answer.StatusCode, c.status), ": " + quoted(body)
	case c.body == "" || strings.Contains(string(body), c.body):
		return "", ""
	case err != nil:
		return c.silence(err)
	}
	return fmt.Sprintf("answered %d without %q in its body", answer.StatusCode, c.body), ": " + quoted(body)
}

// The headers tell the activator which revision to start when it is at zero, for which the host name alone is not enough.
func (c httpCheck) request(ctx context.Context, r *Runner) *http.Request {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.RevisionURL+c.path, nil)
	if err != nil {
		panic(err) // the plan's names and path were checked when it was read
	}
	request.Header.Set("User-Agent", kube.FieldManager)
	request.Header.Set("Knative-Serving-Namespace", r.Plan.Namespace)
	request.Header.Set("Knative-Serving-Revision", r.Plan.Revision)
	return request
}

// silence quotes the cause, as that of an answer that is no HTTP holds its first words.
func (c httpCheck) silence(err error) (wrong, said string) {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Sprintf("was not answered within %d s", c.timeoutSeconds), ""
	}
	return "was not answered", fmt.Sprintf(": %v", kube.Cause(err))
}

func quoted(body []byte) string {
	text := strings.TrimSpace(strings.ToValidUTF8(string(body[:min(len(body), longestQuote)]), ""))
	if text == "" {
		return "no body"
	}
	return text
}
