// A message, independent of the protocol's version, and its identity, which stays the same when it is redelivered.
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
	response    string // the response topic
	correlation []byte
	acknowledge func() // allows the broker to forget the message, on the connection that it came from
}

// property is a user property of MQTT 5; names may repeat.
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

// identity is equal for each redelivery of a message to this client, and differs between messages: two with QoS 0 are two even if
// their content is equal. It leaves out what a broker may change on redelivery, such as the remaining expiry.
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
