// Why a server can't be used, in words that name what to change.
package redisconn

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"slices"
	"strings"
)

// Explain puts a cause that a person must mend before the words of the server or the library, which never hold the log-in.
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

// Refused says whether another log-in or certificate would help.
func Refused(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		_, otherName := errors.AsType[x509.HostnameError](err)
		return !otherName
	}
	if alert, ok := errors.AsType[*net.OpError](err); ok && alert.Op == "remote error" {
		return true // the server's word on our certificate
	}
	return slices.ContainsFunc([]string{"WRONGPASS", "NOAUTH", "without any password configured"}, func(mark string) bool {
		return strings.Contains(err.Error(), mark)
	})
}

var causes = []struct{ mark, words string }{
	{"WRONGPASS", "redis refused the log-in: user or password is wrong"},
	{"NOAUTH", "redis wants a log-in and none is given"},
	{"without any password configured", "redis has no password, but one is given"},
	{"NOPERM", "the redis user lacks a right"},
	{"WRONGTYPE", "the key holds another kind of value"},
	{"MISCONF", "redis can't write to its disk"},
	{"OOM command", "redis has no memory left"},
	{"CROSSSLOT", "the keys are not in one slot of the cluster"},
	{"CLUSTERDOWN", "the redis cluster is down"},
	{"cluster support disabled", "the server is not part of a cluster, remove cluster"},
	{"MOVED ", "the key is on another server of a cluster, set cluster where it is not set"},
	{"all sentinels specified in configuration are unreachable", "no Sentinel knows the master, check addresses and sentinelMaster"},
}
