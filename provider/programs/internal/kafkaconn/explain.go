// Explains why a cluster can't be used, and what to change.
package kafkaconn

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// Explain adds what to change, if that is known, to the error of the server or the library, which never contains the login.
func Explain(err error) string {
	if cause := cause(err); cause != "" {
		return cause + ": " + err.Error()
	}
	return err.Error()
}

func cause(err error) string {
	if name, ok := errors.AsType[x509.HostnameError](err); ok {
		return "the server's certificate is not for " + name.Host + ", set tls.serverName to a name that it has"
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "the server's certificate is not signed by a known authority, give the right ca"
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return "the server does not speak TLS at this address, remove tls or change the port"
	}
	if _, ok := errors.AsType[*kgo.ErrFirstReadEOF](err); ok {
		return "the server closed the connection at once: it expects another tls or sasl at this address"
	}
	for _, row := range causes {
		if errors.Is(err, row.mark) {
			return row.words
		}
	}
	return ""
}

var causes = []struct {
	mark  error
	words string
}{
	{kerr.SaslAuthenticationFailed, "kafka refused the login: user, password or token is wrong"},
	{kerr.UnsupportedSaslMechanism, "the server does not support this mechanism, change sasl"},
	{kerr.IllegalSaslState, "the server expects a login at this address, or none"},
	{kerr.TopicAuthorizationFailed, "the kafka user lacks a right on a topic"},
	{kerr.GroupAuthorizationFailed, "the kafka user lacks a right on the consumer group"},
	{kerr.TransactionalIDAuthorizationFailed, "the kafka user lacks a right on its transactional id"},
	{kerr.ClusterAuthorizationFailed, "the kafka user lacks a right on the cluster"},
	{kerr.FencedInstanceID, "another process has the name of this Pod in the consumer group"},
	{kerr.InconsistentGroupProtocol, "the consumer group has members with another way to divide partitions: end them first"},
	{kerr.InvalidSessionTimeout, "the server does not allow this sessionSeconds"},
}

// Refused reports whether another login or certificate would help.
func Refused(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		_, otherName := errors.AsType[x509.HostnameError](err)
		return !otherName
	}
	if alert, ok := errors.AsType[*net.OpError](err); ok && alert.Op == "remote error" {
		return true // the server does not accept the client's certificate
	}
	return errors.Is(err, kerr.SaslAuthenticationFailed)
}

// Denied reports whether the login lacks a permission.
func Denied(err error) bool {
	return errors.Is(err, kerr.TopicAuthorizationFailed) || errors.Is(err, kerr.GroupAuthorizationFailed)
}
