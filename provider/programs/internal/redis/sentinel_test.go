// A master that Sentinel replaces while a stream and a list are read.
package redis

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	driver "github.com/redis/go-redis/v9"
)

// sentinelRights are those in the package's doc.
const sentinelRights = "+sentinel|get-master-addr-by-name +sentinel|sentinels +sentinel|replicas +subscribe +ping &+switch-master &+replica-reconf-done"

// watch starts a Sentinel with its own password, over a master that it considers dead after a moment.
func watch(t *testing.T, master *server) *server {
	t.Helper()
	s := newServer(t, freePort(t))
	file := filepath.Join(t.TempDir(), "sentinel.conf")
	text := fmt.Sprintf("port %s\nbind 127.0.0.1\nrequirepass %s\nsentinel monitor shop 127.0.0.1 %s 1\nsentinel down-after-milliseconds shop 300\n"+
		"sentinel failover-timeout shop 3000\n", s.port, password, master.port)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s.client = driver.NewClient(&driver.Options{Addr: s.address(), Protocol: 2, Password: password})
	s.launch("redis-server", file, "--sentinel")
	eventually(t, "it answers", func() bool { return s.client.Ping(context.Background()).Err() == nil })
	s.do("ACL SETUSER reader on resetchannels -@all "+sentinelRights, ">"+password)
	eventually(t, "Sentinel knows a replica", func() bool {
		replicas, err := s.client.Do(context.Background(), "SENTINEL", "REPLICAS", "shop").Slice()
		return err == nil && len(replicas) == 1
	})
	return s
}

func TestSentinel(t *testing.T) {
	t.Parallel()
	master := serve(t)
	replica := serve(t, "--replicaof", "127.0.0.1", master.port)
	sentinel := watch(t, master)
	sink := newSink(t, func(received) int { time.Sleep(time.Millisecond); return 200 })
	place := fmt.Sprintf(`{"addresses":[%q],"sentinelMaster":"shop"}`, sentinel.address())
	login := map[string]string{"SECRET_SENTINEL_USER": "reader", "SECRET_SENTINEL_PASSWORD": password}
	list := run(t, sink, settings{redis: place, config: jobs, environment: login})
	stream := run(t, sink, settings{redis: place, config: `"stream":{"keys":["orders"],"claimSeconds":1}`, environment: login})
	eventually(t, "both are ready", func() bool { return list.ready() && stream.ready() })
	master.pushes("jobs", 1, 1000)
	master.adds("orders", 1, 1000)
	eventually(t, "both are in the middle", func() bool { return sink.count() > 500 })
	master.do("WAIT 1 1000") // what a replica has not received is lost with its master
	master.kill()
	eventually(t, "all are delivered", func() bool { return len(sink.data()) == 2000 })
	replica.pushes("jobs", 1001, 1010)
	replica.adds("orders", 1001, 1010)
	eventually(t, "the new ones are", func() bool { return len(sink.data()) == 2020 })
	eventually(t, "no entry is in progress", func() bool {
		return replica.inWork("shop-jobs-0") == 0 && replica.pending("orders", "shop-jobs") == 0
	})
	eventually(t, "both are ready again", func() bool { return list.ready() && stream.ready() })
	for _, command := range sentinel.do("ACL LOG").([]any) {
		t.Errorf("a permission is missing: %v", command)
	}
	t.Logf("%d were redelivered", sink.count()-2020)
}

func TestSentinelRefusesTheLogin(t *testing.T) {
	t.Parallel()
	master := serve(t)
	serve(t, "--replicaof", "127.0.0.1", master.port)
	sentinel := watch(t, master)
	place := fmt.Sprintf(`{"addresses":[%q],"sentinelMaster":"shop"}`, sentinel.address())
	wrong := run(t, newSink(t, nil), settings{redis: place, config: jobs, environment: map[string]string{"SECRET_SENTINEL_PASSWORD": "no"}})
	eventually(t, "the reason is logged", wrong.log.has("redis refused the login"))
	place = fmt.Sprintf(`{"addresses":[%q],"sentinelMaster":"other"}`, sentinel.address())
	unknown := run(t, newSink(t, nil), settings{redis: place, config: jobs, environment: map[string]string{"SECRET_SENTINEL_PASSWORD": password}})
	eventually(t, "the reason is logged", unknown.log.has("no Sentinel knows the master"))
}
