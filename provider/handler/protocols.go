// The protocols of the server: also HTTP/2 without TLS, which Knative uses for functions with the protocol h2c.

//go:build go1.24

package main

import "net/http"

func speak(server *http.Server) {
	both := new(http.Protocols)
	both.SetHTTP1(true)
	both.SetUnencryptedHTTP2(true)
	server.Protocols = both
}
