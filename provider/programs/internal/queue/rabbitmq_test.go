// Queues in a real RabbitMQ, and one that hangs.
package queue

import (
	"context"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// dialed connects once the server has started: before that it accepts connections and drops them.
func dialed(t *testing.T, address string) *amqp.Connection {
	t.Helper()
	settings := amqp.Config{SASL: []amqp.Authentication{&amqp.PlainAuth{Username: "shop", Password: password}}, Vhost: "/"}
	for end := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		connection, err := amqp.DialConfig(address, settings)
		if err == nil {
			return connection
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

func TestRabbitmq(t *testing.T) {
	address := startRabbitmq(t)
	connection := dialed(t, address)
	defer connection.Close()
	channel, err := connection.Channel()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := channel.QueueDeclare("jobs", false, false, false, false, nil); err != nil {
		t.Fatal(err)
	}
	confirmed := channel.NotifyPublish(make(chan amqp.Confirmation, 5))
	if err := channel.Confirm(false); err != nil {
		t.Fatal(err)
	}

	jobs := parsed(t, `{"rabbitmq": {"address": "%s/", "queue": "jobs"}}`, address)
	missing := parsed(t, `{"rabbitmq": {"address": "%s/", "queue": "missing"}}`, address)
	login := Login{"user": "shop", "password": password}
	server := open(t, jobs, login)
	wantLength(t, "an empty queue", jobs, server, 0)
	for range 5 {
		if err := channel.PublishWithContext(t.Context(), "", "jobs", false, false, amqp.Publishing{Body: []byte("x")}); err != nil {
			t.Fatal(err)
		}
	}
	for range 5 {
		<-confirmed
	}
	wantLength(t, "ready messages", jobs, server, 5)
	if _, _, err := channel.Get("jobs", false); err != nil {
		t.Fatal(err)
	}
	wantLength(t, "one that a consumer holds does not count", jobs, server, 4)
	wantError(t, "a missing queue", missing, server, true, "no queue 'missing' in vhost '/'")
	wantLength(t, "after a refusal", jobs, server, 4)

	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { wantLength(t, "many at once", jobs, server, 4) })
		all.Go(func() { wantError(t, "refusals between", missing, server, true, "no queue") })
	}
	all.Wait()

	wrong := open(t, jobs, Login{"user": "shop", "password": "x"})
	for range 2 {
		wantError(t, "a wrong login", jobs, wrong, false, "refused the login")
	}
	vhost := parsed(t, `{"rabbitmq": {"address": "%s/nowhere", "queue": "jobs"}}`, address)
	wantError(t, "a missing virtual host", vhost, open(t, vhost, login), false, "rabbitmq: ")

	_ = server.(*rabbitmqServer).socket.Close()
	if _, err := ask(t, jobs, server); err == nil {
		t.Log("the broken connection was noticed before it was used")
	}
	wantLength(t, "after the connection broke", jobs, server, 4)
}

// A server that accepts a connection and never responds is given up in time, and delays nobody afterwards.
func TestRabbitmqThatHangs(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	q := parsed(t, `{"rabbitmq": {"address": "amqp://%s", "queue": "jobs"}}`, listener.Addr())
	server := open(t, q, nil)
	for range 2 {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		start := time.Now()
		_, err := q.Length(ctx, server)
		if cancel(); err == nil || !strings.Contains(err.Error(), "did not respond in time") || time.Since(start) > time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	}
}
