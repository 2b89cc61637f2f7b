// Asks Prometheus one instant query and takes the samples out of its answer.
package rollout

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"knative-faas.dev/extensions/internal/kube"
)

const longestResult = 4 << 20

// queryAnswer is what the HTTP API of Prometheus answers, for a query that went well and for one that did not.
type queryAnswer struct {
	Status string `json:"status"`
	Error  string `json:"error"`
	Data   struct {
		ResultType string          `json:"resultType"`
		Result     json.RawMessage `json:"result"`
	} `json:"data"`
}

// result returns errUnanswered when another try may bring an answer, and a *failure when it can't.
func (c prometheusCheck) result(ctx context.Context, query string, limit time.Duration) ([]sample, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	address := strings.TrimRight(c.address, "/") + "/api/v1/query?" + url.Values{"query": {query}}.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, failed("prometheus can't be asked: %v", kube.Cause(err))
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

func samplesOf(code int, body []byte) ([]sample, error) {
	var answer queryAnswer
	unreadable := json.Unmarshal(body, &answer)
	if code == http.StatusTooManyRequests || code >= 500 {
		return nil, fmt.Errorf("%w: it says %d: %s", errUnanswered, code, cmp.Or(answer.Error, quoted(body)))
	}
	if code != http.StatusOK || unreadable != nil || answer.Status != "success" {
		return nil, failed("prometheus refused the query with %d: %s", code, cmp.Or(answer.Error, quoted(body)))
	}
	var samples []sample
	var err error
	switch answer.Data.ResultType {
	case "vector":
		err = json.Unmarshal(answer.Data.Result, &samples)
	case "scalar":
		samples = make([]sample, 1)
		err = json.Unmarshal(answer.Data.Result, &samples[0].Value)
	default:
		return nil, failed("query gave a %s, expected a scalar or an instant vector", answer.Data.ResultType)
	}
	if err != nil {
		return nil, failed("query gave a result that can't be read: %v", err)
	}
	return samples, nil
}
