// A connection to the broker that a test can cut.
package mqtt

import (
	"io"
	"net"
	"sync"
	"testing"
)

type proxy struct {
	net.Listener
	mu    sync.Mutex
	conns []net.Conn
}

func startProxy(t *testing.T, b *broker) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{Listener: listener}
	t.Cleanup(func() { listener.Close(); p.cut() })
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(near, b.host())
		}
	}()
	return p
}

func (p *proxy) serve(near net.Conn, host string) {
	far, err := net.Dial("tcp", host)
	if err != nil {
		near.Close()
		return
	}
	p.mu.Lock()
	p.conns = append(p.conns, near, far)
	p.mu.Unlock()
	go func() { io.Copy(far, near); far.Close() }()
	io.Copy(near, far)
	near.Close()
}

func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range p.conns {
		conn.Close()
	}
	p.conns = nil
}

func (p *proxy) address() string { return "mqtt://" + p.Addr().String() }
