// The program of answers: stands between a function and its callers, and writes the function's answers to a topic.
package kafka

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/kafkaconn"
	"knative-faas.dev/programs/internal/wait"
)

const (
	repliesPort = 8080
	// farewell is how long requests are accepted after SIGTERM: until then callers may not know that the Pod is going.
	farewell = 2 * time.Second
	// headerTimeout is how long a caller may take to send the headers of a request.
	headerTimeout = 10 * time.Second
)

// RepliesConfig is the configuration of the program of answers.
type RepliesConfig struct {
	adapter.Common
	Kafka kafkaconn.Config `json:"kafka"`
	Topic string           `json:"topic"`
	Port  *int             `json:"port"` // of requests
}

// Prepare fills in defaults and reports all mistakes.
func (c *RepliesConfig) Prepare(secrets adapter.Secrets, wrong *adapter.Problems) {
	if c.Port == nil {
		c.Port = new(repliesPort)
	}
	if *c.Port < 0 || *c.Port > 65535 {
		wrong.Add("SOURCE.port", "expected a port from 0 (a free one) to 65535, got %d", *c.Port)
	}
	if c.Topic == "" {
		wrong.Add("SOURCE.topic", "expected the topic that answers are written to, got nothing")
	}
	wrong.Append(kafkaconn.Problems("SOURCE.kafka", c.Kafka)...)
	wrong.Append(kafkaconn.LoginProblems("SOURCE.kafka", c.Kafka, login(secrets))...)
}

// RunReplies serves requests until the context ends, and then until those in flight have a response.
func RunReplies(ctx context.Context, r *adapter.Runtime, config RepliesConfig) error {
	w, err := newWriter(r, &config)
	if err != nil {
		return err
	}
	defer w.client.Close()
	listener, err := net.Listen("tcp", net.JoinHostPort("", strconv.Itoa(*config.Port)))
	if err != nil {
		return err
	}
	server := &http.Server{Handler: newProxy(r, w), ReadHeaderTimeout: headerTimeout}
	go server.Serve(listener)
	r.Log.Info("serving requests", "requests", listener.Addr().String(), "servers", config.Kafka.BootstrapServers, "topic", config.Topic)
	watching, stop := context.WithCancel(r.Work)
	var beside sync.WaitGroup
	beside.Go(func() { w.watch(watching) })
	<-ctx.Done()
	wait.For(r.Work, farewell)
	if server.Shutdown(r.Work) != nil {
		_ = server.Close()
	}
	stop()
	beside.Wait()
	return nil
}

func newWriter(r *adapter.Runtime, config *RepliesConfig) (*writer, error) {
	options, err := connection(r, config.Kafka)
	if err != nil {
		return nil, err
	}
	// Acknowledged by all replicas, and idempotent: the defaults of the client.
	client, err := kgo.NewClient(append(options, kgo.MaxBufferedBytes(mostAnswers), kgo.ProducerLinger(0))...)
	if err != nil {
		return nil, err
	}
	return &writer{
		Runtime: r, client: client, topic: config.Topic, health: newHealth(r), gate: newGate(),
		written:   r.Metrics.Counter("written", "Answers written to the topic."),
		unwritten: r.Metrics.Counter("unwritten", "Answers that Kafka did not take, so that the caller has to repeat its request."),
	}, nil
}
