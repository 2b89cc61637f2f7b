// With deleteGroup: in which cases a source that stops deletes its group.
package kafka

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// follower starts the Pod of a source with deleteGroup, whose name is that of its group and topic.
func (k *topics) follower(name string, ordinal int, more string) *running {
	k.t.Helper()
	source := k.run(newSink(k.t, nil), settings{
		name: name, pod: fmt.Sprintf("%s-%d", name, ordinal),
		config: fmt.Sprintf(`"topics":[%q],"group":%q,"deleteGroup":true%s`, name, name, more),
	})
	eventually(k.t, "it is a member", source.log.has("partitions assigned"))
	return source
}

func (k *topics) hasGroup(name string) bool {
	k.t.Helper()
	groups, err := k.admin.ListGroups(context.Background())
	if err != nil {
		k.t.Fatal(err)
	}
	return slices.Contains(groups.Groups(), name)
}

func TestWhichEndDeletesTheGroup(t *testing.T) {
	t.Parallel()
	sets, bindings := "statefulsets", "sinkbindings"
	for name, row := range map[string]struct {
		before, after func(name string) // before and after SIGTERM
		stays         bool
		words         string
	}{
		"updated":   {stays: true},
		"destroyed": {before: func(name string) { apiServer.gone(name, bindings); apiServer.deletes(name, sets) }},
		// The deletion of the binding changes the template, so that a Pod stops before its StatefulSet is deleted.
		"bound-no-more": {
			before: func(name string) { apiServer.gone(name, bindings) },
			after:  func(name string) { apiServer.deletes(name, sets) },
		},
		"collected": {
			before: func(name string) { apiServer.gone(name, sets); apiServer.refuse(name) },
			after:  func(name string) { apiServer.deletes(name, bindings) },
		},
		"replaced": {
			before: func(name string) { apiServer.gone(name, sets) },
			after:  func(name string) { apiServer.has(name) },
			stays:  true,
		},
		"half-gone": {before: func(name string) { apiServer.gone(name, sets) }, stays: true, words: "only a part of the source is deleted"},
		"read-elsewhere": {
			before: func(name string) { apiServer.gone(name, bindings); apiServer.gone(name, sets) },
			stays:  true, words: "members of another source",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k, group := serve(t), "ended-"+name
			k.make(group, 1)
			apiServer.has(group)
			source := k.follower(group, 0, "")
			equal(t, "the group exists", k.hasGroup(group), true)
			if name == "read-elsewhere" {
				k.reader(group)
			}
			if row.before != nil {
				row.before(group)
				time.Sleep(100 * time.Millisecond) // until the watch has reported it
			}
			if row.after != nil {
				time.AfterFunc(time.Second, func() { row.after(group) })
			}
			source.stop()
			equal(t, "the group stays", k.hasGroup(group), row.stays)
			if !source.log.has(row.words)() {
				t.Errorf("not logged: %s", row.words)
			}
		})
	}
}

// reader joins a group as somebody else's program.
func (k *topics) reader(group string) {
	k.t.Helper()
	client, err := kgo.NewClient(kgo.SeedBrokers(k.address("PLAIN")), kgo.ConsumerGroup(group), kgo.ConsumeTopics(group),
		kgo.Balancers(kgo.CooperativeStickyBalancer()))
	if err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(client.Close)
	go client.PollFetches(k.t.Context())
	eventually(k.t, "it is a member", func() bool {
		groups, err := k.admin.DescribeGroups(context.Background(), group)
		return err == nil && len(groups[group].Members) == 2
	})
}

// The last of three Pods deletes the group; one of them was lost before, and Kafka still waits for it.
func TestGroupOfSeveralPods(t *testing.T) {
	t.Parallel()
	k, name := serve(t), "ended-several"
	k.make(name, 3)
	apiServer.has(name)
	lost := startProcess(t, newSink(t, nil).URL, k.address("PLAIN"), settings{
		name: name, pod: name + "-2", config: fmt.Sprintf(`"topics":[%q],"group":%q,"sessionSeconds":300`, name, name),
	})
	eventually(t, "the third has joined", func() bool { return k.hasGroup(name) && strings.Contains(lost.log.String(), "assigned") })
	first, second := k.follower(name, 0, ""), k.follower(name, 1, "")
	lost.end(9)
	apiServer.gone(name, "sinkbindings")
	apiServer.deletes(name, "statefulsets")
	var both sync.WaitGroup
	both.Go(first.stop)
	both.Go(second.stop)
	both.Wait()
	equal(t, "the group stays", k.hasGroup(name), false)
}

func TestGroupStaysIfKafkaDoesNotAnswer(t *testing.T) {
	t.Parallel()
	k, name := serve(t), "ended-unreachable"
	apiServer.has(name)
	source := k.run(newSink(t, nil), settings{
		name: name, pod: name + "-0", kafka: fmt.Sprintf(`{"bootstrapServers":["127.0.0.1:%s"]}`, freePort()),
		config: fmt.Sprintf(`"topics":[%q],"deleteGroup":true`, name),
	})
	apiServer.gone(name, "sinkbindings")
	apiServer.gone(name, "statefulsets")
	began := time.Now()
	source.stop()
	if took := time.Since(began); took > 29*time.Second {
		t.Errorf("it took %v to stop", took)
	}
	if !source.log.has("the consumer group can't be deleted: it stays")() {
		t.Error("not logged")
	}
}

// A Pod whose binding was deleted waits for a sink, and may be the one that is left.
func TestGroupIsDeletedWithoutASink(t *testing.T) {
	t.Parallel()
	k, name := serve(t), "ended-without"
	k.make(name, 1)
	apiServer.has(name)
	source := k.follower(name, 0, "")
	source.stop()
	equal(t, "the group stays", k.hasGroup(name), true)
	waiting := k.run(nil, settings{name: name, pod: name + "-0", config: fmt.Sprintf(`"topics":[%q],"group":%q,"deleteGroup":true`, name, name)})
	apiServer.gone(name, "sinkbindings")
	apiServer.deletes(name, "statefulsets")
	waiting.stop()
	equal(t, "the group stays", k.hasGroup(name), false)
}
