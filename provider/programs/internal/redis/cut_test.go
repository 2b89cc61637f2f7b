// A network that cuts connections after the server executed a command and before its reply arrived.
package redis

import (
	"io"
	"math/rand/v2"
	"net"
	"sync/atomic"
	"testing"
	"time"
)

// cutting forwards to a server; while it is on, each connection is cut after a number of replies.
type cutting struct {
	net.Listener
	on   atomic.Bool
	cuts atomic.Int32
}

func cut(t *testing.T, redis *server) *cutting {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	c := &cutting{Listener: listener}
	c.on.Store(true)
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go c.forward(client, redis.address())
		}
	}()
	return c
}

func (c *cutting) forward(client net.Conn, address string) {
	defer client.Close()
	server, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		_, _ = io.Copy(server, client)
		server.Close()
	}()
	answer := make([]byte, 64<<10)
	for left := 3 + rand.IntN(20); ; left-- {
		count, err := server.Read(answer)
		if err != nil {
			return
		}
		if left <= 0 && c.on.Load() {
			c.cuts.Add(1)
			_, _ = client.Write(answer[:rand.IntN(count)]) // part of it may still arrive
			return
		}
		if _, err := client.Write(answer[:count]); err != nil {
			return
		}
	}
}

func TestLostReplies(t *testing.T) {
	for kind, config := range map[string]string{"list": jobs, "stream": `"stream":{"keys":["orders"],"claimSeconds":3600}`} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			redis := serve(t)
			network := cut(t, redis)
			sink := newSink(t, func(received) int { time.Sleep(time.Millisecond); return 200 })
			redis.pushes("jobs", 1, 1000)
			redis.adds("orders", 1, 1000)
			redis.do("XGROUP CREATE orders shop-jobs 0")
			source := run(t, sink, settings{address: network.Addr().String(), config: config})
			eventually(t, "all are delivered", func() bool { return len(sink.data()) == 1000 })
			network.on.Store(false)
			eventually(t, "no entry is in progress", func() bool {
				return kind == "list" && redis.inWork("shop-jobs-0") == 0 || kind == "stream" && redis.pending("orders", "shop-jobs") == 0
			})
			eventually(t, "it is ready", source.ready)
			t.Logf("%d cuts, %d were delivered again", network.cuts.Load(), sink.count()-1000)
		})
	}
}
