// The log-in at a server: where its parts stand, what they are, and the TLS that follows from them.
package queue

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"slices"

	"k8s.io/apimachinery/pkg/util/validation"

	"knative-faas.dev/programs/internal/strict"
)

// SecretKey is one key of a Secret in the function's namespace.
type SecretKey struct{ Name, Key string }

// LoginKeys says where the parts of a log-in stand, Login what they are, both by the part's name.
type (
	LoginKeys map[string]SecretKey
	Login     map[string]string
)

// The parts of a log-in: ca is whom to trust, cert and key are who we are, in PEM form.
var (
	plainLogin = []string{"user", "password", "ca", "cert", "key"}
	redisLogin = append(slices.Clone(plainLogin), "sentinelUser", "sentinelPassword")
)

func readLogin(settings strict.Object, parts []string) LoginKeys {
	given, ok := settings.OptionalChild("login")
	if !ok {
		return nil
	}
	keys := LoginKeys{}
	for _, part := range parts {
		if at, ok := given.OptionalChild(part); ok {
			keys[part] = SecretKey{named(at, "name", validation.IsDNS1123Subdomain), named(at, "key", validation.IsConfigMapKey)}
			at.End()
		}
	}
	given.End()
	if given.Has("cert") != given.Has("key") {
		given.Wrong("cert", "expected key and cert together, or neither of them")
	}
	return keys
}

func named(o strict.Object, field string, mistakes func(string) []string) string {
	text := o.Text(field)
	if text != "" && len(mistakes(text)) > 0 {
		o.Wrong(field, "expected the %s of a Secret, got %q", field, text)
	}
	return text
}

// serverTLS is an entry's tls; nil is clear text.
type serverTLS struct{ ServerName string }

func readTLS(settings strict.Object) *serverTLS {
	given, ok := settings.OptionalChild("tls")
	if !ok {
		return nil
	}
	read := &serverTLS{given.OptionalText("serverName")}
	given.End()
	return read
}

// config trusts the public authorities when the log-in names none.
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
