// Requests to the deployed revisions.
package relay

import (
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"knative-faas.dev/programs/internal/kube"
)

// deployed chooses a revision for each request by its share.
type deployed struct {
	namespace string
	shares    []kube.Target
	transport http.RoundTripper
}

func newDeployed(config Config) *deployed {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	one := &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 100, DisableCompression: true}
	two := &http.Transport{DialContext: dialer.DialContext, DisableCompression: true, Protocols: new(http.Protocols)}
	two.Protocols.SetUnencryptedHTTP2(true)
	return &deployed{config.Namespace, config.Deployed, byProtocol{one, two}}
}

// RoundTrip addresses the revision's own Service. The headers name the revision for Knative's activator, which is behind that Service
// as long as the revision has no Pods.
func (d *deployed) RoundTrip(request *http.Request) (*http.Response, error) {
	revision := d.pick(rand.Int64N)
	out := request.Clone(request.Context())
	out.URL.Host = revision + "." + d.namespace + ".svc"
	out.Header.Set("Knative-Serving-Namespace", d.namespace)
	out.Header.Set("Knative-Serving-Revision", revision)
	return d.transport.RoundTrip(out)
}

func (d *deployed) pick(random func(int64) int64) string {
	var sum int64
	for _, share := range d.shares {
		sum += share.Percent
	}
	left := random(max(sum, 1))
	for _, share := range d.shares {
		if left -= share.Percent; left < 0 {
			return share.RevisionName
		}
	}
	return d.shares[0].RevisionName
}
