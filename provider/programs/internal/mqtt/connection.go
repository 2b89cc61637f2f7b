// What the source needs of a connection to the broker; each version of the protocol is a file of its own behind it.
package mqtt

import (
	"context"
	"time"

	"knative-faas.dev/programs/internal/adapter"
)

const (
	keepAlive      = 30 * time.Second
	requestTimeout = 10 * time.Second
	// Acknowledgements go out in order, so behind one event that takes long others must come in, or the window runs empty.
	receivedPerParallel = 4
)

// dialer opens connections, one after the other, in one session.
type dialer interface {
	// dial gives each message of the connection to receive, which may be called before dial returns.
	dial(ctx context.Context, receive func(*message)) (connection, error)
}

type connection interface {
	// alive ends with the connection, and its cause says why; it ends with the context of dial too.
	alive() context.Context
	// resumed says whether the broker has kept the session.
	resumed() bool
	// subscribe returns the broker's code for each topic: the quality of service that it grants, or from 0x80 on why it refuses.
	subscribe(filters []string, qos byte) ([]byte, error)
	unsubscribe(filters []string) error
	// close says goodbye, so that all that was acknowledged has arrived.
	close()
}

// session is what both versions tell the broker.
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
