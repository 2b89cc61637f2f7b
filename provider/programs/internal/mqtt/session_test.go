// Tests of sessions: lost connections, restarted brokers, other clients, replicas.
package mqtt

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What is in flight when a connection is lost is delivered once, and acknowledged on the next connection.
func TestConnectionLostWhileInFlight(t *testing.T) {
	for _, version := range versions {
		for qos, word := range map[int]string{1: "PUBACK", 2: "PUBREC"} {
			t.Run(fmt.Sprintf("%s/qos%d", version, qos), func(t *testing.T) {
				b := startBroker(t)
				p := startProxy(t, b)
				hold := make(chan struct{})
				s := startSink(t, func(request, int) int { <-hold; return http.StatusOK })
				r := start(t, environment(b, s, settings{"protocol": version, "qos": qos, "address": p.address()})).subscribed()
				client := publisher(t, b, "publisher")
				publishQoS(t, client, "t/a", "one", byte(qos))
				publishQoS(t, client, "t/a", "two", byte(qos))
				s.wait(t, 2)
				p.cut()
				r.says(`"sessionResumed":true`)
				again := "Sending PUBLISH to shop-orders (d1, q" + fmt.Sprint(qos)
				eventually(t, func() bool { return strings.Count(b.log(), again) == 2 }, b.log)
				close(hold)
				eventually(t, func() bool { return strings.Count(b.log(), "Received "+word+" from shop-orders") == 2 }, b.log)
				r.ends()
				if got := s.bodies(); len(got) != 2 {
					t.Errorf("expected each message once, got %q", got)
				}
			})
		}
	}
}

// What had its outcome while disconnected is acknowledged when the broker redelivers it.
func TestDeliveredWithoutConnection(t *testing.T) {
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			b := startBroker(t)
			hold := make(chan struct{})
			s := startSink(t, func(request, int) int { <-hold; return http.StatusOK })
			r := start(t, environment(b, s, settings{"protocol": version})).subscribed()
			publish(t, publisher(t, b, "publisher"), "t/a", "one", nil)
			s.wait(t, 1)
			b.end(syscall.SIGTERM)
			r.says(`"msg":"not connected"`)
			close(hold)
			eventually(t, func() bool { return s.seen()[0].status == http.StatusOK }, r.out.String)
			b.start()
			eventually(t, func() bool { return strings.Contains(b.log(), "Received PUBACK from shop-orders") }, b.log)
			r.ends()
			if got := s.bodies(); len(got) != 1 {
				t.Errorf("expected the message once, got %q", got)
			}
		})
	}
}

func TestBrokerRestart(t *testing.T) {
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			b := startBroker(t)
			s := startSink(t, nil)
			r := start(t, environment(b, s, settings{"protocol": version})).subscribed()
			publish(t, publisher(t, b, "publisher"), "t/a", "before", nil)
			s.wait(t, 1)
			for range 2 {
				b.end(syscall.SIGTERM)
				eventually(t, func() bool { return !r.ready() }, r.out.String)
				b.start()
				eventually(t, r.ready, r.out.String)
			}
			publish(t, publisher(t, b, "publisher"), "t/a", "after", nil)
			s.wait(t, 2)
			r.ends()
			if got := s.bodies(); !slices.Equal(got, []string{"before", "after"}) {
				t.Errorf("expected each message once, got %q", got)
			}
		})
	}
}

// A broker that has lost the session counts from 1 again: an earlier outcome must not acknowledge a later message.
func TestBrokerLosesTheSession(t *testing.T) {
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			b := startBroker(t)
			holds := map[string]chan struct{}{"before": make(chan struct{}), "after": make(chan struct{})}
			s := startSink(t, func(r request, _ int) int { <-holds[r.body]; return http.StatusOK })
			r := start(t, environment(b, s, settings{"protocol": version})).subscribed()
			publish(t, publisher(t, b, "publisher"), "t/a", "before", nil)
			s.wait(t, 1)
			b.end(syscall.SIGKILL)
			os.Remove(filepath.Join(b.directory, "mosquitto.db"))
			b.start()
			eventually(t, func() bool { return strings.Count(r.out.String(), `"msg":"subscribed"`) == 2 }, r.out.String)
			publish(t, publisher(t, b, "publisher"), "t/a", "after", nil)
			s.wait(t, 2)
			close(holds["before"])
			eventually(t, func() bool { return s.seen()[0].status == http.StatusOK }, r.out.String)
			time.Sleep(50 * time.Millisecond)
			if strings.Contains(b.log(), "Received PUBACK from shop-orders") {
				t.Errorf("expected no acknowledgement of what is in flight:\n%s", b.log())
			}
			close(holds["after"])
			eventually(t, func() bool { return strings.Contains(b.log(), "Received PUBACK from shop-orders") }, b.log)
			r.ends()
		})
	}
}

