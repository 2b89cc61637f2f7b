// How our own programs log in at a server and trust it: user, password, certificates. Shape, variables and mistakes.
package trigger

import (
	"fmt"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

var serverTLS = shape.Of(shape.Fields{
	"caCert": secretKey, "cert": secretKey, "key": secretKey, "serverName": shape.Text(),
})

// LoginFields are those of what logs in at a server.
var LoginFields = shape.Fields{"user": secretKey, "password": secretKey, "tls": serverTLS}

// Login is by its purpose the key of a Secret.
func Login(args value.Object) value.Object {
	tls, sasl, sentinel := value.Child(args, "tls"), value.Child(args, "sasl"), value.Child(args, "sentinel")
	return value.Given(value.Object{
		"user":             value.Or(args["user"], sasl["user"]),
		"password":         value.Or(args["password"], sasl["password"]),
		"ca":               tls["caCert"],
		"cert":             tls["cert"],
		"key":              tls["key"],
		"sentinelUser":     sentinel["user"],
		"sentinelPassword": sentinel["password"],
	})
}

func loginVariables(args value.Object) []secretVariable {
	login := Login(args)
	return []secretVariable{
		{"SECRET_USER", login["user"]},
		{"SECRET_PASSWORD", login["password"]},
		{"SECRET_CA", login["ca"]},
		{"SECRET_CERT", login["cert"]},
		{"SECRET_KEY", login["key"]},
		{"SECRET_SENTINEL_USER", login["sentinelUser"]},
		{"SECRET_SENTINEL_PASSWORD", login["sentinelPassword"]},
	}
}

// TLSOf is what a program is told beside the certificates; nil where there is no TLS.
func TLSOf(args value.Object) any {
	if !value.Has(args, "tls") {
		return nil
	}
	return value.Given(value.Object{"serverName": value.Child(args, "tls")["serverName"]})
}

// CertificateMistakes asks for both halves of a client's certificate.
func CertificateMistakes(args value.Object, path string) []shape.Mistake {
	tls := value.Child(args, "tls")
	if value.Has(tls, "cert") == value.Has(tls, "key") {
		return nil
	}
	there, missing := "key", "cert"
	if value.Has(tls, "cert") {
		there, missing = missing, there
	}
	reason := fmt.Sprintf("is required with %s: a client certificate needs both; set it, or leave %s out", there, there)
	return []shape.Mistake{{Path: shape.At(shape.At(path, "tls"), missing), Reason: reason}}
}
