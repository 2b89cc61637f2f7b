// Queries Prometheus once, and distinguishes errors that may be transient from verdicts.
package rollout

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"knative-faas.dev/programs/internal/kube"
	"knative-faas.dev/programs/internal/prometheus"
)

const longestResult = 4 << 20

// result returns errUnanswered if a retry may succeed, and a *failure if it can't.
func (c prometheusCheck) result(ctx context.Context, query string, limit time.Duration) ([]prometheus.Sample, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	request, err := prometheus.Request(ctx, c.Address, query)
	if err != nil {
		return nil, failed("prometheus can't be queried: %v", kube.Cause(err))
	}
	request.Header.Set("User-Agent", kube.FieldManager)
	response, err := plainClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", errUnanswered, kube.Cause(err))
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, longestResult))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", errUnanswered, err)
	}
	return samplesOf(response.StatusCode, body)
}

func samplesOf(code int, body []byte) ([]prometheus.Sample, error) {
	answer, well := prometheus.Read(body)
	if code == http.StatusTooManyRequests || code >= 500 {
		return nil, fmt.Errorf("%w: it responded with %d: %s", errUnanswered, code, cmp.Or(answer.Error, quoted(body)))
	}
	if code != http.StatusOK || !well {
		return nil, quoting(": "+cmp.Or(answer.Error, quoted(body)), "prometheus refused the query with %d", code)
	}
	samples, err := answer.Samples()
	if err != nil {
		return nil, failed("%v", err)
	}
	return samples, nil
}
