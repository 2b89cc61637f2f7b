// Entries of a Redis stream that a consumer group has not read, or has read and not acknowledged.
package queue

import (
	"context"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"

	"knative-faas.dev/programs/internal/strict"
)

// mostCounted limits counting where the server keeps no count: entries are then read one by one, with their data.
const mostCounted = 1000

type redisStream struct {
	redisAt
	Key   string `json:"key"`
	Group string `json:"group"`
}

// group is the server's information on a consumer group; lag is nil if the server keeps no count: before Redis 7, and after entries
// were deleted from the middle of the stream.
type group struct {
	pending int64
	lag     *int64
	last    string
}

func (s redisStream) check(path string, wrong *strict.Mistakes) {
	s.redisAt.check(path, wrong)
	wrong.Text(path+".key", s.Key)
	wrong.Text(path+".group", s.Group)
}

func (s redisStream) Length(ctx context.Context, over Server) (float64, error) {
	client := over.(redisServer).client
	found, err := s.find(ctx, client)
	if err != nil || found == nil {
		return 0, err
	}
	if found.lag == nil {
		unread, err := s.count(ctx, client, found.last)
		if err != nil {
			return 0, err
		}
		found.lag = &unread
	}
	return float64(found.pending + *found.lag), nil
}

// find returns nil for a stream that does not exist: nothing was ever added to it. A missing group is an error, because its length
// is unknown.
func (s redisStream) find(ctx context.Context, client redis.UniversalClient) (*group, error) {
	command := redis.NewSliceCmd(ctx, "xinfo", "groups", s.Key)
	command.SetFirstKeyPos(2)
	if err := client.Process(ctx, command); err != nil {
		if strings.HasPrefix(err.Error(), "ERR no such key") {
			return nil, nil
		}
		return nil, classified(ctx, err)
	}
	for _, value := range command.Val() {
		if fields := fieldsOf(value); fields["name"] == s.Group {
			return groupOf(fields)
		}
	}
	return nil, queueError("stream %q has no group %q yet; its length is known once a consumer has created it", s.Key, s.Group)
}

// The library's own type can't distinguish a lag of 0 from one that Redis 6 does not report.
func fieldsOf(value any) map[any]any {
	fields := map[any]any{}
	list, _ := value.([]any)
	for index := 0; index+1 < len(list); index += 2 {
		fields[list[index]] = list[index+1]
	}
	return fields
}

func groupOf(fields map[any]any) (*group, error) {
	pending, counted := fields["pending"].(int64)
	last, _ := fields["last-delivered-id"].(string)
	if !counted || last == "" {
		return nil, fmt.Errorf("redis: the reply to XINFO GROUPS can't be read")
	}
	read := &group{pending: pending, last: last}
	if lag, ok := fields["lag"].(int64); ok {
		read.lag = &lag
	}
	return read, nil
}

func (s redisStream) count(ctx context.Context, client redis.UniversalClient, after string) (int64, error) {
	entries, err := client.XRangeN(ctx, s.Key, "("+after, "+", mostCounted).Result()
	if err != nil {
		return 0, classified(ctx, err)
	}
	return int64(len(entries)), nil
}
