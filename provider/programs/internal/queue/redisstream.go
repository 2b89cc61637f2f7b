// What a consumer group of a Redis stream has not read yet, and what it has read and not acknowledged.
package queue

import (
	"context"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"

	"knative-faas.dev/programs/internal/strict"
)

// Where the server keeps no count, entries are counted one by one, and no further than this: their data comes with them.
const mostCounted = 1000

type redisStream struct {
	redisAt
	Key   string `json:"key"`
	Group string `json:"group"`
}

// group is what the server says of a consumer group; lag is nil when it keeps no count: before Redis 7, and after
// entries were deleted from the middle of the stream.
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

// find returns nil for a stream that is not there: nothing was ever put into it. A group that is not there is another
// matter, because what waits for it can't be known.
func (s redisStream) find(ctx context.Context, client redis.UniversalClient) (*group, error) {
	command := redis.NewSliceCmd(ctx, "xinfo", "groups", s.Key)
	command.SetFirstKeyPos(2)
	if err := client.Process(ctx, command); err != nil {
		if strings.HasPrefix(err.Error(), "ERR no such key") {
			return nil, nil
		}
		return nil, told(ctx, err)
	}
	for _, value := range command.Val() {
		if fields := fieldsOf(value); fields["name"] == s.Group {
			return groupOf(fields)
		}
	}
	return nil, odd("stream %q has no group %q yet: the group's length is known once its consumer has made it", s.Key, s.Group)
}

// The library's own type can't tell a lag of 0 from a lag that Redis 6 does not know.
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
		return nil, fmt.Errorf("redis: the answer to XINFO GROUPS can't be read")
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
		return 0, told(ctx, err)
	}
	return int64(len(entries)), nil
}
