// Package serve is shared by the functions of this module: the path of a request is the text to transform.
package serve

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

// Text serves the result of change for each text.
func Text(change func(string) string) {
	handler := func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, change(r.URL.Path[1:])) }
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), http.HandlerFunc(handler)))
}
