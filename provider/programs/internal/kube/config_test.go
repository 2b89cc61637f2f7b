// The client of a Pod: what the kubelet mounts, a token that is replaced, and the certificate authority of the cluster.
package kube

import (
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAccount(t *testing.T) {
	var tokens []string
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tokens = append(tokens, r.Header.Get("Authorization"))
		_, _ = w.Write([]byte("{}"))
	}))
	defer server.Close()
	directory := t.TempDir()
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	write(t, directory, "ca.crt", string(authority))
	address, _ := url.Parse(server.URL)
	client, err := fromAccount(directory, address.Hostname(), address.Port())
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{"one", "two"} {
		write(t, directory, "token", token+"\n")
		if err := client.Get(t.Context(), "/p", new(Service)); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(tokens, ", "); got != "Bearer one, Bearer two" {
		t.Error(got)
	}
	client.HTTP = &http.Client{}
	client.Backoff.Limit = 0
	if err := client.Get(t.Context(), "/p", new(Service)); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("trusted without the authority: %v", err)
	}
}

func TestAddressInBrackets(t *testing.T) {
	directory := t.TempDir()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	write(t, directory, "ca.crt", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})))
	client, err := fromAccount(directory, net.IPv6loopback.String(), "6443")
	if err != nil || client.Base != "https://[::1]:6443" {
		t.Errorf("%v, %v", client, err)
	}
}

func TestAccountMistakes(t *testing.T) {
	bad := t.TempDir()
	write(t, bad, "ca.crt", "not a certificate")
	for want, got := range map[string]func() (*Client, error){
		"KUBERNETES_SERVICE_HOST":      func() (*Client, error) { return fromAccount(bad, "", "443") },
		"automountServiceAccountToken": func() (*Client, error) { return fromAccount(t.TempDir(), "host", "443") },
		"PEM":                          func() (*Client, error) { return fromAccount(bad, "host", "443") },
	} {
		if _, err := got(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func write(t *testing.T, directory, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(directory, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