// Two sources that disconnect each other, as Pods do for a while when a node is isolated, lose nothing.
func TestTwoClientsWithOneIdentifier(t *testing.T) {
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			b := startBroker(t)
			s := startSink(t, nil)
			first := start(t, environment(b, s, settings{"protocol": version})).subscribed()
			second := start(t, environment(b, s, settings{"protocol": version})).subscribed()
			first.says("not connected")
			client := publisher(t, b, "publisher")
			for number := range 50 {
				publish(t, client, "t/a", fmt.Sprint(number), nil)
				time.Sleep(10 * time.Millisecond)
			}
			different := func() int {
				bodies := s.bodies()
				slices.Sort(bodies)
				return len(slices.Compact(bodies))
			}
			eventually(t, func() bool { return different() == 50 }, func() string { return fmt.Sprint(s.bodies()) })
			first.ends()
			second.ends()
		})
	}
}

func replica(b *broker, s *sink, version string, number int) map[string]string {
	values := environment(b, s, settings{"protocol": version, "group": "workers"})
	values["POD_NAME"] = fmt.Sprintf("shop-orders-%d", number)
	return values
}

func TestReplicasShareMessages(t *testing.T) {
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			b := startBroker(t)
			sinks := []*sink{startSink(t, nil), startSink(t, nil)}
			first := start(t, replica(b, sinks[0], version, 0)).subscribed()
			second := start(t, replica(b, sinks[1], version, 1)).subscribed()
			client := publisher(t, b, "publisher")
			const count = 60
			for number := range count {
				publish(t, client, "t/a", fmt.Sprint(number), nil)
			}
			both := func() int { return len(sinks[0].seen()) + len(sinks[1].seen()) }
			eventually(t, func() bool { return both() >= count }, func() string { return fmt.Sprint(both()) })
			if both() != count || len(sinks[0].seen()) == 0 || len(sinks[1].seen()) == 0 {
				t.Errorf("expected to share, got %d and %d", len(sinks[0].seen()), len(sinks[1].seen()))
			}
			for number := range 2 {
				if want := fmt.Sprintf("as shop-orders-%d (", number); !strings.Contains(b.log(), want) {
					t.Errorf("expected %q in the broker's log", want)
				}
			}
			// The second one is removed permanently: the first receives everything that arrives then.
			second.ends()
			second.says("unsubscribed; waiting for the last messages")
			for number := range 10 {
				publish(t, client, "t/a", fmt.Sprint("later", number), nil)
			}
			eventually(t, func() bool { return both() == count+10 }, func() string { return fmt.Sprint(both()) })
			// The first one returns, and receives what arrived meanwhile.
			first.ends()
			publish(t, client, "t/a", "meanwhile", nil)
			start(t, replica(b, sinks[0], version, 0))
			eventually(t, func() bool { return both() == count+11 }, func() string { return fmt.Sprint(both()) })
		})
	}
}

// A replica that is removed delivers the messages that were sent to it, even if the sink is slow.
func TestRemovedReplicaLeavesNoMessages(t *testing.T) {
	b := startBroker(t)
	s := startSink(t, func(request, int) int { time.Sleep(5 * time.Millisecond); return http.StatusOK })
	values := replica(b, s, "5", 1)
	values["SOURCE"] = strings.Replace(values["SOURCE"], "{", `{"parallelism":2,`, 1)
	r := start(t, values).subscribed()
	client := publisher(t, b, "publisher")
	for number := range 100 {
		publish(t, client, "t/a", fmt.Sprint(number), nil)
	}
	r.ends()
	if got := len(s.seen()); got != 100 {
		t.Errorf("expected all messages to be delivered, got %d", got)
	}
}
