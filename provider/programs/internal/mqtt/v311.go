// MQTT 3.1.1.
package mqtt

import (
	"context"
	"errors"
	"net"
	"net/url"

	old "github.com/eclipse/paho.mqtt.golang"
	"github.com/eclipse/paho.mqtt.golang/packets"
)

// dialer311 creates a client for each connection: only the broker keeps its session.
type dialer311 struct {
	session
}

type connection311 struct {
	client     old.Client
	ctx        context.Context
	end        context.CancelCauseFunc
	hasSession bool
}

func (d *dialer311) dial(ctx context.Context, receive func(*message)) (connection, error) {
	conn, err := open(ctx, d.config)
	if err != nil {
		return nil, err
	}
	c := &connection311{}
	c.ctx, c.end = context.WithCancelCause(ctx)
	options := d.options()
	options.SetCustomOpenConnectionFn(func(*url.URL, old.ClientOptions) (net.Conn, error) { return newBuffered(conn), nil })
	options.SetDefaultPublishHandler(func(_ old.Client, m old.Message) { receive(messageOf311(m)) })
	options.SetConnectionLostHandler(func(_ old.Client, err error) { c.end(err) })
	c.client = old.NewClient(options)
	token := c.client.Connect().(*old.ConnectToken)
	select {
	case <-token.Done():
	case <-ctx.Done():
		conn.Close()
		return nil, ctx.Err()
	}
	if err := token.Error(); err != nil {
		conn.Close()
		return nil, refusedLogin311(token.ReturnCode(), err)
	}
	c.hasSession = token.SessionPresent()
	return c, nil
}

// The library would look for a proxy in the environment, unless the connection is opened for it.
func (d *dialer311) options() *old.ClientOptions {
	o := old.NewClientOptions().AddBroker(d.config.server.String())
	o.SetClientID(d.client).SetCleanSession(d.lifetime == 0).SetProtocolVersion(4)
	o.SetUsername(d.secrets.User).SetPassword(d.secrets.Password)
	o.SetKeepAlive(keepAlive).SetPingTimeout(requestTimeout).SetConnectTimeout(dialTimeout)
	o.SetAutoReconnect(false).SetConnectRetry(false).SetResumeSubs(false)
	o.SetAutoAckDisabled(true).SetOrderMatters(true)
	return o.SetStore(noStore{})
}

func messageOf311(m old.Message) *message {
	return &message{
		topic: m.Topic(), payload: m.Payload(), qos: m.Qos(), packetID: m.MessageID(), duplicate: m.Duplicate(), acknowledge: m.Ack,
	}
}

// The codes of 3.1.1 by their equivalents of 5.
var loginCodes = map[byte]byte{
	packets.ErrRefusedBadProtocolVersion:    0x84,
	packets.ErrRefusedIDRejected:            0x85,
	packets.ErrRefusedServerUnavailable:     0x88,
	packets.ErrRefusedBadUsernameOrPassword: 0x86,
	packets.ErrRefusedNotAuthorised:         0x87,
}

// The library prefixes network errors with a text that only says so.
func refusedLogin311(code byte, err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok && len(joined.Unwrap()) == 2 {
		err = joined.Unwrap()[1]
	}
	if same, known := loginCodes[code]; known {
		return &refusal{what: loginRequest, code: same}
	}
	return err
}

func (c *connection311) alive() context.Context { return c.ctx }

func (c *connection311) resumed() bool { return c.hasSession }

func (c *connection311) subscribe(filters []string, qos byte) ([]byte, error) {
	wanted := map[string]byte{}
	for _, filter := range filters {
		wanted[filter] = qos
	}
	token := c.client.SubscribeMultiple(wanted, nil).(*old.SubscribeToken)
	if err := c.wait(token); err != nil {
		return nil, err
	}
	codes := make([]byte, len(filters))
	for index, filter := range filters {
		codes[index] = token.Result()[filter]
	}
	return codes, nil
}

func (c *connection311) unsubscribe(filters []string) error {
	return c.wait(c.client.Unsubscribe(filters...))
}

func (c *connection311) wait(token old.Token) error {
	limit, cancel := context.WithTimeout(c.ctx, requestTimeout)
	defer cancel()
	select {
	case <-token.Done():
		return token.Error()
	case <-limit.Done():
		return errors.Join(errors.New("the broker did not respond"), context.Cause(limit))
	}
}

func (c *connection311) close() {
	c.client.Disconnect(uint(requestTimeout.Milliseconds()))
	c.end(context.Canceled)
}

// noStore keeps nothing: unacknowledged messages stay with the broker, and the ledger records what was received.
type noStore struct{}

func (noStore) Open()                             {}
func (noStore) Put(string, packets.ControlPacket) {}
func (noStore) Get(string) packets.ControlPacket  { return nil }
func (noStore) All() []string                     { return nil }
func (noStore) Del(string)                        {}
func (noStore) Close()                            {}
func (noStore) Reset()                            {}
