// The options of a client: how it connects, and logs in with the current login.
package kafkaconn

import (
	"context"
	"crypto/tls"
	"net"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/oauth"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

const dialTimeout = 5 * time.Second

// Options returns the options of a client for the cluster; login is called for each new connection.
func Options(c Config, client string, login func() (Login, error)) ([]kgo.Opt, error) {
	first, err := login()
	if err != nil {
		return nil, err
	}
	if _, err := first.encryption(c); err != nil {
		return nil, err
	}
	options := []kgo.Opt{kgo.SeedBrokers(c.BootstrapServers...), kgo.ClientID(client), kgo.Dialer(dialer(c, login))}
	if c.SASL != "" {
		options = append(options, kgo.SASL(mechanism{c.SASL, login}))
	}
	return options, nil
}

func dialer(c Config, login func() (Login, error)) func(context.Context, string, string) (net.Conn, error) {
	direct := net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}
	if c.TLS == nil {
		return direct.DialContext
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		now, err := login()
		if err != nil {
			return nil, err
		}
		config, err := now.encryption(c)
		if err != nil {
			return nil, err
		}
		ctx, cancel := context.WithTimeout(ctx, 2*dialTimeout)
		defer cancel()
		return (&tls.Dialer{NetDialer: &direct, Config: config}).DialContext(ctx, network, address)
	}
}

// mechanism uses the current login for each connection.
type mechanism struct {
	name  string
	login func() (Login, error)
}

func (m mechanism) Name() string { return m.name }

func (m mechanism) Authenticate(ctx context.Context, host string) (sasl.Session, []byte, error) {
	now, err := m.login()
	if err != nil {
		return nil, nil, err
	}
	return now.sasl(m.name).Authenticate(ctx, host)
}

func (l Login) sasl(name string) sasl.Mechanism {
	switch name {
	case "SCRAM-SHA-256":
		return scram.Auth{User: l.User, Pass: l.Password}.AsSha256Mechanism()
	case "SCRAM-SHA-512":
		return scram.Auth{User: l.User, Pass: l.Password}.AsSha512Mechanism()
	case "OAUTHBEARER":
		return oauth.Auth{Token: l.Token}.AsMechanism()
	}
	return plain.Auth{User: l.User, Pass: l.Password}.AsMechanism()
}
