// The client against servers that respond, refuse, fail and are unreachable.
package kube

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/rest"
)

// call is a request as the server received it.
type call struct{ method, uri, kind, body string }

func newClient(t *testing.T, handle http.HandlerFunc) *Client {
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return clientAt(t, server.URL)
}

func clientAt(t *testing.T, address string) *Client {
	client, err := New(&rest.Config{Host: address, BearerToken: "the-token"})
	if err != nil {
		t.Fatal(err)
	}
	client.Backoff = Backoff{First: time.Millisecond, Limit: 100 * time.Millisecond}
	return client
}

func TestRequests(t *testing.T) {
	ctx, pod := t.Context(), PodsPath("shop")+"/p"
	var into map[string]any
	for name, row := range map[string]struct {
		do   func(c *Client) error
		want call
	}{
		"get":  {func(c *Client) error { return c.Get(ctx, ServicePath("shop", "hello"), &into) }, call{"GET", "/apis/serving.knative.dev/v1/namespaces/shop/services/hello?timeout=10s", "", ""}},
		"list": {func(c *Client) error { return c.List(ctx, PodsPath("shop"), "a/b=c", &into) }, call{"GET", "/api/v1/namespaces/shop/pods?labelSelector=a%2Fb%3Dc&timeout=10s", "", ""}},
		"patch": {func(c *Client) error { return c.MergePatch(ctx, "/p", map[string]int{"a": 1}) },
			call{"PATCH", "/p?fieldManager=knative-faas-rollout&timeout=10s", "application/merge-patch+json", `{"a":1}`}},
		"create": {func(c *Client) error { return c.Create(ctx, JobsPath("shop"), map[string]int{"a": 1}) },
			call{"POST", "/apis/batch/v1/namespaces/shop/jobs?fieldManager=knative-faas-rollout&timeout=10s", "application/json", `{"a":1}`}},
		"delete": {func(c *Client) error { return c.Delete(ctx, "/p", "u") },
			call{"DELETE", "/p?timeout=10s", "application/json", `{"preconditions":{"uid":"u"},"propagationPolicy":"Background"}`}},
		"logs": {func(c *Client) error { _, err := c.Logs(ctx, pod, "main", 20); return err }, call{"GET", pod + "/log?container=main&tailLines=20&timeout=10s", "", ""}},
	} {
		var got call
		client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			got = call{r.Method, r.RequestURI, r.Header.Get("Content-Type"), string(body)}
			if r.Header.Get("Authorization") != "Bearer the-token" {
				t.Errorf("%s: authorization %q", name, r.Header.Get("Authorization"))
			}
			fmt.Fprint(w, `{}`)
		})
		if err := row.do(client); err != nil || got != row.want {
			t.Errorf("%s:\n got %v, %v\nwant %v", name, got, err, row.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for body, want := range map[string]string{
		`{"kind": "Status", "status": "Failure", "code": 403, "message": "user \"x\" cannot patch"}`: `PATCH /p: 403 Forbidden: user "x" cannot patch`,
		"no\n": "PATCH /p: 403 Forbidden: no",
	} {
		client := newClient(t, func(w http.ResponseWriter, _ *http.Request) {
			if strings.HasPrefix(body, "{") {
				w.Header().Set("Content-Type", "application/json")
			}
			w.WriteHeader(403)
			fmt.Fprint(w, body)
		})
		err := client.MergePatch(t.Context(), "/p", nil)
		if err == nil || err.Error() != want || Code(err) != 403 {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}

func TestRetries(t *testing.T) {
	for _, row := range []struct{ code, bad, tries int }{
		{500, 3, 4}, {503, 3, 4}, {429, 1, 2}, {400, 1, 1}, {401, 1, 1}, {403, 1, 1}, {404, 1, 1}, {409, 1, 1}, {422, 1, 1},
	} {
		tries := 0
		client := newClient(t, func(w http.ResponseWriter, _ *http.Request) {
			if tries++; tries <= row.bad {
				w.WriteHeader(row.code)
			}
			fmt.Fprint(w, "{}")
		})
		err := client.Get(t.Context(), "/p", new(Service))
		if tries != row.tries || (err == nil) != (row.tries > row.bad) {
			t.Errorf("%d: %d tries, %v", row.code, tries, err)
		}
	}
}

// A connection that is cut during a response counts as no response.
func TestCutConnectionIsRetried(t *testing.T) {
	tries := 0
	client := newClient(t, func(w http.ResponseWriter, _ *http.Request) {
		if tries++; tries == 1 {
			w.Header().Set("Content-Length", "100")
		}
		fmt.Fprint(w, `{"metadata":{"name":"n"}}`)
	})
	service := new(Service)
	if err := client.Get(t.Context(), "/p", service); err != nil || service.Metadata.Name != "n" || tries != 2 {
		t.Errorf("%d tries, %v", tries, err)
	}
}

func TestUnreachable(t *testing.T) {
	client := clientAt(t, "http://127.0.0.1:1")
	start := time.Now()
	err := client.Get(t.Context(), "/p", new(Service))
	if err == nil || !strings.HasPrefix(err.Error(), "GET /p: the API server can't be reached: dial tcp 127.0.0.1:1") {
		t.Error(err)
	}
	if spent := time.Since(start); spent < 10*time.Millisecond || spent > 2*time.Second {
		t.Errorf("gave up after %v", spent)
	}
}

func TestRetriesEndWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	tries := 0
	client := newClient(t, func(w http.ResponseWriter, _ *http.Request) {
		tries++
		cancel()
		w.WriteHeader(500)
	})
	client.Backoff.Limit = time.Minute
	if err := client.Get(ctx, "/p", new(Service)); err == nil || tries != 1 {
		t.Errorf("%d tries, %v", tries, err)
	}
}

func TestBackoffDoubles(t *testing.T) {
	start, tries := time.Now(), 0
	bad := errors.New("bad")
	err := Backoff{First: 10 * time.Millisecond, Limit: 100 * time.Millisecond}.Do(t.Context(), func(error) bool { return true }, func() error {
		tries++
		return bad
	})
	// Pauses of 10, 20 and 40 ms; one of 80 ms would end too late.
	if spent := time.Since(start); !errors.Is(err, bad) || tries > 4 || tries < 3 || spent > 150*time.Millisecond {
		t.Errorf("%d tries in %v, %v", tries, spent, err)
	}
}

func TestFind(t *testing.T) {
	conditions := []Condition{{Type: "A", Status: "True"}, {Type: "B", Status: "False", Reason: "R"}}
	for kind, want := range map[string]Condition{"B": conditions[1], "C": {Type: "C", Status: "Unknown"}} {
		if got := Find(conditions, kind); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v", kind, got)
		}
	}
}

// If a template has no name, Knative names its revision.
func TestNewest(t *testing.T) {
	for text, want := range map[string]string{
		`{"spec": {"template": {"metadata": {"name": "hello-new"}}}, "status": {"latestCreatedRevisionName": "hello-old"}}`: "hello-new",
		`{"status": {"latestCreatedRevisionName": "hello-00002"}}`:                                                          "hello-00002",
		`{}`: "",
	} {
		service := new(Service)
		if err := json.Unmarshal([]byte(text), service); err != nil {
			t.Fatal(err)
		}
		if got := service.Newest(); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
