// Requests the price from another function of the cluster.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
)

func main() {
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), http.HandlerFunc(shop)))
}

func shop(w http.ResponseWriter, r *http.Request) {
	answer, err := http.Get(os.Getenv("PRICE_URL") + r.URL.Path)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	price, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		http.Error(w, answer.Status, http.StatusBadGateway)
		return
	}
	fmt.Fprintf(w, "%s costs %s\n", r.URL.Path[1:], price)
}
