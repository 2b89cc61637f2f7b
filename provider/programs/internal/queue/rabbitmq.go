// The ready messages of a RabbitMQ queue.
package queue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"knative-faas.dev/programs/internal/strict"
)

type rabbitmq struct {
	Address string     `json:"address"`
	TLS     *serverTLS `json:"tls"`
	Queue   string     `json:"queue"`
	Login   LoginKeys  `json:"login"`
}

func (r rabbitmq) Server() string { return identity("rabbitmq", serverAt{r.Address, r.TLS}) }

func (r rabbitmq) keys() LoginKeys { return r.Login }

func (r rabbitmq) check(path string, wrong *strict.Mistakes) {
	r.Login.check(path, plainLogin, wrong)
	wrong.Text(path+".queue", r.Queue)
	checkAddress(path+".address", r.Address, wrong, "amqp", "amqps")
	// The library would accept file paths and authentication methods in there.
	if address, err := url.Parse(r.Address); err == nil && address.RawQuery+address.Fragment != "" {
		wrong.Add(path+".address", "expected host, port and virtual host only, got something after ? or #")
	}
}

func (r rabbitmq) Open(login Login) (Server, error) {
	address, err := url.Parse(r.Address)
	if err != nil {
		return nil, withoutURL(err)
	}
	config := amqp.Config{
		Vhost:      cmp.Or(strings.TrimPrefix(address.Path, "/"), "/"),
		Heartbeat:  10 * time.Second,
		Properties: amqp.Table{"connection_name": "knative-faas queue-scaler"},
		SASL:       []amqp.Authentication{authentication(login)},
	}
	config.TLSClientConfig, err = r.TLS.config(login)
	return &rabbitmqServer{address: r.Address, config: config, turn: make(chan struct{}, 1)}, err
}

// A certificate without a user is used to authenticate; without both, RabbitMQ's default user is guest.
func authentication(login Login) amqp.Authentication {
	if login["cert"] != "" && login["user"] == "" {
		return &amqp.ExternalAuth{}
	}
	return &amqp.PlainAuth{Username: cmp.Or(login["user"], "guest"), Password: cmp.Or(login["password"], "guest")}
}

// Length uses a passive declaration, which creates nothing.
func (r rabbitmq) Length(ctx context.Context, over Server) (float64, error) {
	server := over.(*rabbitmqServer)
	select {
	case server.turn <- struct{}{}:
		defer func() { <-server.turn }()
	case <-ctx.Done():
		return 0, late(ctx)
	}
	channel, err := server.open(ctx)
	if err != nil {
		return 0, refused(ctx, err)
	}
	defer context.AfterFunc(ctx, server.cut)()
	state, err := channel.QueueDeclarePassive(r.Queue, false, false, false, false, nil)
	if err != nil {
		server.channel = nil // RabbitMQ closes it with its refusal
		return 0, refused(ctx, err)
	}
	return float64(state.Messages), nil
}

// refused separates errors of a queue from those of the server.
func refused(ctx context.Context, err error) error {
	said, ok := errors.AsType[*amqp.Error](err)
	switch {
	case ctx.Err() != nil:
		return late(ctx)
	case ok && said.Code == amqp.AccessRefused && said.Server:
		return denied("rabbitmq: %s", quoted(said.Reason))
	case ok && (said.Code == amqp.NotFound || said.Code == amqp.ResourceLocked) && said.Server:
		return queueError("rabbitmq: %s", quoted(said.Reason))
	case errors.Is(err, amqp.ErrCredentials):
		return errors.New("rabbitmq refused the login: user or password is wrong")
	}
	return fmt.Errorf("rabbitmq: %w", err)
}

func late(ctx context.Context) error {
	return fmt.Errorf("rabbitmq did not respond in time: %w", ctx.Err())
}
