// Lists and streams in a real Redis.
package queue

import (
	"errors"
	"testing"

	"github.com/redis/go-redis/v9"
)

func TestRedis(t *testing.T) {
	port := freePort(t)
	end := startRedis(t, port)
	at := `"redis": {"addresses": ["127.0.0.1:` + port + `"]}`
	client := redis.NewClient(&redis.Options{Addr: "127.0.0.1:" + port, Password: password})
	defer client.Close()
	must := func(commands ...[]any) {
		t.Helper()
		for _, command := range commands {
			if err := client.Do(t.Context(), command...).Err(); err != nil {
				t.Fatalf("%v: %v", command, err)
			}
		}
	}

	lists := parsed(t, `{"redisList": {%s, "keys": ["jobs", "{jobs}:processing:x-0"]}}`, at)
	stream := parsed(t, `{"redisStream": {%s, "key": "orders", "group": "shop"}}`, at)
	server := open(t, lists, Login{"password": password})

	wantLength(t, "missing lists", lists, server, 0)
	must([]any{"RPUSH", "jobs", "a", "b", "c"}, []any{"RPUSH", "{jobs}:processing:x-0", "d"})
	wantLength(t, "two lists", lists, server, 4)
	must([]any{"SET", "text", "x"})
	wantError(t, "a key of another type", parsed(t, `{"redisList": {%s, "keys": ["jobs", "text"]}}`, at), server, true, "another kind of value")

	wantLength(t, "a missing stream", stream, server, 0)
	must([]any{"XADD", "orders", "1-1", "a", "b"}, []any{"XADD", "orders", "2-1", "a", "b"}, []any{"XADD", "orders", "3-1", "a", "b"})
	wantError(t, "a missing group", stream, server, true, `stream "orders" has no group "shop" yet`)
	must([]any{"XGROUP", "CREATE", "orders", "shop", "0"})
	wantLength(t, "a group that read nothing", stream, server, 3)
	must([]any{"XREADGROUP", "GROUP", "shop", "c", "COUNT", 2, "STREAMS", "orders", ">"})
	wantLength(t, "two pending, one unread", stream, server, 3)
	must([]any{"XACK", "orders", "shop", "1-1"})
	wantLength(t, "one pending, one unread", stream, server, 2)
	must([]any{"XADD", "orders", "4-1", "a", "b"}, []any{"XADD", "orders", "5-1", "a", "b"}, []any{"XDEL", "orders", "4-1"})
	wantLength(t, "a stream whose lag is unknown", stream, server, 3)
	wantError(t, "a key of another type, as a stream", parsed(t, `{"redisStream": {%s, "key": "text", "group": "shop"}}`, at), server, true, "another kind of value")

	wantError(t, "no login", lists, open(t, lists, nil), false, "redis requires a login and none is set")
	wantError(t, "a wrong login", lists, open(t, lists, Login{"password": "x" + password}), false, "redis refused the login")
	must([]any{"ACL", "SETUSER", "guest", "on", ">" + password, "~*", "+ping"})
	_, err := lists.Length(t.Context(), open(t, lists, Login{"user": "guest", "password": password}))
	if _, queueError := errors.AsType[*QueueError](err); !queueError || !Denied(err) {
		t.Errorf("expected a right that is missing, got %v", err)
	}
	if _, err := lists.Open(Login{"password": password, "ca": "x"}); err == nil {
		t.Error("an authority without TLS was accepted")
	}

	end()
	wantError(t, "a server that is gone", lists, server, false, "")
	startRedis(t, port)
	wantLength(t, "a server that is back", lists, server, 0)
}
