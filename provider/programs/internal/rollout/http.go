// The HTTP check: the new revision responds as expected, several times in a row, addressed by its own name instead of a route.
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
	Path            string `json:"path"`
	Status          *int64 `json:"status"`
	Body            string `json:"body"` // empty: any
	Repeat          *int64 `json:"repeat"`
	IntervalSeconds *int64 `json:"intervalSeconds"`
	TimeoutSeconds  *int64 `json:"timeoutSeconds"`
}

// plainClient follows no redirects, as another address says nothing about the revision; keeps no connections, so that each request
// may reach another Pod; and uses no proxy, as the name resolves only inside the cluster.
var plainClient = &http.Client{
	Transport:     &http.Transport{DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// check also fills in defaults.
func (c *httpCheck) check(path string, wrong *strict.Mistakes) {
	c.Status = new(wrong.Whole(path+".status", c.Status, 100, 599, http.StatusOK))
	c.Repeat = new(wrong.Whole(path+".repeat", c.Repeat, 1, 1000, 1))
	c.IntervalSeconds = new(wrong.Whole(path+".intervalSeconds", c.IntervalSeconds, 0, 3600, 1))
	c.TimeoutSeconds = new(wrong.Whole(path+".timeoutSeconds", c.TimeoutSeconds, 1, 3600, 10))
	if _, err := url.Parse("http://host" + c.Path); !strings.HasPrefix(c.Path, "/") || err != nil {
		wrong.Add(path+".path", "expected a path of a URL that begins with /, got %q", c.Path)
	}
}

func (c httpCheck) evaluate(ctx context.Context, r *Runner) error {
	often := ""
	if *c.Repeat > 1 {
		often = fmt.Sprintf(", %d times", *c.Repeat)
	}
	r.say("requesting GET %s%s", c.Path, often)
	for number := int64(1); number <= *c.Repeat; number++ {
		if number > 1 && !wait.For(ctx, time.Duration(*c.IntervalSeconds)*r.Timing.Second) {
			return errStopped
		}
		if wrong, said := c.once(ctx, r); wrong != "" {
			return quoting(said, "GET %s: request %d of %d %s", c.Path, number, *c.Repeat, wrong)
		}
	}
	return nil
}

// once returns what is wrong with one response, in words that continue "request 1 of 3", and what the response itself contains.
func (c httpCheck) once(ctx context.Context, r *Runner) (wrong, said string) {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(*c.TimeoutSeconds)*r.Timing.Second)
	defer cancel()
	answer, err := plainClient.Do(c.request(ctx, r))
	if err != nil {
		return c.noResponse(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, longestBody))
	switch {
	case int64(answer.StatusCode) != *c.Status:
		return fmt.Sprintf("was answered with %d (expected %d)", answer.StatusCode, *c.Status), ": " + quoted(body)
	case c.Body == "" || strings.Contains(string(body), c.Body):
		return "", ""
	case err != nil:
		return c.noResponse(err)
	}
	return fmt.Sprintf("was answered with %d without %q in its body", answer.StatusCode, c.Body), ": " + quoted(body)
}

// request has headers that name the revision, so that the activator starts it from zero, for which the host name alone is not
// enough.
func (c httpCheck) request(ctx context.Context, r *Runner) *http.Request {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.RevisionURL+c.Path, nil)
	if err != nil {
		panic(err) // the plan's names and path were validated
	}
	request.Header.Set("User-Agent", kube.FieldManager)
	request.Header.Set("Knative-Serving-Namespace", r.Plan.Namespace)
	request.Header.Set("Knative-Serving-Revision", r.Plan.Revision)
	return request
}

// noResponse quotes the cause, as for a response that is not HTTP it contains its first bytes.
func (c httpCheck) noResponse(err error) (wrong, said string) {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Sprintf("was not answered within %d s", *c.TimeoutSeconds), ""
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
