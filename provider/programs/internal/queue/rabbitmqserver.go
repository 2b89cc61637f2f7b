// A connection to RabbitMQ with one channel, opened when it is needed and reopened after it broke.
package queue

import (
	"context"
	"net"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// rabbitmqServer handles one request at a time: only the holder of turn may use the fields below it.
type rabbitmqServer struct {
	address    string
	config     amqp.Config
	turn       chan struct{}
	socket     net.Conn
	connection *amqp.Connection
	channel    *amqp.Channel
}

func (s *rabbitmqServer) open(ctx context.Context) (*amqp.Channel, error) {
	if s.connection == nil || s.connection.IsClosed() {
		if err := s.connect(ctx); err != nil {
			return nil, err
		}
	}
	if s.channel != nil && !s.channel.IsClosed() {
		return s.channel, nil
	}
	defer context.AfterFunc(ctx, s.cut)()
	channel, err := s.connection.Channel()
	if err == nil {
		s.channel = channel
	}
	return channel, err
}

func (s *rabbitmqServer) connect(ctx context.Context) (err error) {
	config := s.config
	config.TLSClientConfig = s.config.TLSClientConfig.Clone()
	stop := func() bool { return true }
	config.Dial = func(network, address string) (net.Conn, error) {
		socket, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		s.socket = socket
		stop = context.AfterFunc(ctx, s.cut)
		return socket, nil
	}
	s.channel = nil
	s.connection, err = amqp.DialConfig(s.address, config)
	if stop(); err != nil {
		s.connection = nil // the library returns one that is not open
		if s.socket != nil {
			s.cut()
		}
	}
	return err
}

// cut ends a request that takes too long: the library can't be cancelled, but it gives up when its connection is closed.
func (s *rabbitmqServer) cut() { _ = s.socket.Close() }

// Close is called when no requests are made any more.
func (s *rabbitmqServer) Close() {
	if s.connection != nil {
		_ = s.connection.CloseDeadline(time.Now().Add(time.Second))
	}
}
