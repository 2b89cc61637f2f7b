// MQTT 5.
package mqtt

import (
	"context"
	"errors"

	"github.com/eclipse/paho.golang/packets"
	"github.com/eclipse/paho.golang/paho"
	"github.com/eclipse/paho.golang/paho/session/state"
)

// dialer5 keeps the state of the session over its connections.
type dialer5 struct {
	session
	state delayedAcks
}

// delayedAcks is a session state that ignores the library's acknowledgement, which it would send when a message is handed over; the
// source sends it after the delivery, and immediately instead of at the library's next tick.
type delayedAcks struct{ *state.State }

func (delayedAcks) Ack(*packets.Publish) error { return nil }

func newDialer5(s session) *dialer5 {
	return &dialer5{s, delayedAcks{state.NewInMemory()}}
}

type connection5 struct {
	client     *paho.Client
	ctx        context.Context
	end        context.CancelCauseFunc
	hasSession bool
}

func (d *dialer5) dial(ctx context.Context, receive func(*message)) (connection, error) {
	conn, err := open(ctx, d.config)
	if err != nil {
		return nil, err
	}
	c := &connection5{}
	c.ctx, c.end = context.WithCancelCause(ctx)
	c.client = paho.NewClient(paho.ClientConfig{
		Conn: newPacketwise(conn), Session: d.state, PacketTimeout: requestTimeout,
		OnPublishReceived: []func(paho.PublishReceived) (bool, error){func(p paho.PublishReceived) (bool, error) {
			receive(d.messageOf(p.Packet))
			return true, nil
		}},
		OnServerDisconnect: func(p *paho.Disconnect) { c.end(disconnectReason(p)) },
		OnClientError:      func(err error) { c.end(err) },
	})
	answer, err := c.client.Connect(ctx, d.request())
	if err != nil {
		return nil, refusedLogin(answer, err)
	}
	c.hasSession = answer.SessionPresent
	return c, nil
}

func (d *dialer5) request() *paho.Connect {
	request := &paho.Connect{
		ClientID: d.client, KeepAlive: uint16(keepAlive.Seconds()), CleanStart: false,
		Properties: &paho.ConnectProperties{SessionExpiryInterval: &d.lifetime, ReceiveMaximum: &d.maximum, RequestProblemInfo: true},
	}
	if d.secrets.User != "" {
		request.UsernameFlag, request.Username = true, d.secrets.User
	}
	if d.secrets.Password != "" {
		request.PasswordFlag, request.Password = true, []byte(d.secrets.Password)
	}
	return request
}

func (d *dialer5) messageOf(p *paho.Publish) *message {
	packet := &packets.Publish{PacketID: p.PacketID, QoS: p.QoS} // all that an acknowledgement needs
	m := &message{
		topic: p.Topic, payload: p.Payload, qos: p.QoS, packetID: p.PacketID, duplicate: p.Duplicate(),
		contentType: p.Properties.ContentType, response: p.Properties.ResponseTopic, correlation: p.Properties.CorrelationData,
		acknowledge: func() { d.state.State.Ack(packet) },
	}
	for _, one := range p.Properties.User {
		m.user = append(m.user, property{one.Key, one.Value})
	}
	return m
}

func refusedLogin(answer *paho.Connack, err error) error {
	if answer == nil || answer.ReasonCode < 0x80 {
		return err
	}
	r := &refusal{what: loginRequest, code: answer.ReasonCode}
	if answer.Properties != nil {
		r.words = answer.Properties.ReasonString
	}
	return r
}

func disconnectReason(p *paho.Disconnect) error {
	r := &refusal{what: "to continue the connection", code: p.ReasonCode}
	if p.Properties != nil {
		r.words = p.Properties.ReasonString
	}
	return r
}

func (c *connection5) alive() context.Context { return c.ctx }

func (c *connection5) resumed() bool { return c.hasSession }

// Retained messages are requested with a new subscription only, not on each reconnect.
func (c *connection5) subscribe(filters []string, qos byte) ([]byte, error) {
	request := &paho.Subscribe{}
	for _, filter := range filters {
		request.Subscriptions = append(request.Subscriptions, paho.SubscribeOptions{Topic: filter, QoS: qos, RetainHandling: 1})
	}
	answer, err := c.client.Subscribe(c.ctx, request)
	if answer == nil || len(answer.Reasons) != len(filters) {
		return nil, errors.Join(err, context.Cause(c.ctx))
	}
	return answer.Reasons, nil
}

func (c *connection5) unsubscribe(filters []string) error {
	_, err := c.client.Unsubscribe(c.ctx, &paho.Unsubscribe{Topics: filters})
	return err
}

func (c *connection5) close() {
	c.client.Disconnect(&paho.Disconnect{ReasonCode: packets.DisconnectNormalDisconnection})
	c.end(context.Canceled)
}
