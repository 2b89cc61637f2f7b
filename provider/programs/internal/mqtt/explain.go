// Explains why the broker refuses a request or a connection, and what to change.
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
	takenOver    = 0x8E
	loginRequest = "the login"
)

// refusal is a refusal by the broker, with a reason code of MQTT 5.
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
	0x80:      "unspecified error; brokers also send it if a permission is missing",
	0x81:      "malformed packet",
	0x82:      "protocol error",
	0x83:      "an implementation-specific error",
	0x84:      "it does not speak this version of MQTT; change protocol",
	0x85:      "the client identifier is not valid; change clientId",
	0x86:      "bad user name or password; check SECRET_USER and SECRET_PASSWORD",
	0x87:      "not authorized; check SECRET_USER and SECRET_PASSWORD and the user's permissions",
	0x88:      "the broker is unavailable",
	0x89:      "the broker is busy",
	0x8A:      "this client is banned",
	0x8B:      "the broker is shutting down",
	0x8D:      "it received nothing from this client for too long",
	takenOver: "another client has connected with the same client identifier and has taken over the session",
	0x8F:      "the topic is not valid",
	0x93:      "more was sent than the receive maximum",
	0x95:      "a packet was too large",
	0x96:      "too many messages",
	0x97:      "a quota is exceeded",
	0x98:      "an administrative action",
	0x9B:      "it does not support this quality of service; change qos",
	0x9C:      "another broker must be used; change address",
	0x9D:      "the broker has moved; change address",
	0x9E:      "it does not support shared subscriptions; remove group",
	0x9F:      "too many connections",
	0xA0:      "the connection lasted too long",
	0xA2:      "it does not support wildcards in topics",
}

func isTakenOver(err error) bool {
	r, ok := errors.AsType[*refusal](err)
	return ok && r.code == takenOver
}

// isRefused reports whether another login or certificate would help.
func isRefused(err error) bool {
	if r, ok := errors.AsType[*refusal](err); ok {
		return r.what == loginRequest && slices.Contains([]byte{0x86, 0x87, 0x8A}, r.code)
	}
	_, ofOtherName := errors.AsType[x509.HostnameError](err)
	_, unverified := errors.AsType[*tls.CertificateVerificationError](err)
	return unverified && !ofOtherName || isAlert(err)
}

// explain adds what to change if the error does not say so itself. TLS errors contain no secrets.
func explain(err error) string {
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return fmt.Sprintf("the broker's certificate is signed by an authority that is not trusted; put its certificate into SECRET_CA: %v", err)
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return fmt.Sprintf("the broker's certificate is for another name; change address, or set tls.serverName: %v", err)
	}
	if isAlert(err) {
		return fmt.Sprintf("the broker refused the client's certificate; check SECRET_CERT and SECRET_KEY: %v", err)
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return fmt.Sprintf("the broker does not speak TLS at this port; change address: %v", err)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "the broker closed the connection without giving a reason"
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "the broker did not respond in time"
	}
	return err.Error()
}

// isAlert reports whether the other side of TLS gave a reason for ending the connection.
func isAlert(err error) bool {
	alert, ok := errors.AsType[*net.OpError](err)
	return ok && alert.Op == "remote error"
}
