// Opens a connection from a config and a login.
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

// MaxSends is how often a cluster may receive one command before its caller gets an error.
const MaxSends = 4

// The library's own log lines are not JSON, and it returns the same information as errors.
func init() { logging.Disable() }

// Open validates config and login and returns a client, which connects when it is used.
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
		PoolSize:                 1000, // opened only when needed; blocking reads must not keep others from a connection
		PipelinePoolSize:         -1,   // commands and pipelines share one pool: fewer connections
		Protocol:                 2,
		DisableIdentity:          true, // a restricted user may lack the permission for CLIENT SETINFO
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
}

// encryption relies on valid PEM texts: Open calls Problems first.
func encryption(t *TLS, l Login) *tls.Config {
	if t == nil {
		return nil
	}
	pool, _ := authorities(l.CA)
	pairs, _ := certificates(l.Cert, l.Key)
	return &tls.Config{ServerName: t.ServerName, RootCAs: pool, Certificates: pairs, MinVersion: tls.VersionTLS12}
}
