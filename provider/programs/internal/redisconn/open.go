// Opens a connection from a config and a log-in.
package redisconn

import (
	"crypto/tls"
	"errors"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// MaxSends is how often one command can reach a cluster before its caller hears of an error.
const MaxSends = 4

// The library's own lines on stderr are not JSON, and all that they tell comes back as errors too.
func init() { logging.Disable() }

// Open checks config and log-in and returns a client; the connections are made when they are needed.
func Open(c Config, l Login) (redis.UniversalClient, error) {
	if found := Problems("redis", c, l); len(found) > 0 {
		return nil, errors.New(strings.Join(found, "; "))
	}
	o := options(c, l)
	switch {
	case c.Cluster:
		return redis.NewClusterClient(o.Cluster()), nil
	case c.SentinelMaster != "":
		return redis.NewFailoverClient(o.Failover()), nil
	}
	return redis.NewClient(o.Simple()), nil
}

func options(c Config, l Login) *redis.UniversalOptions {
	return &redis.UniversalOptions{
		Addrs:                    c.Addresses,
		DB:                       c.Database,
		MasterName:               c.SentinelMaster,
		Username:                 l.User,
		Password:                 l.Password,
		SentinelUsername:         l.SentinelUser,
		SentinelPassword:         l.SentinelPassword,
		TLSConfig:                encryption(c.TLS, l),
		MaxRetries:               -1,
		MaxRedirects:             MaxSends - 1,
		DialTimeout:              5 * time.Second,
		DialerRetries:            1,
		ReadTimeout:              5 * time.Second,
		ContextTimeoutEnabled:    true,
		PoolSize:                 1000, // made only when needed; reads that wait must not keep others from a connection
		PipelinePoolSize:         -1,   // commands and pipelines share one pool: fewer connections
		Protocol:                 2,
		DisableIdentity:          true, // a restricted user may lack the right for CLIENT SETINFO
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
}

// The PEM texts are sound here: Open has seen Problems.
func encryption(t *TLS, l Login) *tls.Config {
	if t == nil {
		return nil
	}
	pool, _ := authorities(l.CA)
	pairs, _ := certificates(l.Cert, l.Key)
	return &tls.Config{ServerName: t.ServerName, RootCAs: pool, Certificates: pairs, MinVersion: tls.VersionTLS12}
}
