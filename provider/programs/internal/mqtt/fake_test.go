// A broker that the test implements, for responses that a mosquitto never sends.
package mqtt

import (
	"net"
	"strings"
	"testing"
	"time"

	"github.com/eclipse/paho.golang/packets"
	old "github.com/eclipse/paho.mqtt.golang/packets"
)

// played responds to CONNECT and SUBSCRIBE of MQTT 5 with the configured codes, and then disconnects if it has a code for that.
type played struct {
	loginRequest, topic, goodbye byte
	words                        string
	connects                     chan *packets.Connect
}

func play(t *testing.T, p *played) *broker {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	p.connects = make(chan *packets.Connect, 100)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(conn)
		}
	}()
	return &broker{t: t, port: listener.Addr().(*net.TCPAddr).Port}
}

func (p *played) serve(conn net.Conn) {
	defer conn.Close()
	for {
		packet, err := packets.ReadPacket(conn)
		if err != nil {
			return
		}
		switch content := packet.Content.(type) {
		case *packets.Connect:
			p.connects <- content
			(&packets.Connack{ReasonCode: p.loginRequest, Properties: &packets.Properties{ReasonString: p.words}}).WriteTo(conn)
		case *packets.Subscribe:
			codes := make([]byte, len(content.Subscriptions))
			codes[0] = p.topic
			(&packets.Suback{PacketID: content.PacketID, Reasons: codes, Properties: &packets.Properties{}}).WriteTo(conn)
			if p.goodbye != 0 {
				(&packets.Disconnect{ReasonCode: p.goodbye, Properties: &packets.Properties{ReasonString: p.words}}).WriteTo(conn)
				return
			}
		}
	}
}

func TestSessionTakenOver(t *testing.T) {
	p := &played{goodbye: takenOver}
	r := start(t, environment(play(t, p), startSink(t, nil), nil))
	r.says("another client has connected with the same client identifier and has taken over the session (0x8E)")
	r.says(`"pauseSeconds":30`)
	time.Sleep(300 * time.Millisecond)
	if count := len(p.connects); count != 1 || r.ready() {
		t.Errorf("expected to stay away and not to be ready, got %d connections", count)
	}
	r.ends()
}

func TestBrokerShutsDown(t *testing.T) {
	p := &played{goodbye: 0x8B, words: "maintenance"}
	r := start(t, environment(play(t, p), startSink(t, nil), nil))
	r.says("the broker is shutting down (0x8B): maintenance")
	eventually(t, func() bool { return len(p.connects) >= 2 }, r.out.String)
	r.ends()
}

func TestRefusedLogin(t *testing.T) {
	p := &played{loginRequest: 0x86, words: "go away"}
	r := start(t, with(environment(play(t, p), startSink(t, nil), nil), "SECRET_USER", "me", "SECRET_PASSWORD", "s3cret"))
	r.says("the broker refused the login: bad user name or password; check SECRET_USER and SECRET_PASSWORD (0x86): go away")
	eventually(t, func() bool { return len(p.connects) >= 2 }, r.out.String)
	if r.ready() || strings.Contains(r.out.String(), "s3cret") {
		t.Errorf("expected not to be ready and no password, got:\n%s", r.out)
	}
	r.ends()
}

func TestConnectPacket(t *testing.T) {
	p := &played{}
	values := environment(play(t, p), startSink(t, nil), settings{"parallelism": 10, "sessionSeconds": 60, "group": "workers"})
	r := start(t, with(values, "SECRET_USER", "me", "SECRET_PASSWORD", "pw")).subscribed()
	got := <-p.connects
	if got.ClientID != "shop-orders-0" || got.CleanStart || got.Username != "me" || string(got.Password) != "pw" {
		t.Errorf("expected the session and login, got %v", got)
	}
	if *got.Properties.ReceiveMaximum != 40 || *got.Properties.SessionExpiryInterval != 60 {
		t.Errorf("expected 40 messages and 60 s, got %v", got.Properties)
	}
	r.ends()
}

func TestRefusedTopic(t *testing.T) {
	p := &played{topic: 0x87}
	r := start(t, environment(play(t, p), startSink(t, nil), settings{"topics": []string{"secret/#", "t/#"}}))
	r.says(`"topic":"secret/#","error":"the broker refused the topic: not authorized; `)
	if r.ready() || len(p.connects) != 1 {
		t.Error("expected to stay connected and not to be ready")
	}
	r.ends()
}

// The first topic is granted with QoS 0: the source continues and logs the consequence.
func TestLowerQoSGranted(t *testing.T) {
	r := start(t, environment(play(t, &played{}), startSink(t, nil), nil)).subscribed()
	r.says(`the broker grants a lower quality of service than requested: messages may get lost","program"`).says(`"topic":"t/#","qos":0,"requested":1`)
	r.ends()
}

func TestRefusedTopic311(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		old.ReadPacket(conn)
		old.NewControlPacket(old.Connack).Write(conn)
		for {
			packet, err := old.ReadPacket(conn)
			if err != nil {
				return
			}
			if s, ok := packet.(*old.SubscribePacket); ok {
				answer := old.NewControlPacket(old.Suback).(*old.SubackPacket)
				answer.MessageID, answer.ReturnCodes = s.MessageID, []byte{0x80}
				answer.Write(conn)
			}
		}
	}()
	b := &broker{t: t, port: listener.Addr().(*net.TCPAddr).Port}
	r := start(t, environment(b, startSink(t, nil), settings{"protocol": "3.1.1"}))
	r.says(`"topic":"t/#","error":"the broker refused the topic: unspecified error; brokers also send it if a permission is missing (0x80)"`)
	if r.ready() {
		t.Error("expected not to be ready")
	}
	r.ends()
}
