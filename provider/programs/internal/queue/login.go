// Login at a server: the keys of Secrets with the credentials, the credentials, and the TLS configuration that follows from them.
package queue

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"knative-faas.dev/programs/internal/strict"
)

// SecretKey is a key of a Secret in the function's namespace.
type SecretKey struct {
	Name string `json:"name"`
	Key  string `json:"key"`
}

// LoginKeys are the keys of Secrets that contain a login's parts, Login their values, both by the part's name.
type (
	LoginKeys map[string]SecretKey
	Login     map[string]string
)

// The parts of a login: ca is the trusted authority, cert and key the client's certificate, in PEM form.
var (
	plainLogin = []string{"user", "password", "ca", "cert", "key"}
	redisLogin = append(slices.Clone(plainLogin), "sentinelUser", "sentinelPassword")
)

func (k LoginKeys) check(path string, parts []string, wrong *strict.Mistakes) {
	for _, part := range slices.Sorted(maps.Keys(k)) {
		at, key := path+".login."+part, k[part]
		if !slices.Contains(parts, part) {
			wrong.Add(at, "unknown property; expected one of %s", strings.Join(parts, ", "))
			continue
		}
		if len(validation.IsDNS1123Subdomain(key.Name)) > 0 {
			wrong.Add(at+".name", "expected the name of a Secret, got %q", key.Name)
		}
		if len(validation.IsConfigMapKey(key.Key)) > 0 {
			wrong.Add(at+".key", "expected the key of a Secret, got %q", key.Key)
		}
	}
	if (k["cert"] == SecretKey{}) != (k["key"] == SecretKey{}) {
		wrong.Add(path+".login.cert", "expected key and cert together, or neither of them")
	}
}

// serverTLS is an entry's tls; nil means no encryption.
type serverTLS struct {
	ServerName string `json:"serverName"`
}

// config trusts the public authorities if the login contains none.
func (s *serverTLS) config(login Login) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if s != nil {
		config.ServerName = s.ServerName
	}
	if login["ca"] != "" {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM([]byte(login["ca"])) {
			return nil, errors.New("login.ca: expected certificates in PEM form")
		}
	}
	if login["cert"] != "" {
		pair, err := tls.X509KeyPair([]byte(login["cert"]), []byte(login["key"]))
		if err != nil {
			return nil, errors.New("login.cert: expected a certificate in PEM form, and login.key its key")
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}
