// The broker's address, and the TLS settings of the connection.
package mqtt

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/url"

	"knative-faas.dev/programs/internal/adapter"
)

var ports = map[string]string{"mqtt": "1883", "mqtts": "8883", "ws": "80", "wss": "443"}

// readAddress returns nil if the address is invalid. An address that may contain a password is not shown.
func readAddress(text string, wrong *adapter.Problems) *url.URL {
	const allowed = "expected mqtt://, mqtts://, ws:// or wss:// with a host and perhaps a port"
	server, err := url.Parse(text)
	switch {
	case err != nil:
		wrong.Add("SOURCE.address", "%s, got an address that can't be parsed", allowed)
		return nil
	case server.User != nil:
		wrong.Add("SOURCE.address", "%s, got one with user or password; set SECRET_USER and SECRET_PASSWORD instead", allowed)
		return nil
	case ports[server.Scheme] == "" || server.Hostname() == "" || server.RawQuery != "" || server.Fragment != "":
		wrong.Add("SOURCE.address", "%s, got %q", allowed, short(text))
		return nil
	case server.Path != "" && (server.Scheme == "mqtt" || server.Scheme == "mqtts"):
		wrong.Add("SOURCE.address", "expected no path with %s://, got %q; a path is for ws:// and wss://", server.Scheme, short(text))
		return nil
	}
	if server.Port() == "" {
		server.Host = net.JoinHostPort(server.Hostname(), ports[server.Scheme])
	}
	return server
}

// security returns nil for a connection without TLS.
func security(c *Config, secrets adapter.Secrets, wrong *adapter.Problems) *tls.Config {
	if c.server.Scheme == "mqtt" || c.server.Scheme == "ws" {
		if c.TLS != nil {
			wrong.Add("SOURCE.tls", "is only valid with mqtts:// and wss://, got %s://; change the address, or leave tls out", c.server.Scheme)
		}
		return nil
	}
	s := &tls.Config{ServerName: c.server.Hostname(), MinVersion: tls.VersionTLS12}
	if c.TLS != nil && c.TLS.ServerName != "" {
		s.ServerName = c.TLS.ServerName
	}
	if secrets.CA != "" {
		s.RootCAs = x509.NewCertPool()
		if !s.RootCAs.AppendCertsFromPEM([]byte(secrets.CA)) {
			wrong.Add("SECRET_CA", "expected certificates in PEM form, got %d bytes without one", len(secrets.CA))
		}
	}
	if secrets.Cert == "" && secrets.Key == "" {
		return s
	}
	pair, err := tls.X509KeyPair([]byte(secrets.Cert), []byte(secrets.Key))
	if err != nil {
		wrong.Add("SECRET_CERT and SECRET_KEY", "expected a client's certificate and its key in PEM form: %v", err)
	}
	s.Certificates = []tls.Certificate{pair}
	return s
}
