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

// Login contains values from Secrets. CA, Cert and Key are in PEM form; Token is for OAUTHBEARER.
type Login struct {
	User, Password, Token string
	CA, Cert, Key         string
}

// mechanisms are the valid values of sasl.
var mechanisms = []string{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"}

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
	if c.SASL != "" && !slices.Contains(mechanisms, c.SASL) {
		found = append(found, fmt.Sprintf("%s.sasl: expected one of %s, got %q", at, strings.Join(mechanisms, ", "), c.SASL))
	}
	return found
}

// LoginProblems returns what is missing in a login, or not valid with the configuration; it never shows a value.
func LoginProblems(at string, c Config, l Login) (found []string) {
	if c.TLS == nil && l.CA+l.Cert+l.Key != "" {
		found = append(found, at+".tls: a certificate is given, but the connection is not encrypted: add tls")
	}
	switch {
	case c.SASL == "" && l.User+l.Password+l.Token != "":
		found = append(found, at+".sasl: a login is given, but no mechanism; add sasl")
	case c.SASL == "OAUTHBEARER" && l.Token == "":
		found = append(found, at+".sasl: OAUTHBEARER requires a token, and none is given")
	case c.SASL != "" && c.SASL != "OAUTHBEARER" && (l.User == "" || l.Password == ""):
		found = append(found, at+".sasl: "+c.SASL+" requires a user and a password")
	}
	if _, err := l.encryption(c); err != nil {
		found = append(found, at+".tls: "+err.Error())
	}
	return found
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
