// The total length of Redis lists.
package queue

import (
	"context"

	"github.com/redis/go-redis/v9"

	"knative-faas.dev/programs/internal/strict"
)

type redisList struct {
	redisAt
	Keys []string `json:"keys"`
}

func (l redisList) check(path string, wrong *strict.Mistakes) {
	l.redisAt.check(path, wrong)
	wrong.Texts(path+".keys", l.Keys)
}

// Length treats a list that does not exist as empty, as Redis does.
func (l redisList) Length(ctx context.Context, over Server) (float64, error) {
	var lengths []*redis.IntCmd
	_, err := over.(redisServer).client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for _, key := range l.Keys {
			lengths = append(lengths, pipe.LLen(ctx, key))
		}
		return nil
	})
	if err != nil {
		return 0, classified(ctx, err)
	}
	sum := int64(0)
	for _, length := range lengths {
		sum += length.Val()
	}
	return float64(sum), nil
}
