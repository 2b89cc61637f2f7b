// The client of a Pod: the certificate authority of the cluster, a token that is replaced, and what a Pod lacks.
package kube

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/client-go/rest"
)

func TestAccount(t *testing.T) {
	var token, protocol string
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, protocol = r.Header.Get("Authorization"), r.Proto
		_, _ = w.Write([]byte("{}"))
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("one\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	get := func(authority []byte) error {
		config := &rest.Config{Host: server.URL, BearerTokenFile: file, TLSClientConfig: rest.TLSClientConfig{CAData: authority}}
		client, err := New(config)
		if err != nil {
			t.Fatal(err)
		}
		client.Backoff.Limit = 0
		return client.Get(t.Context(), "/p", new(Service))
	}
	if err := get(authority); err != nil || token != "Bearer one" || protocol != "HTTP/1.1" {
		t.Errorf("%v, %q over %s", err, token, protocol)
	}
	if err := get(nil); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("trusted without the authority: %v", err)
	}
}

func TestOutsideOfAPod(t *testing.T) {
	t.Setenv("KUBERNETES_SERVICE_HOST", "")
	for _, want := range []string{"KUBERNETES_SERVICE_HOST", "automountServiceAccountToken"} {
		if _, err := InCluster(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
