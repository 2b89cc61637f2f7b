// Package prometheus queries the current value of an expression and extracts the samples from the response.
package prometheus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Answer is the response of the HTTP API, of successful and failed queries.
type Answer struct {
	Status string `json:"status"`
	Error  string `json:"error"`
	Data   struct {
		ResultType string          `json:"resultType"`
		Result     json.RawMessage `json:"result"`
	} `json:"data"`
}

// Sample is one value of a result, with the labels that identify it.
type Sample struct {
	Labels map[string]string
	Value  float64
}

var errUnreadable = errors.New("query returned a value that can't be read")

// Request supports a server whose address has a path.
func Request(ctx context.Context, address, query string) (*http.Request, error) {
	address = strings.TrimRight(address, "/") + "/api/v1/query?" + url.Values{"query": {query}}.Encode()
	return http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
}

// Read reports whether a body is the response to a successful query. Otherwise Error may contain the reason.
func Read(body []byte) (answer Answer, well bool) {
	err := json.Unmarshal(body, &answer)
	return answer, err == nil && answer.Status == "success"
}

// Samples returns those of an instant vector, or the one of a scalar. It fails for queries with other results.
func (a Answer) Samples() ([]Sample, error) {
	switch a.Data.ResultType {
	case "scalar":
		var value [2]any
		if err := json.Unmarshal(a.Data.Result, &value); err != nil {
			return nil, errUnreadable
		}
		number, err := numberOf(value)
		if err != nil {
			return nil, err
		}
		return []Sample{{Value: number}}, nil
	case "vector":
		return vector(a.Data.Result)
	}
	return nil, fmt.Errorf("query returned a %.100s, expected a scalar or an instant vector", a.Data.ResultType)
}

func vector(result []byte) ([]Sample, error) {
	var elements []struct {
		Metric map[string]string `json:"metric"`
		Value  [2]any            `json:"value"`
	}
	if err := json.Unmarshal(result, &elements); err != nil {
		return nil, errUnreadable
	}
	samples := make([]Sample, len(elements))
	for index, element := range elements {
		number, err := numberOf(element.Value)
		if err != nil {
			return nil, err
		}
		samples[index] = Sample{element.Metric, number}
	}
	return samples, nil
}

// A value is a time and a number, which is a string so that it can be NaN or infinite.
func numberOf(value [2]any) (float64, error) {
	text, ok := value[1].(string)
	if !ok {
		return 0, errUnreadable
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, fmt.Errorf("query returned %.100q, expected a number", text)
	}
	return number, nil
}
