// Package hello reports which revision responds.
package hello

import (
	"fmt"
	"net/http"
	"os"
)

// Handle answers one request.
func Handle(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprintf(w, "Hello from %s!\n", os.Getenv("K_REVISION"))
}
