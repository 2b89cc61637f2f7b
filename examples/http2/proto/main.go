// Returns the protocol of the request.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{Addr: ":" + os.Getenv("PORT"), Protocols: &protocols, Handler: http.HandlerFunc(proto)}
	log.Fatal(server.ListenAndServe())
}

func proto(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, r.Proto)
}
