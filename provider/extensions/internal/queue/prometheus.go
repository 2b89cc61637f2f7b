// The value of a Prometheus query.
package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"knative-faas.dev/extensions/internal/strict"
)

const longestResult = 1 << 20

type prometheus struct {
	Address string
	TLS     *serverTLS
	query   string
}

type prometheusServer struct {
	*http.Client
	login Login
}

func readPrometheus(o strict.Object) Queue {
	p := prometheus{Address: o.Text("address"), TLS: readTLS(o), query: o.Text("query")}
	checkAddress(o, p.Address, "http", "https")
	return p
}

// checkAddress lets no log-in into an address: it would stand in the open there.
func checkAddress(o strict.Object, text string, schemes ...string) {
	address, err := url.Parse(text)
	switch {
	case text == "":
	case err != nil || address.Host == "" || (address.Scheme != schemes[0] && address.Scheme != schemes[1]):
		o.Wrong("address", "expected a URL that begins with %s:// or %s://", schemes[0], schemes[1])
	case address.User != nil:
		o.Wrong("address", "expected no user or password in it; name the keys of a Secret in login")
	}
}

func (p prometheus) Server() string {
	return identity("prometheus", prometheus{Address: p.Address, TLS: p.TLS})
}

func (p prometheus) Open(login Login) (Server, error) {
	config, err := p.TLS.config(login)
	if err != nil {
		return nil, err
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = config
	transport.MaxIdleConnsPerHost = AtOnce
	return &prometheusServer{&http.Client{Transport: transport}, login}, nil
}

func (s *prometheusServer) Close() { s.CloseIdleConnections() }

func (p prometheus) Length(ctx context.Context, over Server) (float64, error) {
	server := over.(*prometheusServer)
	address := strings.TrimRight(p.Address, "/") + "/api/v1/query?" + url.Values{"query": {p.query}}.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, withoutURL(err)
	}
	server.authorize(request)
	response, err := server.Do(request)
	if err != nil {
		return 0, withoutURL(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, longestResult))
	if err != nil {
		return 0, withoutURL(err)
	}
	return valueOf(response.StatusCode, body)
}

// A password without a user is a token.
func (s *prometheusServer) authorize(request *http.Request) {
	switch user, password := s.login["user"], s.login["password"]; {
	case user != "":
		request.SetBasicAuth(user, password)
	case password != "":
		request.Header.Set("Authorization", "Bearer "+strings.TrimSpace(password))
	}
}

// answer is what the HTTP API of Prometheus says, of a query that went well and of one that did not.
type answer struct {
	Status string `json:"status"`
	Error  string `json:"error"`
	Data   struct {
		ResultType string          `json:"resultType"`
		Result     json.RawMessage `json:"result"`
	} `json:"data"`
}

func valueOf(code int, body []byte) (float64, error) {
	var said answer
	unreadable := json.Unmarshal(body, &said)
	switch {
	case code == http.StatusBadRequest || code == http.StatusUnprocessableEntity:
		return 0, odd("prometheus refused the query with %d: %s", code, quoted(said.Error))
	case code != http.StatusOK:
		return 0, fmt.Errorf("prometheus answered %d: %s", code, quoted(said.Error))
	case unreadable != nil || said.Status != "success":
		return 0, errors.New("expected an answer of prometheus, got something else; does the address lead to it?")
	}
	return said.number()
}

// number wants one value only: which one of several would count is not for us to say.
func (a answer) number() (float64, error) {
	var pair []any
	switch a.Data.ResultType {
	case "scalar":
		_ = json.Unmarshal(a.Data.Result, &pair)
	case "vector":
		var samples []struct {
			Value []any `json:"value"`
		}
		if err := json.Unmarshal(a.Data.Result, &samples); err == nil && len(samples) != 1 {
			return 0, odd("query gave %d samples, expected one: sum(...) makes one of several, and \"... or vector(0)\" one of none", len(samples))
		} else if err == nil {
			pair = samples[0].Value
		}
	default:
		return 0, odd("query gave a %s, expected a scalar or an instant vector", quoted(a.Data.ResultType))
	}
	if len(pair) != 2 {
		return 0, odd("query gave a value that can't be read")
	}
	text, _ := pair[1].(string)
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(value) || math.IsInf(value, 0) {
		return 0, odd("query gave %q, expected a number", text)
	}
	return value, nil
}
