// What the server speaks where the standard library is too old for HTTP/2 without TLS: HTTP/1.1 alone.

//go:build go1.21 && !go1.24

package main

import "net/http"

func speak(*http.Server) {}
