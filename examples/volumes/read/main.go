// Copies a mounted text to a scratch directory and serves it from there.
package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	text, err := os.ReadFile("/texts/motto.txt")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("/scratch/motto.txt", text, 0o600); err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), http.FileServer(http.Dir("/scratch"))))
}
