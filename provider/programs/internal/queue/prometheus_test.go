// Responses of a Prometheus, and of other servers.
package queue

import (
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestPrometheus(t *testing.T) {
	code, body, authorization := 200, "", ""
	fake := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/prefix/api/v1/query" || r.URL.Query().Get("query") != "sum(jobs)" {
			t.Error(r.URL)
		}
		authorization = r.Header.Get("Authorization")
		w.WriteHeader(code)
		fmt.Fprint(w, body)
	}))
	defer fake.Close()
	q := parsed(t, `{"prometheus": {"address": "%s/prefix/", "query": "sum(jobs)"}}`, fake.URL)
	server := open(t, q, nil)
	for text, want := range map[string]float64{
		`{"resultType": "vector", "result": [{"metric": {}, "value": [1, "41.5"]}]}`: 41.5,
		`{"resultType": "scalar", "result": [1, "7"]}`:                               7,
		`{"resultType": "vector", "result": [{"value": [1, "1e3"]}]}`:                1000,
		`{"resultType": "vector", "result": [{"value": [1, "-1"]}]}`:                 -1,
	} {
		body = `{"status": "success", "data": ` + text + `}`
		wantLength(t, text, q, server, want)
	}
	for _, row := range []struct {
		code         int
		body         string
		isQueueError bool
		words        string
	}{
		{200, `{"status": "success", "data": {"resultType": "vector", "result": []}}`, true, "query returned 0 samples, expected one"},
		{200, `{"status": "success", "data": {"resultType": "vector", "result": [{"value": [1, "1"]}, {"value": [1, "2"]}]}}`, true, "query returned 2 samples"},
		{200, `{"status": "success", "data": {"resultType": "vector", "result": [{"value": [1, "NaN"]}]}}`, true, `query returned "NaN", expected a number`},
		{200, `{"status": "success", "data": {"resultType": "scalar", "result": [1, "+Inf"]}}`, true, "expected a number"},
		{200, `{"status": "success", "data": {"resultType": "matrix", "result": []}}`, true, "query returned a matrix"},
		{200, `{"status": "success", "data": {"resultType": "vector", "result": [{}]}}`, true, "can't be read"},
		{400, `{"status": "error", "error": "parse error"}`, true, "refused the query with 400: parse error"},
		{401, `no`, false, "prometheus responded with 401: no reason given"},
		{503, `{"status": "error", "error": "starting"}`, false, "prometheus responded with 503: starting"},
		{200, `<html>`, false, "is the address right?"},
	} {
		code, body = row.code, row.body
		wantError(t, row.body, q, server, row.isQueueError, row.words)
	}

	code, body = 200, `{"status": "success", "data": {"resultType": "scalar", "result": [1, "7"]}}`
	for _, row := range []struct {
		login Login
		want  string
	}{{nil, ""}, {Login{"user": "shop", "password": "p"}, "Basic c2hvcDpw"}, {Login{"password": "token\n"}, "Bearer token"}} {
		wantLength(t, row.want, q, open(t, q, row.login), 7)
		if authorization != row.want {
			t.Errorf("got %q, want %q", authorization, row.want)
		}
	}
	wantTLS(t)
	fake.Close()
	wantError(t, "a server that is gone", q, server, false, "connect")
}

// wantTLS tests that the login contains the trusted authorities; by default these are the public ones, which do not know the
// server.
func wantTLS(t *testing.T) {
	t.Helper()
	secured := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"status": "success", "data": {"resultType": "scalar", "result": [1, "7"]}}`)
	}))
	t.Cleanup(secured.Close)
	secured.Config.ErrorLog = log.New(io.Discard, "", 0)
	ca := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secured.Certificate().Raw}))
	q := parsed(t, `{"prometheus": {"address": "%s", "query": "x"}}`, secured.URL)
	named := parsed(t, `{"prometheus": {"address": "%s", "query": "x", "tls": {"serverName": "other.test"}}}`, secured.URL)
	wantLength(t, "a trusted server", q, open(t, q, Login{"ca": ca}), 7)
	wantError(t, "an untrusted server", q, open(t, q, nil), false, "certificate signed by unknown authority")
	wantError(t, "a server with another name", named, open(t, named, Login{"ca": ca}), false, "not other.test")
	for part, login := range map[string]Login{"ca": {"ca": "x"}, "cert": {"cert": ca, "key": "x"}} {
		if _, err := q.Open(login); err == nil || !strings.HasPrefix(err.Error(), "login."+part+": expected") {
			t.Errorf("%s: %v", part, err)
		}
	}
}

// Without a limit each of these requests would get a connection of its own.
func TestPrometheusConnections(t *testing.T) {
	const requests = 3 * AtOnce
	var connections atomic.Int32
	free := make(chan struct{})
	fake := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		<-free
		fmt.Fprint(w, `{"status": "success", "data": {"resultType": "scalar", "result": [1, "7"]}}`)
	}))
	fake.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	fake.Start()
	defer fake.Close()
	q := parsed(t, `{"prometheus": {"address": "%s", "query": "jobs"}}`, fake.URL)
	server := open(t, q, nil)
	var all sync.WaitGroup
	for range requests {
		all.Go(func() { wantLength(t, "jobs", q, server, 7) })
	}
	for end := time.Now().Add(3 * time.Second); connections.Load() < AtOnce && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	close(free)
	all.Wait()
	if opened := connections.Load(); opened != AtOnce {
		t.Errorf("%d connections for %d requests at once, want %d", opened, requests, AtOnce)
	}
}
