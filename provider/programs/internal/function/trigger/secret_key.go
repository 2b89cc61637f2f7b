// Credentials of this project's programs and the authorities they trust: keys of existing Secrets, as environment variables.
package trigger

import (
	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
)

// loginArgs are the arguments of everything that logs in at a server.
type loginArgs struct {
	User     *spec.SecretKey      `json:"user"`
	Password *spec.SecretKey      `json:"password"`
	TLS      *spec.ServerTLS      `json:"tls"`
	SASL     *spec.KafkaQueueSASL `json:"sasl"`
	Sentinel *spec.RedisSentinel  `json:"sentinel"`
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
		all["user"], all["password"] = &given.SASL.User, &given.SASL.Password
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
}

// variablesOf refers to the keys in the Pod's environment, so that no object contains a value.
func variablesOf(login map[string]spec.SecretKey) []any {
	var all []any
	for _, one := range loginVariables {
		if key, given := login[one[0]]; given {
			all = append(all, value.Object{"name": one[1], "valueFrom": value.Object{"secretKeyRef": key}})
		}
	}
	return all
}

// TLSOf contains the settings other than the certificates; nil without TLS.
func TLSOf(tls *spec.ServerTLS) any {
	if tls == nil {
		return nil
	}
	return value.Object{"serverName": tls.ServerName}
}
