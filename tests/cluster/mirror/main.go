// Reports what it was built and configured with: its words, variables, secrets and files. It accepts every event, and as a source
// it sends none.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	for os.Getenv("K_SINK") != "" {
		time.Sleep(time.Hour)
	}
	http.HandleFunc("/", answer)
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), nil))
}

func answer(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprintf(w, "%s %s %s %s %s\n", words, os.Getenv("NAME"), os.Getenv("TOKEN"), file("/text/text"), file("/key/key"))
}

func file(path string) string {
	content, _ := os.ReadFile(path)
	return string(content)
}
