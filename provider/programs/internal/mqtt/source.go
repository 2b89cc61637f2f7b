// The source: keeps a connection to the broker, delivers each message to the sink and then acknowledges it.
package mqtt

import (
	"context"
	"math/bits"
	"sync/atomic"
	"time"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/wait"
)

const (
	firstPause   = 200 * time.Millisecond
	longestPause = 10 * time.Second
	// steady is how long a connection must last to reset the pause before the next one.
	steady = 10 * time.Second
	// takeoverPause is long enough for the other client to be replaced, and for two permanent clients not to disconnect each other
	// all the time.
	takeoverPause = 30 * time.Second
)

type source struct {
	*adapter.Runtime
	config     *Config
	dialer     dialer
	client     string
	login      *adapter.Login
	ledger     *ledger
	inbox      *inbox
	current    atomic.Pointer[connection]
	leaving    atomic.Bool
	subscribed bool         // once, in the session that still exists
	heard      atomic.Int64 // when the last message was received, in nanoseconds
	overflows  atomic.Uint64
}

// Run runs the source until the context ends, and then until everything in flight has an outcome.
func Run(ctx context.Context, r *adapter.Runtime, config Config) error {
	s := newSource(r, &config)
	connecting, disconnect := context.WithCancel(context.WithoutCancel(ctx))
	taking, stop := context.WithCancel(connecting)
	connected, taken := make(chan struct{}), make(chan struct{})
	go func() { defer close(connected); s.connect(connecting) }()
	go func() { defer close(taken); s.take(taking) }()
	<-ctx.Done()
	s.leave()
	stop()
	<-taken
	s.inbox.close()
	s.Window.Wait()
	disconnect()
	<-connected
	return nil
}

func newSource(r *adapter.Runtime, c *Config) *source {
	session := newSession(c, r.Identity, r.Secrets)
	r.Log.Info("reading topics", "address", c.server.String(), "protocol", c.Protocol, "client", session.client,
		"topics", c.filters(), "qos", *c.QoS)
	return &source{
		Runtime: r, config: c, dialer: newDialer(session), client: session.client, login: r.Login(),
		ledger: newLedger(), inbox: newInbox(),
	}
}

// connect keeps a connection open until the context ends.
func (s *source) connect(ctx context.Context) {
	for failures := 0; ; {
		began := time.Now()
		err := s.serve(ctx)
		s.Ready(false)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > steady {
			failures = 0
		}
		failures++
		pause := adapter.Pause(failures, firstPause, longestPause)
		if isTakenOver(err) {
			pause = takeoverPause
		}
		s.Log.Warn("not connected", "error", explain(err), "pauseSeconds", pause.Seconds())
		wait.For(ctx, pause)
	}
}

// serve opens a connection and returns why it ended.
func (s *source) serve(ctx context.Context) error {
	number, open := 0, make(chan struct{})
	conn, err := s.dialer.dial(ctx, func(m *message) {
		<-open // until it is known whether the session is resumed
		s.receive(number, m)
	})
	if err != nil {
		if isRefused(err) {
			s.login.Refused(explain(err))
		}
		return err
	}
	s.login.Accepted()
	defer func() { s.ledger.disconnected(); conn.close() }()
	number = s.ledger.connected(conn.resumed())
	close(open)
	s.Log.Info("connected", "sessionResumed", conn.resumed())
	s.current.Store(&conn)
	if err := s.subscribe(conn); err != nil {
		return err
	}
	<-conn.alive().Done()
	return context.Cause(conn.alive())
}

// receive is called by the reader of the connection.
func (s *source) receive(connection int, m *message) {
	s.Metrics.Received.Inc()
	s.heard.Store(time.Now().UnixNano())
	l := letter{message: m, identity: m.identity(s.client)}
	if m.qos > 0 {
		if l.entry = s.ledger.received(connection, m, l.identity); l.entry == nil {
			return
		}
	}
	if s.inbox.put(l) {
		return
	}
	s.Metrics.Dropped.Inc()
	if count := s.overflows.Add(1); bits.OnesCount64(count) == 1 {
		s.Log.Error("messages with QoS 0 dropped: the sink accepts them more slowly than they arrive", "count", count)
	}
}

// take delivers messages from the inbox to the sink until the context ends.
func (s *source) take(ctx context.Context) {
	for {
		l, ok := s.inbox.next(ctx)
		if !ok {
			return
		}
		key := ""
		if s.config.Ordered {
			key = l.topic
		}
		if !s.Window.Go(ctx, key, func() { s.deliver(l) }) {
			return
		}
	}
}

func (s *source) deliver(l letter) {
	_, err := s.Sink.Deliver(s.Work, eventOf(s.config, l))
	if err == nil && l.entry != nil {
		s.ledger.end(l.entry)
	}
}
