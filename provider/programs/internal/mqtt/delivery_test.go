// Tests of the delivery of messages to the sink, with a real broker and both versions of the protocol.
package mqtt

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

var versions = []string{"5", "3.1.1"}

func TestEachQualityOfServiceIsDelivered(t *testing.T) {
	b := startBroker(t)
	client := publisher(t, b, "publisher")
	for _, version := range versions {
		for qos := range 3 {
			t.Run(fmt.Sprintf("%s/qos%d", version, qos), func(t *testing.T) {
				s := startSink(t, nil)
				name := fmt.Sprintf("%s-%d", version, qos)
				r := start(t, environment(b, s, settings{"protocol": version, "qos": qos, "clientId": name})).subscribed()
				publish(t, client, "t/a", "hello", nil)
				first := s.wait(t, 1)[0]
				r.ends()
				for header, want := range map[string]string{
					"Ce-Specversion": "1.0", "Ce-Type": "dev.knative-faas.mqtt.message", "Ce-Source": b.address(), "Ce-Subject": "t/a",
				} {
					if got := first.header.Get(header); got != want {
						t.Errorf("%s: expected %q, got %q", header, want, got)
					}
				}
				if first.body != "hello" || len(first.header.Get("Ce-Id")) != 32 {
					t.Errorf("expected the message with an identity, got %+v", first)
				}
			})
		}
	}
}

// Nothing is acknowledged before the sink has accepted it, and all of it afterwards.
func TestAcknowledgedOnlyWhenDelivered(t *testing.T) {
	for _, version := range versions {
		for qos, word := range map[int]string{1: "PUBACK", 2: "PUBREC"} {
			t.Run(fmt.Sprintf("%s/qos%d", version, qos), func(t *testing.T) {
				b := startBroker(t)
				hold := make(chan struct{})
				s := startSink(t, func(_ request, number int) int {
					if number == 0 {
						return http.StatusServiceUnavailable
					}
					<-hold
					return http.StatusOK
				})
				r := start(t, environment(b, s, settings{
					"protocol": version, "qos": qos, "delivery": settings{"backoffSeconds": 0.01},
				})).subscribed()
				publishQoS(t, publisher(t, b, "publisher"), "t/a", "hello", byte(qos))
				requests := s.wait(t, 2)
				if strings.Contains(b.log(), "Received "+word+" from shop-orders") {
					t.Errorf("expected no acknowledgement before delivery:\n%s", b.log())
				}
				close(hold)
				eventually(t, func() bool { return strings.Contains(b.log(), "Received "+word+" from shop-orders") }, b.log)
				r.ends()
				if requests[0].header.Get("Ce-Id") != requests[1].header.Get("Ce-Id") {
					t.Errorf("expected one identity, got %v", requests)
				}
			})
		}
	}
}

func TestOrderedPerTopic(t *testing.T) {
	b := startBroker(t)
	s := startSink(t, func(r request, number int) int {
		if number%7 == 3 {
			return http.StatusServiceUnavailable
		}
		time.Sleep(time.Duration(number%3) * time.Millisecond)
		return http.StatusOK
	})
	start(t, environment(b, s, settings{"ordered": true, "delivery": settings{"backoffSeconds": 0.005}})).subscribed()
	client := publisher(t, b, "publisher")
	const each = 40
	var want []string
	for number := range each {
		want = append(want, fmt.Sprint(number))
		publish(t, client, "t/a", fmt.Sprint(number), nil)
		publish(t, client, "t/b", fmt.Sprint(number), nil)
	}
	taken := func(topic string) (bodies []string) {
		for _, r := range s.seen() {
			if r.header.Get("Ce-Subject") == topic && r.status == http.StatusOK {
				bodies = append(bodies, r.body)
			}
		}
		return bodies
	}
	for _, topic := range []string{"t/a", "t/b"} {
		eventually(t, func() bool { return len(taken(topic)) == each }, func() string { return fmt.Sprint(taken(topic)) })
		if got := taken(topic); !slices.Equal(got, want) {
			t.Errorf("%s: expected the order of the messages, got %v", topic, got)
		}
	}
}

// Four messages, two at a time: acknowledgements are still sent in the order of receipt.
func TestAcknowledgementsAreInOrder(t *testing.T) {
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			b := startBroker(t)
			s := startSink(t, func(r request, _ int) int {
				if r.body == "0" {
					time.Sleep(100 * time.Millisecond)
				}
				return http.StatusOK
			})
			start(t, environment(b, s, settings{"protocol": version, "parallelism": 2})).subscribed()
			client := publisher(t, b, "publisher")
			for number := range 4 {
				publish(t, client, "t/a", fmt.Sprint(number), nil)
			}
			acknowledged := func() (lines []string) {
				for _, line := range strings.Split(b.log(), "\n") {
					if _, rest, found := strings.Cut(line, "Received PUBACK from shop-orders (Mid: "); found {
						lines = append(lines, strings.TrimSuffix(strings.Split(rest, ",")[0], ")"))
					}
				}
				return lines
			}
			eventually(t, func() bool { return len(acknowledged()) == 4 }, b.log)
			if got := strings.Join(acknowledged(), " "); got != "1 2 3 4" {
				t.Errorf("expected acknowledgements in order, got %s", got)
			}
		})
	}
}

func TestRefusedGoesToTheDeadLetterSink(t *testing.T) {
	b := startBroker(t)
	s := startSink(t, func(request, int) int { return http.StatusUnprocessableEntity })
	letters := startSink(t, nil)
	r := start(t, environment(b, s, settings{"delivery": settings{"deadLetter": letters.URL}})).subscribed()
	publish(t, publisher(t, b, "publisher"), "t/a", "hello", nil)
	letter := letters.wait(t, 1)[0]
	if letter.header.Get("Ce-Knativeerrorcode") != "422" || letter.header.Get("Ce-Knativeerrordest") != s.URL || letter.body != "hello" {
		t.Errorf("expected the event with its error, got %+v", letter)
	}
	eventually(t, func() bool { return strings.Contains(b.log(), "Received PUBACK from shop-orders") }, b.log)
	r.ends()
}
