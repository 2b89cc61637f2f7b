// What the source needs of a connection to the broker; each version of the protocol implements it in its own file.
package mqtt

import (
	"context"
	"time"

	"knative-faas.dev/programs/internal/adapter"
)

const (
	keepAlive      = 30 * time.Second
	requestTimeout = 10 * time.Second
	// receivedPerParallel is how many messages are received for each that may be in flight. Acknowledgements are sent in order, so
	// while a slow event blocks them, more messages must come in, or the window runs empty.
	receivedPerParallel = 4
)

// dialer opens connections, one after the other, in the same session.
type dialer interface {
	// dial passes each message of the connection to receive, which may be called before dial returns.
	dial(ctx context.Context, receive func(*message)) (connection, error)
}

type connection interface {
	// alive ends with the connection, with the reason as its cause; it also ends with the context of dial.
	alive() context.Context
	// resumed reports whether the broker has kept the session.
	resumed() bool
	// subscribe returns the broker's code for each topic: the granted quality of service, or from 0x80 the reason of a refusal.
	subscribe(filters []string, qos byte) ([]byte, error)
	unsubscribe(filters []string) error
	// close disconnects properly, so that all acknowledgements have arrived.
	close()
}

// session is what both versions send to the broker about the session.
type session struct {
	config   *Config
	client   string
	secrets  adapter.Secrets
	maximum  uint16 // of messages that are not acknowledged
	lifetime uint32 // in seconds
}

func newSession(c *Config, identity string, secrets adapter.Secrets) session {
	return session{
		config: c, client: c.client(identity), secrets: secrets,
		maximum:  uint16(min(receivedPerParallel*c.Parallelism, longestText)),
		lifetime: uint32(*c.SessionSeconds),
	}
}

func newDialer(s session) dialer {
	if s.config.Protocol == "5" {
		return newDialer5(s)
	}
	return &dialer311{s}
}
