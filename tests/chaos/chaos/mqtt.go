// MQTT: mosquitto without limits on its queues, a publisher with QoS 1, and the sources that subscribe.
package main

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"sync"

	"github.com/eclipse/paho.golang/paho"
)

var mosquitto = serverProgram{
	program: "mosquitto",
	// If root starts it, it would switch to a user who may not write to the run's directory.
	configuration: func(n *node, _ []*node) string {
		return fmt.Sprintf("listener %d 127.0.0.1\nallow_anonymous true\nuser root\npersistence true\npersistence_location %s/\n"+
			"max_queued_messages 0\nmax_queued_bytes 0\nmax_inflight_messages 0\nset_tcp_nodelay true\n", n.port, n.directory)
	},
	arguments: func(configuration string) []string { return []string{"-c", configuration} },
}

// publishers is how many messages wait for the server's acknowledgement at a time.
const publishers = 100

// publishMQTT reconnects whenever the connection is lost, for all of its publishers.
func publishMQTT(ctx context.Context, p publication) {
	l := &line{address: p.address}
	defer l.drop(nil)
	var all sync.WaitGroup
	for range publishers {
		all.Go(func() {
			for number := range p.numbers {
				for !publishOne(ctx, p, l, number) && ctx.Err() == nil {
					pause(ctx, tick)
				}
			}
		})
	}
	all.Wait()
}

func publishOne(ctx context.Context, p publication, l *line, number int) (accepted bool) {
	client, err := l.connected(ctx)
	if err != nil {
		return false // not sent at all
	}
	if _, err := client.Publish(ctx, message(p, number)); err != nil {
		p.book.resend(number)
		l.drop(client)
		return false
	}
	p.book.accept(number)
	return true
}

func message(p publication, number int) *paho.Publish {
	m := &paho.Publish{QoS: 1, Topic: fmt.Sprintf("%s/%d", name, number%16), Payload: []byte(text(number))}
	// CloudEvents' MQTT binding has no prefix; their Go SDK, which Knative's source uses, has one.
	prefix := ""
	if p.upstream {
		prefix = "ce-"
	}
	if p.cloudEvents {
		m.Properties = &paho.PublishProperties{ContentType: "application/json"}
		for attribute, value := range map[string]string{"specversion": "1.0", "type": name, "source": name, "id": strconv.Itoa(number)} {
			m.Properties.User.Add(prefix+attribute, value)
		}
	}
	return m
}

// line is the shared connection of the publishers.
type line struct {
	address string
	mu      sync.Mutex
	client  *paho.Client
}

func (l *line) connected(ctx context.Context) (*paho.Client, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.client != nil {
		return l.client, nil
	}
	connection, err := net.Dial("tcp", l.address)
	if err != nil {
		return nil, err
	}
	client := paho.NewClient(paho.ClientConfig{Conn: connection})
	if _, err := client.Connect(ctx, &paho.Connect{ClientID: "publisher", CleanStart: true, KeepAlive: 30}); err != nil {
		_ = connection.Close()
		return nil, err
	}
	l.client = client
	return client, nil
}

// drop closes a connection that failed, unless another publisher has done so already; nil means the current one.
func (l *line) drop(failed *paho.Client) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.client == nil || failed != nil && failed != l.client {
		return
	}
	_ = l.client.Disconnect(&paho.Disconnect{})
	l.client = nil
}

func ownMQTT(p place) (invocation, error) {
	return ownInvocation(p, map[string]any{
		"address": "mqtt://" + p.server, "protocol": "5", "topics": []string{name + "/#"}, "qos": 1, "clientId": name,
		"sessionSeconds": 3600,
	})
}

// upstreamMQTT starts the program cmd/mqttsource of Knative's Eventing.
func upstreamMQTT(p place) (invocation, error) {
	return invocation{
		arguments:   []string{"-source", p.server, "-eventSource", "mqtt://" + p.server, "-topic", name + "/#", "-clientid", name},
		environment: []string{"K_SINK=" + p.sink},
	}, nil
}
