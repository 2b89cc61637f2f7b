// Opens the connection that MQTT runs over: TCP or WebSocket, with or without TLS.
package mqtt

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const dialTimeout = 10 * time.Second

// open ignores proxies, which are for HTTP.
func open(ctx context.Context, c *Config) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	dialer := &net.Dialer{KeepAlive: 15 * time.Second}
	switch c.server.Scheme {
	case "mqtt":
		return dialer.DialContext(ctx, "tcp", c.server.Host)
	case "mqtts":
		return openTLS(ctx, c, dialer)
	}
	return openWebSocket(ctx, c, dialer)
}

func openTLS(ctx context.Context, c *Config, dialer *net.Dialer) (net.Conn, error) {
	conn, err := (&tls.Dialer{NetDialer: dialer, Config: c.security}).DialContext(ctx, "tcp", c.server.Host)
	if err != nil {
		return nil, err
	}
	return &alertReader{Conn: conn}, nil
}

// alertReader returns the reason why the other side ended the connection. In TLS 1.3 it verifies the client's certificate after the
// handshake has ended for the client: the write would fail without a reason, which could still be read.
type alertReader struct {
	net.Conn
	answered atomic.Bool
}

func (c *alertReader) Read(into []byte) (int, error) {
	count, err := c.Conn.Read(into)
	if count > 0 {
		c.answered.Store(true)
	}
	return count, err
}

// Write reads the alert for the library, which reads nothing before its first write.
func (c *alertReader) Write(data []byte) (int, error) {
	count, err := c.Conn.Write(data)
	if err == nil || c.answered.Load() {
		return count, err
	}
	c.SetReadDeadline(time.Now().Add(time.Second))
	if _, reason := c.Conn.Read(make([]byte, 1)); isAlert(reason) {
		return count, reason
	}
	return count, err
}

func openWebSocket(ctx context.Context, c *Config, dialer *net.Dialer) (net.Conn, error) {
	handshake := websocket.Dialer{
		NetDialContext:    dialer.DialContext,
		NetDialTLSContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return openTLS(ctx, c, dialer) },
		Subprotocols:      []string{"mqtt"},
		HandshakeTimeout:  dialTimeout,
	}
	socket, answer, err := handshake.DialContext(ctx, c.server.String(), nil)
	if err != nil && answer != nil {
		return nil, fmt.Errorf("not a WebSocket: responded with %d %s", answer.StatusCode, http.StatusText(answer.StatusCode))
	}
	if err != nil {
		return nil, err
	}
	return &webSocket{Conn: socket}, nil
}

// webSocket is a stream over the binary messages of a WebSocket, whose boundaries MQTT ignores.
type webSocket struct {
	*websocket.Conn
	writing sync.Mutex
	rest    io.Reader
}

func (w *webSocket) Read(into []byte) (int, error) {
	for {
		if w.rest == nil {
			_, next, err := w.NextReader()
			if err != nil {
				return 0, err
			}
			w.rest = next
		}
		count, err := w.rest.Read(into)
		if err == io.EOF {
			w.rest, err = nil, nil
		}
		if count > 0 || err != nil {
			return count, err
		}
	}
}

func (w *webSocket) Write(data []byte) (int, error) {
	w.writing.Lock()
	defer w.writing.Unlock()
	if err := w.WriteMessage(websocket.BinaryMessage, data); err != nil {
		return 0, err
	}
	return len(data), nil
}

func (w *webSocket) SetDeadline(t time.Time) error {
	if err := w.SetReadDeadline(t); err != nil {
		return err
	}
	return w.SetWriteDeadline(t)
}

// buffered reads ahead, as the libraries read a packet in four or more small pieces.
type buffered struct {
	net.Conn
	in *bufio.Reader
}

func newBuffered(conn net.Conn) *buffered {
	return &buffered{conn, bufio.NewReaderSize(conn, 32<<10)}
}

func (b *buffered) Read(into []byte) (int, error) { return b.in.Read(into) }

// packetwise sends what is written between Lock and Unlock at once. The library for MQTT 5 locks a connection around each packet,
// which it writes in several pieces; an error at the end is returned by the next read or write.
type packetwise struct {
	*buffered
	sync.Mutex
	out *bufio.Writer
}

func newPacketwise(conn net.Conn) *packetwise {
	return &packetwise{buffered: newBuffered(conn), out: bufio.NewWriter(conn)}
}

func (p *packetwise) Write(data []byte) (int, error) { return p.out.Write(data) }

// Unlock sends the packet.
func (p *packetwise) Unlock() {
	p.out.Flush()
	p.Mutex.Unlock()
}
