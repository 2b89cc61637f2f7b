// Package function greets the name in the query.
package function

import (
	"cmp"
	"fmt"
	"net/http"
	"time"
)

// Handle answers one request.
func Handle(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/slow":
		time.Sleep(3 * time.Second)
	case "/broken":
		panic("a bug")
	}
	fmt.Fprintf(w, "Hello, %s!\n", cmp.Or(r.URL.Query().Get("name"), "World"))
}
