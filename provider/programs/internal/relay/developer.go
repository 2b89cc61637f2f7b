// The connection to the developer's machine, on which each request opens a connection to the local program.
package relay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Pings find a connection that is cut without a sign within three seconds.
const (
	pingAfter = time.Second
	pingLimit = 2 * time.Second
)

const receiveBuffer = 2 << 20

var errAway = errors.New("the developer is not connected")

// developer is the newest connection from the developer's machine, if there is one.
type developer struct {
	log *slog.Logger

	mu      sync.Mutex
	current *http.ClientConn
	since   time.Time // when it was connected, or lost
}

// serve accepts connections until the listener is closed; a new one replaces the one before.
func (d *developer) serve(listener net.Listener) error {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		go d.attach(connection)
	}
}

func (d *developer) attach(connection net.Conn) {
	attached, err := clientOn(connection)
	if err != nil {
		d.log.Warn("the developer's connection is not HTTP/2", "error", err)
		connection.Close()
		return
	}
	attached.SetStateHook(func(changed *http.ClientConn) {
		if changed.Err() != nil {
			d.lose(changed)
		}
	})
	d.mu.Lock()
	before := d.current
	d.current, d.since = attached, time.Now()
	d.mu.Unlock()
	if before != nil {
		before.Close()
	}
	d.log.Info("the developer is connected")
}

func clientOn(connection net.Conn) (*http.ClientConn, error) {
	transport := &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) { return connection, nil },
		Protocols:   new(http.Protocols),
		HTTP2: &http.HTTP2Config{
			SendPingTimeout: pingAfter, PingTimeout: pingLimit,
			MaxReceiveBufferPerStream: receiveBuffer, MaxReceiveBufferPerConnection: receiveBuffer,
		},
	}
	transport.Protocols.SetUnencryptedHTTP2(true)
	return transport.NewClientConn(context.Background(), "http", "developer:80")
}

func (d *developer) lose(lost *http.ClientConn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.current == lost {
		d.current, d.since = nil, time.Now()
		d.log.Warn("the developer's connection is lost", "error", lost.Err())
	}
}

// away returns for how long there has been no developer, and whether that is so.
func (d *developer) away() (time.Duration, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return time.Since(d.since), d.current == nil
}

// dial opens a connection to the local program.
func (d *developer) dial(ctx context.Context) (net.Conn, error) {
	d.mu.Lock()
	current := d.current
	d.mu.Unlock()
	if current == nil {
		return nil, errAway
	}
	reader, writer := io.Pipe()
	request := &http.Request{
		Method: http.MethodConnect, URL: &url.URL{Scheme: "http", Host: "function:80"}, Host: "function:80",
		Body: reader, Header: http.Header{},
	}
	// The stream outlives the context of the dial; closing the connection ends it.
	lasting, end := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, end)
	response, err := current.RoundTrip(request.WithContext(lasting))
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err == nil && response.StatusCode != http.StatusOK {
		response.Body.Close()
		err = fmt.Errorf("the developer's machine has no program that answers (%s)", response.Status)
	}
	if err != nil {
		end()
		return nil, err
	}
	return &stream{reader: response.Body, writer: writer, end: end}, nil
}
