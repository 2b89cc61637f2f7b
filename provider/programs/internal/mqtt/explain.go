// Why the broker does not serve us, in words that say what to change.
package mqtt

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
)

const (
	takenOver = 0x8E
	logIn     = "the log-in"
)

// refusal is a no of the broker, with a reason code of MQTT 5.
type refusal struct {
	what  string
	code  byte
	words string // the broker's own
}

func (r *refusal) Error() string {
	text := fmt.Sprintf("the broker refused %s: %s (0x%02X)", r.what, reasons[r.code], r.code)
	if reasons[r.code] == "" {
		text = fmt.Sprintf("the broker refused %s: reason 0x%02X", r.what, r.code)
	}
	if r.words != "" {
		text += ": " + r.words
	}
	return text
}

var reasons = map[byte]string{
	0x00:      "the connection was ended",
	0x80:      "unspecified error; a broker says so to a client without the right",
	0x81:      "malformed packet",
	0x82:      "protocol error",
	0x83:      "a reason of its own",
	0x84:      "it does not speak this version of MQTT; change protocol",
	0x85:      "the client identifier is not valid; change clientId",
	0x86:      "bad user name or password; look at SECRET_USER and SECRET_PASSWORD",
	0x87:      "not authorized; look at SECRET_USER and SECRET_PASSWORD and at the rights of the user",
	0x88:      "the broker is unavailable",
	0x89:      "the broker is busy",
	0x8A:      "we are banned",
	0x8B:      "the broker is shutting down",
	0x8D:      "it heard nothing of us for too long",
	takenOver: "another client has connected with the same client identifier and has taken over the session",
	0x8F:      "the topic is not valid",
	0x93:      "more was sent than the receive maximum",
	0x95:      "a packet was too large",
	0x96:      "too many messages",
	0x97:      "a quota is exceeded",
	0x98:      "an administrator's decision",
	0x9B:      "it does not know this quality of service; change qos",
	0x9C:      "another broker is to be used; change address",
	0x9D:      "the broker has moved; change address",
	0x9E:      "it knows no shared subscriptions; leave group out",
	0x9F:      "too many connections",
	0xA0:      "the connection lasted too long",
	0xA2:      "it knows no wildcards in topics",
}

func isTakenOver(err error) bool {
	r, ok := errors.AsType[*refusal](err)
	return ok && r.code == takenOver
}

// isRefused says whether another log-in or certificate would help.
func isRefused(err error) bool {
	if r, ok := errors.AsType[*refusal](err); ok {
		return r.what == logIn && slices.Contains([]byte{0x86, 0x87, 0x8A}, r.code)
	}
	_, ofOtherName := errors.AsType[x509.HostnameError](err)
	_, unverified := errors.AsType[*tls.CertificateVerificationError](err)
	return unverified && !ofOtherName || isAlert(err)
}

// explain says what to change where the error alone does not. Errors of TLS tell no secret.
func explain(err error) string {
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return fmt.Sprintf("the broker's certificate is signed by an authority that is not trusted; give its certificate in SECRET_CA: %v", err)
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return fmt.Sprintf("the broker's certificate is for another name; change address, or give tls.serverName: %v", err)
	}
	if isAlert(err) {
		return fmt.Sprintf("the broker refused our side of TLS; look at SECRET_CERT and SECRET_KEY: %v", err)
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return fmt.Sprintf("the broker does not speak TLS at this port; change address: %v", err)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "the broker closed the connection without a word"
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "the broker did not answer in time"
	}
	return err.Error()
}

// isAlert says whether the other side of TLS told why it ended the connection.
func isAlert(err error) bool {
	alert, ok := errors.AsType[*net.OpError](err)
	return ok && alert.Op == "remote error"
}
