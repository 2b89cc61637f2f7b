// Warms up for two seconds, and reports on /ready when it is done.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

var warm atomic.Bool

func main() {
	time.AfterFunc(2*time.Second, func() { warm.Store(true) })
	http.HandleFunc("/ready", answer("ready"))
	http.HandleFunc("/", answer("warm"))
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), nil))
}

func answer(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if !warm.Load() {
			http.Error(w, "cold", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, text)
	}
}
