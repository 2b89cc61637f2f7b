// Explains why a server can't be used, and what to change.
package redisconn

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"slices"
	"strings"
)

// Explain adds the cause that a person must fix to the error of the server or the library, which never contains credentials.
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
	text := err.Error()
	for _, row := range causes {
		if strings.Contains(text, row.mark) {
			return row.words
		}
	}
	return ""
}

// Refused reports whether another login or certificate would help.
func Refused(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		_, otherName := errors.AsType[x509.HostnameError](err)
		return !otherName
	}
	if alert, ok := errors.AsType[*net.OpError](err); ok && alert.Op == "remote error" {
		return true // the server rejected the client's certificate
	}
	return slices.ContainsFunc([]string{"WRONGPASS", "NOAUTH", "without any password configured"}, func(mark string) bool {
		return strings.Contains(err.Error(), mark)
	})
}

var causes = []struct{ mark, words string }{
	{"WRONGPASS", "redis refused the login: user or password is wrong"},
	{"NOAUTH", "redis requires a login and none is set"},
	{"without any password configured", "redis has no password, but one is set"},
	{"NOPERM", "the redis user lacks a permission"},
	{"WRONGTYPE", "the key holds another kind of value"},
	{"MISCONF", "redis can't write to its disk"},
	{"OOM command", "redis has no memory left"},
	{"CROSSSLOT", "the keys are not in one slot of the cluster"},
	{"CLUSTERDOWN", "the redis cluster is down"},
	{"cluster support disabled", "the server is not part of a cluster, remove cluster"},
	{"MOVED ", "the key is on another server of a cluster, set cluster"},
	{"all sentinels specified in configuration are unreachable", "no Sentinel knows the master, check addresses and sentinelMaster"},
}
