// Returns the price of everything.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), http.HandlerFunc(price)))
}

func price(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "%d EUR", len(r.URL.Path))
}
