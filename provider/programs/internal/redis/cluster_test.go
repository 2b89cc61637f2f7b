// A Redis Cluster of three masters: a list and streams in several slots, one of which moves to another master meanwhile.
package redis

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	driver "github.com/redis/go-redis/v9"
)

type cluster struct {
	*server // with a client of the whole cluster
	nodes   []*server
	all     *driver.ClusterClient
}

var slots = []string{"0 5460", "5461 10922", "10923 16383"}

func serveCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{}
	var bus string
	for _, numbers := range slots {
		own := freePort(t)
		node := serve(t, append(persistent, "--cluster-enabled", "yes", "--cluster-port", own, "--cluster-node-timeout", "2000")...)
		node.do("CLUSTER ADDSLOTSRANGE " + numbers)
		if c.nodes == nil {
			bus = own
		}
		c.nodes = append(c.nodes, node)
		node.do("CLUSTER MEET 127.0.0.1 " + c.nodes[0].port + " " + bus)
	}
	eventually(t, "the cluster is whole", c.whole)
	c.all = driver.NewClusterClient(&driver.ClusterOptions{Addrs: []string{c.nodes[0].address()}, Protocol: 2})
	t.Cleanup(func() { c.all.Close() })
	return c
}

func (c *cluster) whole() bool {
	for _, node := range c.nodes {
		info := node.do("CLUSTER INFO").(string)
		if !strings.Contains(info, "cluster_state:ok") || !strings.Contains(info, "cluster_known_nodes:3") {
			return false
		}
	}
	return true
}

func (c *cluster) place() string {
	return fmt.Sprintf(`{"addresses":[%q],"cluster":true}`, c.nodes[1].address())
}

// owner returns the slot of a key, and the index of its node.
func (c *cluster) owner(t *testing.T, key string) (slot int64, index int) {
	t.Helper()
	slot = c.nodes[0].do("CLUSTER KEYSLOT", key).(int64)
	return slot, int(slot / 5461)
}

// moveSlot moves a slot to another node, as redis-cli --cluster reshard does.
func (c *cluster) moveSlot(t *testing.T, key string) {
	t.Helper()
	slot, from := c.owner(t, key)
	source, target := c.nodes[from], c.nodes[(from+1)%3]
	sourceID, targetID := source.do("CLUSTER MYID").(string), target.do("CLUSTER MYID").(string)
	target.do(fmt.Sprintf("CLUSTER SETSLOT %d IMPORTING %s", slot, sourceID))
	source.do(fmt.Sprintf("CLUSTER SETSLOT %d MIGRATING %s", slot, targetID))
	for {
		keys := source.do(fmt.Sprintf("CLUSTER GETKEYSINSLOT %d 1", slot)).([]any)
		if len(keys) == 0 {
			break
		}
		source.do("MIGRATE 127.0.0.1 "+target.port, "", 0, 5000, "KEYS", keys[0])
		time.Sleep(20 * time.Millisecond) // so that commands reach a slot that has been moved halfway
	}
	for _, node := range []*server{target, source} {
		node.do(fmt.Sprintf("CLUSTER SETSLOT %d NODE %s", slot, targetID))
	}
}

func TestCluster(t *testing.T) {
	t.Parallel()
	c := serveCluster(t)
	users := map[string][]string{"stream": rightsOf("stream", "~orders*"), "list": rightsOf("list", "~jobs ~{jobs}:*")}
	for _, node := range c.nodes {
		for user, words := range users {
			node.do("ACL SETUSER "+user+" on resetchannels -@all +cluster|slots +asking "+strings.Join(words, " "), ">"+password)
		}
	}
	sink := newSink(t, func(received) int { time.Sleep(time.Millisecond); return 200 })
	login := func(user string) map[string]string {
		return map[string]string{"SECRET_USER": user, "SECRET_PASSWORD": password}
	}
	list := run(t, sink, settings{redis: c.place(), config: jobs + `,"orderBy":"{json.k}","id":"{json.n}","subject":"{json.k}"`, environment: login("list")})
	stream := run(t, sink, settings{redis: c.place(), config: `"stream":{"keys":["orders0","orders1","orders2"],"claimSeconds":1},"orderBy":"{field.k}","id":"{field.n}","subject":"s{field.k}"`, environment: login("stream")})
	pipeline := c.all.Pipeline()
	for number := 1000; number < 1700; number++ {
		key := number % 5
		pipeline.RPush(context.Background(), "jobs", fmt.Sprintf(`{"k":"%d","n":%d}`, key, number))
		pipeline.XAdd(context.Background(), &driver.XAddArgs{Stream: fmt.Sprintf("orders%d", key%3), Values: []any{"k", key, "n", number}})
	}
	if _, err := pipeline.Exec(context.Background()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is in the middle", func() bool { return sink.count() > 300 })
	c.moveSlot(t, "jobs")
	c.moveSlot(t, "orders1")
	eventually(t, "all are delivered", func() bool { return len(sink.data()) == 1400 })
	eventually(t, "no lag", func() bool { return list.metric("lag") == "0" && stream.metric("lag") == "0" })
	eventually(t, "both are ready", func() bool { return list.ready() && stream.ready() })
	if strings.Contains(list.log.String()+stream.log.String(), "NOPERM") {
		t.Error("a permission is missing")
	}
	again := sink.count() - 1400
	t.Logf("%d were redelivered", again)
	if again == 0 { // a redelivered entry comes later than before
		inOrder(t, sink.all())
	}
}

func rightsOf(kind, keys string) []string {
	var words []string
	for _, word := range strings.Fields(rights[kind]) {
		if word[0] == '+' {
			words = append(words, word)
		}
	}
	return append(words, strings.Fields(keys)...)
}

// inOrder checks that within each subject the IDs, numbers of equal length, increase.
func inOrder(t *testing.T, events []received) {
	t.Helper()
	last := map[string]string{}
	for _, got := range events {
		subject, id := got.Get("Ce-Subject"), got.Get("Ce-Id")
		if id <= last[subject] {
			t.Errorf("subject %s: %s came after %s", subject, id, last[subject])
		}
		last[subject] = id
	}
}

// The library may send a command to a cluster several times: nothing may be lost between the attempts.
func TestClusterSurvivesRestart(t *testing.T) {
	t.Parallel()
	c := serveCluster(t)
	sink := newSink(t, func(received) int { time.Sleep(time.Millisecond); return 200 })
	source := run(t, sink, settings{redis: c.place(), config: jobs})
	for number := range 1500 {
		c.all.RPush(context.Background(), "jobs", number)
	}
	eventually(t, "it is in the middle", func() bool { return sink.count() > 500 })
	_, index := c.owner(t, "jobs")
	c.nodes[index].kill()
	time.Sleep(50 * time.Millisecond)
	c.nodes[index].start()
	eventually(t, "all are delivered", func() bool { return len(sink.data()) == 1500 })
	eventually(t, "no entry is in progress", func() bool { return source.metric("lag") == "0" })
	t.Logf("%d were redelivered", sink.count()-1500)
}

func TestNotACluster(t *testing.T) {
	t.Parallel()
	single := serve(t)
	source := run(t, newSink(t, nil), settings{redis: fmt.Sprintf(`{"addresses":[%q],"cluster":true}`, single.address()), config: jobs})
	eventually(t, "the reason is logged", source.log.has("the server is not part of a cluster, remove cluster"))
}
