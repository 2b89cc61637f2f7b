// The Redis server of a list or a stream.
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
type redisAt struct {
	Redis *redisconn.Config `json:"redis"`
	Login LoginKeys         `json:"login"`
}

type redisServer struct{ client redis.UniversalClient }

func (r redisAt) check(path string, wrong *strict.Mistakes) {
	r.Login.check(path, redisLogin, wrong)
	if r.Redis == nil {
		wrong.Add(path+".redis", "expected an object, got nothing")
		return
	}
	wrong.Append(redisconn.Problems(path+".redis", *r.Redis, redisconn.Login{})...)
}

func (r redisAt) keys() LoginKeys { return r.Login }

func (r redisAt) Server() string { return identity("redis", r.Redis) }

func (r redisAt) Open(login Login) (Server, error) {
	client, err := redisconn.Open(*r.Redis, redisconn.Login{
		User: login["user"], Password: login["password"],
		SentinelUser: login["sentinelUser"], SentinelPassword: login["sentinelPassword"],
		CA: login["ca"], Cert: login["cert"], Key: login["key"],
	})
	return redisServer{client}, err
}

func (s redisServer) Close() { _ = s.client.Close() }

// classified separates errors of a key from those of the server.
func classified(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("redis did not respond in time: %w", ctx.Err())
	}
	switch words := err.Error(); {
	case strings.HasPrefix(words, "WRONGTYPE"):
		return queueError("%s", redisconn.Explain(err))
	case strings.HasPrefix(words, "NOPERM"):
		return denied("%s", redisconn.Explain(err))
	}
	return errors.New(redisconn.Explain(err))
}
