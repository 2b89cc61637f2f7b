// Credentials of this project's programs and the authorities they trust: keys of existing Secrets, in environment variables or in files.
package trigger

import (
	"strings"

	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
)

// loginArgs are the arguments of everything that logs in at a server.
type loginArgs struct {
	User     *spec.SecretKey     `json:"user"`
	Password *spec.SecretKey     `json:"password"`
	TLS      *spec.ServerTLS     `json:"tls"`
	SASL     *spec.KafkaSASL     `json:"sasl"`
	Sentinel *spec.RedisSentinel `json:"sentinel"`
}

// Login returns the keys of Secrets by their purpose.
func Login(args any) map[string]spec.SecretKey {
	given := value.As[loginArgs](args)
	tls, sentinel := ptr.Deref(given.TLS, spec.ServerTLS{}), ptr.Deref(given.Sentinel, spec.RedisSentinel{})
	all := map[string]*spec.SecretKey{
		"user": given.User, "password": given.Password,
		"ca": tls.CACert, "cert": tls.Cert, "key": tls.Key,
		"sentinelUser": sentinel.User, "sentinelPassword": sentinel.Password,
	}
	if given.SASL != nil {
		all["user"], all["password"], all["token"] = given.SASL.User, given.SASL.Password, given.SASL.Token
	}
	login := map[string]spec.SecretKey{}
	for purpose, key := range all {
		if key != nil {
			login[purpose] = *key
		}
	}
	return login
}

// loginVariables are the purposes and the program's variable for each, in the order of its Pod's environment.
var loginVariables = [][2]string{
	{"user", "SECRET_USER"},
	{"password", "SECRET_PASSWORD"},
	{"ca", "SECRET_CA"},
	{"cert", "SECRET_CERT"},
	{"key", "SECRET_KEY"},
	{"sentinelUser", "SECRET_SENTINEL_USER"},
	{"sentinelPassword", "SECRET_SENTINEL_PASSWORD"},
	{"token", "SECRET_TOKEN"},
}

// podLogin brings credentials into a Pod, so that no object contains a value.
type podLogin struct {
	variables       []any
	mounts, volumes any
}

// inVariables is for a program that exits when its credentials are refused, and reads the Secrets again when it restarts.
func inVariables(args any) (in podLogin) {
	login := Login(args)
	for _, one := range loginVariables {
		if key, given := login[one[0]]; given {
			in.variables = append(in.variables, value.Object{"name": one[1], "valueFrom": value.Object{"secretKeyRef": key}})
		}
	}
	return in
}

const (
	loginVolume    = "login"
	loginDirectory = "/etc/knative-faas/login"
)

// inFiles is for a program that reads the files again: they follow their Secrets without a restart.
func inFiles(args any) (in podLogin) {
	login := Login(args)
	var sources []any
	for _, one := range loginVariables {
		key, given := login[one[0]]
		if !given {
			continue
		}
		file := strings.ToLower(strings.TrimPrefix(one[1], "SECRET_"))
		in.variables = append(in.variables, value.Object{"name": one[1] + "_FILE", "value": loginDirectory + "/" + file})
		items := []any{value.Object{"key": key.Key, "path": file}}
		sources = append(sources, value.Object{"secret": value.Object{"name": key.Name, "items": items}})
	}
	if len(sources) > 0 {
		in.mounts = []any{value.Object{"name": loginVolume, "mountPath": loginDirectory, "readOnly": true}}
		in.volumes = []any{value.Object{"name": loginVolume, "projected": value.Object{"sources": sources}}}
	}
	return in
}

// TLSOf contains the settings other than the certificates; nil without TLS.
func TLSOf(tls *spec.ServerTLS) any {
	if tls == nil {
		return nil
	}
	return value.Object{"serverName": tls.ServerName}
}
