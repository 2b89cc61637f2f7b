// The Redis that a list or a stream is in.
package queue

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"

	"knative-faas.dev/programs/internal/redisconn"
	"knative-faas.dev/programs/internal/strict"
)

// redisAt is the part that lists and streams share.
type redisAt struct{ config redisconn.Config }

type redisServer struct{ client redis.UniversalClient }

func readRedis(o strict.Object) redisAt {
	given, ok := o.Child("redis")
	if !ok {
		return redisAt{}
	}
	config := redisconn.Config{
		Addresses:      given.Texts("addresses"),
		Database:       int(given.Whole("database", 0, 1_000_000, 0)),
		SentinelMaster: given.OptionalText("sentinelMaster"),
		Cluster:        given.Yes("cluster"),
	}
	if tls := readTLS(given); tls != nil {
		config.TLS = &redisconn.TLS{ServerName: tls.ServerName}
	}
	given.End()
	if len(config.Addresses) > 0 {
		given.Tell(redisconn.Problems(given.Path(), config, redisconn.Login{})...)
	}
	return redisAt{config}
}

func (r redisAt) Server() string { return identity("redis", r.config) }

func (r redisAt) Open(login Login) (Server, error) {
	client, err := redisconn.Open(r.config, redisconn.Login{
		User: login["user"], Password: login["password"],
		SentinelUser: login["sentinelUser"], SentinelPassword: login["sentinelPassword"],
		CA: login["ca"], Cert: login["cert"], Key: login["key"],
	})
	return redisServer{client}, err
}

func (s redisServer) Close() { _ = s.client.Close() }

// told separates what is the matter with a key from what is the matter with the server.
func told(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("redis did not answer in time: %w", ctx.Err())
	}
	switch words := err.Error(); {
	case strings.HasPrefix(words, "WRONGTYPE"):
		return odd("%s", redisconn.Explain(err))
	case strings.HasPrefix(words, "NOPERM"):
		return denied("%s", redisconn.Explain(err))
	}
	return errors.New(redisconn.Explain(err))
}
