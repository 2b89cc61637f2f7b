// The value of a Prometheus query.
package queue

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strings"

	"knative-faas.dev/programs/internal/prometheus"
	"knative-faas.dev/programs/internal/strict"
)

const longestResult = 1 << 20

type prometheusQuery struct {
	Address string     `json:"address"`
	TLS     *serverTLS `json:"tls"`
	Query   string     `json:"query"`
	Login   LoginKeys  `json:"login"`
}

type prometheusServer struct {
	*http.Client
	login Login
}

func (p prometheusQuery) check(path string, wrong *strict.Mistakes) {
	p.Login.check(path, plainLogin, wrong)
	wrong.Text(path+".query", p.Query)
	checkAddress(path+".address", p.Address, wrong, "http", "https")
}

func (p prometheusQuery) keys() LoginKeys { return p.Login }

// checkAddress allows no credentials in an address, where they would be readable by others.
func checkAddress(path, text string, wrong *strict.Mistakes, schemes ...string) {
	address, err := url.Parse(text)
	switch {
	case err != nil || address.Host == "" || (address.Scheme != schemes[0] && address.Scheme != schemes[1]):
		wrong.Add(path, "expected a URL that begins with %s:// or %s://", schemes[0], schemes[1])
	case address.User != nil:
		wrong.Add(path, "expected no user or password in it; refer to keys of a Secret in login")
	}
}

// serverAt identifies a server by its address.
type serverAt struct {
	Address string
	TLS     *serverTLS
}

func (p prometheusQuery) Server() string { return identity("prometheus", serverAt{p.Address, p.TLS}) }

func (p prometheusQuery) Open(login Login) (Server, error) {
	config, err := p.TLS.config(login)
	if err != nil {
		return nil, err
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = config
	transport.MaxIdleConnsPerHost = AtOnce
	// Without a limit there may be more: a request that waits for a new connection takes an idle one if that comes first, and the new
	// one is opened all the same.
	transport.MaxConnsPerHost = AtOnce
	return &prometheusServer{&http.Client{Transport: transport}, login}, nil
}

func (s *prometheusServer) Close() { s.CloseIdleConnections() }

func (p prometheusQuery) Length(ctx context.Context, over Server) (float64, error) {
	server := over.(*prometheusServer)
	request, err := prometheus.Request(ctx, p.Address, p.Query)
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

func valueOf(code int, body []byte) (float64, error) {
	answer, well := prometheus.Read(body)
	switch {
	case code == http.StatusBadRequest || code == http.StatusUnprocessableEntity:
		return 0, queueError("prometheus refused the query with %d: %s", code, quoted(answer.Error))
	case code != http.StatusOK:
		return 0, fmt.Errorf("prometheus responded with %d: %s", code, quoted(answer.Error))
	case !well:
		return 0, errors.New("expected a response of prometheus, got something else; is the address right?")
	}
	samples, err := answer.Samples()
	if err != nil {
		return 0, queueError("%v", err)
	}
	return single(samples)
}

// single accepts a single value only: which of several should count is the user's decision.
func single(samples []prometheus.Sample) (float64, error) {
	if len(samples) != 1 {
		return 0, queueError("query returned %d samples, expected one; use sum(...) to combine several, or \"... or vector(0)\" if there may be none", len(samples))
	}
	value := samples[0].Value
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return 0, queueError("query returned \"%v\", expected a number", value)
	}
	return value, nil
}
