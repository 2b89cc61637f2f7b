// The protocols of the server with a standard library too old for HTTP/2 without TLS: only HTTP/1.1.

//go:build go1.21 && !go1.24

package main

import "net/http"

func speak(*http.Server) {}
