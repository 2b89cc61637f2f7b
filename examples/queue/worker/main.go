// A worker that takes some time for each entry of the queue.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	http.HandleFunc("POST /", func(w http.ResponseWriter, r *http.Request) {
		job, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		time.Sleep(100 * time.Millisecond)
		fmt.Printf("did %s: %s\n", r.Header.Get("ce-id"), job)
	})
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), nil))
}
