// The address of a Kafka cluster and the login to it, and all mistakes in them.
package kafkaconn

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
)

// Config is how to reach a cluster.
type Config struct {
	BootstrapServers []string `json:"bootstrapServers"`
	SASL             string   `json:"sasl"` // the mechanism
	TLS              *TLS     `json:"tls,omitzero"`
}

// TLS is set if connections are encrypted. ServerName is the name in the servers' certificates, if it is not the address.
type TLS struct {
	ServerName string `json:"serverName"`
}

// Login contains values from Secrets. CA, Cert and Key are in PEM form; Token is for OAUTHBEARER. A Mechanism overrides that of
// the configuration.
type Login struct {
	User, Password, Token, Mechanism string
	CA, Cert, Key                    string
}

// Mechanisms are the valid values of sasl.
var Mechanisms = []string{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"}

// Problems returns all mistakes in a configuration, whose property path is at.
func Problems(at string, c Config) (found []string) {
	if len(c.BootstrapServers) == 0 {
		found = append(found, at+".bootstrapServers: expected at least one host:port, got none")
	}
	for index, address := range c.BootstrapServers {
		host, port, err := net.SplitHostPort(address)
		if number, bad := strconv.Atoi(port); err != nil || host == "" || bad != nil || number < 1 || number > 65535 {
			found = append(found, fmt.Sprintf("%s.bootstrapServers[%d]: expected host:port, got %q", at, index, address))
		}
	}
	if c.SASL != "" && !slices.Contains(Mechanisms, c.SASL) {
		found = append(found, fmt.Sprintf("%s.sasl: expected one of %s, got %q", at, strings.Join(Mechanisms, ", "), c.SASL))
	}
	return found
}

// LoginProblems returns what is missing in a login, or not valid with the configuration; it never shows a value.
func LoginProblems(at string, c Config, l Login) (found []string) {
	if c.TLS == nil && l.CA+l.Cert+l.Key != "" {
		found = append(found, at+".tls: a certificate is given, but the connection is not encrypted: add tls")
	}
	if l.Mechanism != "" && !slices.Contains(Mechanisms, l.Mechanism) {
		found = append(found, at+".sasl: expected one of "+strings.Join(Mechanisms, ", ")+" in the Secret, got something else")
	}
	switch mechanism := l.mechanism(c); {
	case mechanism == "" && l.User+l.Password+l.Token != "":
		found = append(found, at+".sasl: a log-in is given, but no mechanism: add sasl")
	case mechanism == "OAUTHBEARER" && l.Token == "":
		found = append(found, at+".sasl: OAUTHBEARER needs a token, and none is given")
	case mechanism != "" && mechanism != "OAUTHBEARER" && (l.User == "" || l.Password == ""):
		found = append(found, at+".sasl: "+mechanism+" needs a user and a password")
	}
	if _, err := l.encryption(c); err != nil {
		found = append(found, at+".tls: "+err.Error())
	}
	return found
}

func (l Login) mechanism(c Config) string {
	if l.Mechanism != "" {
		return l.Mechanism
	}
	return c.SASL
}

// encryption trusts the public authorities if the login has no CA.
func (l Login) encryption(c Config) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.TLS != nil {
		config.ServerName = c.TLS.ServerName
	}
	if l.CA != "" {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM([]byte(l.CA)) {
			return nil, errors.New("ca: expected certificates in PEM form, found none")
		}
	}
	if l.Cert != "" || l.Key != "" {
		pair, err := tls.X509KeyPair([]byte(l.Cert), []byte(l.Key))
		if err != nil {
			return nil, errors.New("cert and key: expected both in PEM form and made for each other")
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}
