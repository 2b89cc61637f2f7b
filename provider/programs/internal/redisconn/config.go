// The location of a Redis server and the login, with all mistakes in them.
package redisconn

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"strconv"
)

// Config is the location of a Redis server. Addresses are those of the server, of the Sentinels or of some nodes of the cluster.
type Config struct {
	Addresses      []string `json:"addresses"`
	Database       int      `json:"database"`
	SentinelMaster string   `json:"sentinelMaster"`
	Cluster        bool     `json:"cluster"`
	TLS            *TLS     `json:"tls,omitzero"`
}

// TLS is set if the connection is encrypted. ServerName is the name in the server's certificate, if it differs from the address.
type TLS struct {
	ServerName string `json:"serverName"`
}

// Login contains values of Secrets. CA, Cert and Key are in PEM form.
type Login struct {
	User, Password                 string
	SentinelUser, SentinelPassword string
	CA, Cert, Key                  string
}

// Problems returns all mistakes, each with its path relative to the config; never a value of the login.
func Problems(at string, c Config, l Login) []string {
	found := addressProblems(at, c)
	if c.Database < 0 {
		found = append(found, fmt.Sprintf("%s.database: expected 0 or more, got %d", at, c.Database))
	}
	if c.Cluster && c.Database != 0 {
		found = append(found, fmt.Sprintf("%s.database: a cluster has only database 0, got %d", at, c.Database))
	}
	if c.Cluster && c.SentinelMaster != "" {
		found = append(found, fmt.Sprintf("%s.sentinelMaster: expected none with cluster, got %q", at, c.SentinelMaster))
	}
	return append(found, loginProblems(at, c, l)...)
}

func addressProblems(at string, c Config) (found []string) {
	if len(c.Addresses) == 0 {
		found = append(found, at+".addresses: expected at least one host:port, got none")
	}
	if len(c.Addresses) > 1 && !c.Cluster && c.SentinelMaster == "" {
		found = append(found, fmt.Sprintf("%s.addresses: expected one, got %d: several are only valid with cluster or sentinelMaster", at, len(c.Addresses)))
	}
	for index, address := range c.Addresses {
		host, port, err := net.SplitHostPort(address)
		if number, bad := strconv.Atoi(port); err != nil || host == "" || bad != nil || number < 1 || number > 65535 {
			found = append(found, fmt.Sprintf("%s.addresses[%d]: expected host:port, got %q", at, index, address))
		}
	}
	return found
}

func loginProblems(at string, c Config, l Login) (found []string) {
	if c.TLS == nil && l.CA+l.Cert+l.Key != "" {
		found = append(found, at+".tls: a certificate is set, but the connection is not encrypted; add tls")
	}
	if l.User != "" && l.Password == "" {
		found = append(found, at+": a user is set without a password")
	}
	if l.SentinelUser+l.SentinelPassword != "" && c.SentinelMaster == "" {
		found = append(found, at+".sentinelMaster: a login for Sentinel is set, but no sentinelMaster")
	}
	if _, err := authorities(l.CA); err != nil {
		found = append(found, at+".tls: "+err.Error())
	}
	if _, err := certificates(l.Cert, l.Key); err != nil {
		found = append(found, at+".tls: "+err.Error())
	}
	return found
}

// authorities returns nil, which means the system's, for an empty text.
func authorities(pem string) (*x509.CertPool, error) {
	if pem == "" {
		return nil, nil
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM([]byte(pem)) {
		return nil, fmt.Errorf("ca: expected certificates in PEM form, found none")
	}
	return pool, nil
}

func certificates(cert, key string) ([]tls.Certificate, error) {
	if cert == "" && key == "" {
		return nil, nil
	}
	pair, err := tls.X509KeyPair([]byte(cert), []byte(key))
	if err != nil {
		return nil, fmt.Errorf("cert and key: expected both in PEM form and made for each other: %w", err)
	}
	return []tls.Certificate{pair}, nil
}
