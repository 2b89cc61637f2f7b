// Writes the time into a shared file, every second.
package main

import (
	"log"
	"os"
	"time"
)

func main() {
	for ; ; time.Sleep(time.Second) {
		text := time.Now().UTC().Format(time.RFC3339) + "\n"
		if err := os.WriteFile("/shared/time", []byte(text), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
