// A message as both versions of the protocol tell it, and the identity that it keeps when it comes again.
package mqtt

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

type message struct {
	topic       string
	payload     []byte
	qos         byte
	packetID    uint16 // 0 with QoS 0
	duplicate   bool   // the broker has sent it before
	contentType string
	user        []property
	response    string // the topic of an answer
	correlation []byte
	acknowledge func() // tells the broker that it may forget the message, on the connection that it came from
}

// property is a user property of MQTT 5; several may have one name.
type property struct {
	name, value string
}

func (m *message) property(name string) string {
	for _, one := range m.user {
		if one.name == name {
			return one.value
		}
	}
	return ""
}

// identity is equal each time that the broker sends the message to this client, and that only: two messages with QoS 0 that say
// the same are two messages. What a broker may change when it sends again, such as the time that is left, is not in it.
func (m *message) identity(client string) string {
	if m.qos == 0 {
		var number [16]byte
		rand.Read(number[:])
		return hex.EncodeToString(number[:])
	}
	h := sha256.New()
	var length [8]byte
	write := func(part []byte) {
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		h.Write(length[:])
		h.Write(part)
	}
	write([]byte(client))
	write(binary.BigEndian.AppendUint16(nil, m.packetID))
	for _, part := range []string{m.topic, m.contentType, m.response} {
		write([]byte(part))
	}
	write(m.correlation)
	write(m.payload)
	for _, one := range m.user {
		write([]byte(one.name))
		write([]byte(one.value))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
