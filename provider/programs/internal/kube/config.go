// The API server's address and certificate, which the kubelet mounts into every Pod that has a service account.
package kube

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/rest"
)

// InCluster returns a client that acts as the service account of the Pod.
func InCluster() (*Client, error) {
	config, err := rest.InClusterConfig()
	if err != nil {
		return nil, fmt.Errorf("service account (is automountServiceAccountToken off?): %w", err)
	}
	return New(config)
}

// New returns a client of the API server that a configuration names.
func New(given *rest.Config) (*Client, error) {
	config := rest.CopyConfig(given)
	config.UserAgent = "knative-faas"
	config.Timeout = 10 * time.Second
	config.QPS = -1
	// The log of a gate is for its user; the API server's warnings are about fields that the user did not set.
	config.WarningHandler = rest.NoWarnings{}
	// The API server is reached directly: a proxy in the environment is for addresses outside the cluster.
	config.Proxy = func(*http.Request) (*url.URL, error) { return nil, nil }
	// Over HTTP/2 a retry would use the same dead connection; over HTTP/1 a request that timed out closes its own.
	config.NextProtos = []string{"http/1.1"}
	config.GroupVersion = &schema.GroupVersion{}
	config.NegotiatedSerializer = refusals().WithoutConversion()
	client, err := rest.UnversionedRESTClientFor(config)
	if err != nil {
		return nil, err
	}
	lasting, err := rest.UnversionedRESTClientFor(withoutLimit(config))
	if err != nil {
		return nil, err
	}
	return &Client{rest: client, lasting: lasting, Backoff: Backoff{First: 250 * time.Millisecond, Limit: 30 * time.Second}}, nil
}

// refusals decodes the API server's errors; the structs of this package decode its other responses.
func refusals() serializer.CodecFactory {
	scheme := runtime.NewScheme()
	metav1.AddToGroupVersion(scheme, schema.GroupVersion{Version: "v1"})
	return serializer.NewCodecFactory(scheme)
}
