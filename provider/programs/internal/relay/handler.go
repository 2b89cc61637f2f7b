// Decides who answers a request, and passes it on unchanged.
package relay

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httputil"
)

// forwarded are set by Knative's gateway; the function must see them as they were.
var forwarded = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"}

func newHandler(config Config, local, deployed http.RoundTripper, log *slog.Logger) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(request *httputil.ProxyRequest) {
			request.Out.URL.Scheme, request.Out.URL.Host = "http", "function"
			request.Out.Host = request.In.Host
			for _, name := range forwarded {
				if values, has := request.In.Header[name]; has {
					request.Out.Header[name] = values
				}
			}
		},
		Transport: &either{config.Header, local, deployed, log},
		// Events of a stream must not wait for a buffer to fill.
		FlushInterval: -1,
		ErrorHandler:  func(w http.ResponseWriter, _ *http.Request, err error) { refuse(w, err) },
		ErrorLog:      slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// refuse answers a request that may have reached a program, and so can't be sent again by the relay. Brokers, channels and sources
// repeat an event after this status.
func refuse(w http.ResponseWriter, err error) {
	http.Error(w, "knative-faas dev: "+err.Error(), http.StatusBadGateway)
}

// either sends a request to the local program, or to a deployed revision if it is not meant for the developer or can't reach the
// local program.
type either struct {
	header          Header
	local, deployed http.RoundTripper
	log             *slog.Logger
}

func (e *either) RoundTrip(request *http.Request) (*http.Response, error) {
	if e.header.Name != "" && request.Header.Get(e.header.Name) != e.header.Value {
		return e.deployed.RoundTrip(request)
	}
	body := &untouched{ReadCloser: request.Body}
	first := request.Clone(request.Context())
	if request.Body != nil {
		first.Body = body
	}
	response, err := e.local.RoundTrip(first)
	if err == nil || request.Context().Err() != nil {
		return response, err
	}
	if !errors.Is(err, errAway) {
		e.log.Warn("the local program did not answer", "method", request.Method, "error", err)
	}
	if body.isRead() || (!isConnectFailure(err) && !isSafe(request.Method)) {
		return nil, err
	}
	return e.deployed.RoundTrip(request)
}

// isSafe reports whether a request may be repeated although the program may have seen it.
func isSafe(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPut, http.MethodDelete:
		return true
	}
	return false
}
