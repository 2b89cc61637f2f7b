// Package serve is what the functions of this module share: the path of a request is the text to work on.
package serve

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

// Text serves what change makes of each text.
func Text(change func(string) string) {
	handler := func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, change(r.URL.Path[1:])) }
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), http.HandlerFunc(handler)))
}
