// Package prometheus asks for the value that a query has now, and takes the samples out of the answer.
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

// Answer is what the HTTP API says, of a query that went well and of one that did not.
type Answer struct {
	Status string `json:"status"`
	Error  string `json:"error"`
	Data   struct {
		ResultType string          `json:"resultType"`
		Result     json.RawMessage `json:"result"`
	} `json:"data"`
}

// Sample is one value of a result, with the labels that tell it from the others.
type Sample struct {
	Labels map[string]string
	Value  float64
}

var errUnreadable = errors.New("query gave a value that can't be read")

// Request is for a server at an address that may have a path of its own.
func Request(ctx context.Context, address, query string) (*http.Request, error) {
	address = strings.TrimRight(address, "/") + "/api/v1/query?" + url.Values{"query": {query}}.Encode()
	return http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
}

// Read says whether a body is the answer to a query that went well. One that is not may still give its reason in Error.
func Read(body []byte) (answer Answer, well bool) {
	err := json.Unmarshal(body, &answer)
	return answer, err == nil && answer.Status == "success"
}

// Samples are those of an instant vector, or the one of a scalar. An error means that the query is not of a kind that has numbers.
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
	return nil, fmt.Errorf("query gave a %.100s, expected a scalar or an instant vector", a.Data.ResultType)
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

// A value is a time and a number as text, so that it can also be NaN or infinite.
func numberOf(value [2]any) (float64, error) {
	text, ok := value[1].(string)
	if !ok {
		return 0, errUnreadable
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, fmt.Errorf("query gave %.100q, expected a number", text)
	}
	return number, nil
}
