// Where the API server is and how it is trusted, as the kubelet tells every Pod that has a service account.
package kube

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const accountDirectory = "/var/run/secrets/kubernetes.io/serviceaccount"

// InCluster returns a client that acts as the service account of the Pod.
func InCluster() (*Client, error) {
	return fromAccount(accountDirectory, os.Getenv("KUBERNETES_SERVICE_HOST"), os.Getenv("KUBERNETES_SERVICE_PORT"))
}

func fromAccount(directory, host, port string) (*Client, error) {
	if host == "" || port == "" {
		return nil, fmt.Errorf("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT: expected both, as the kubelet sets them in a Pod")
	}
	authorities, err := os.ReadFile(filepath.Join(directory, "ca.crt"))
	if err != nil {
		return nil, fmt.Errorf("service account (is automountServiceAccountToken off?): %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(authorities) {
		return nil, fmt.Errorf("%s: expected certificates in PEM form", filepath.Join(directory, "ca.crt"))
	}
	return &Client{
		Base:    "https://" + net.JoinHostPort(host, port),
		HTTP:    &http.Client{Transport: transport(pool), Timeout: 10 * time.Second},
		Token:   tokenOf(filepath.Join(directory, "token")),
		Backoff: Backoff{First: 250 * time.Millisecond, Limit: 30 * time.Second},
	}, nil
}

// The API server is reached directly: a proxy of the environment is meant for addresses outside the cluster.
func transport(pool *x509.CertPool) *http.Transport {
	direct := http.DefaultTransport.(*http.Transport).Clone()
	direct.Proxy = nil
	// Over HTTP/2 a retry would go down the same dead connection; over HTTP/1 a request that timed out closes its own.
	direct.ForceAttemptHTTP2 = false
	direct.Protocols = new(http.Protocols)
	direct.Protocols.SetHTTP1(true)
	direct.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	return direct
}

// A bound token lives about an hour and the kubelet replaces the file in time, so the file is read for each request.
func tokenOf(file string) func() (string, error) {
	return func() (string, error) {
		token, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("token of the service account: %w", err)
		}
		return strings.TrimSpace(string(token)), nil
	}
}
