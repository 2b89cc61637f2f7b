// Responds after a second with the name of its Pod.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), http.HandlerFunc(wait)))
}

func wait(w http.ResponseWriter, _ *http.Request) {
	time.Sleep(time.Second)
	pod, _ := os.Hostname()
	fmt.Fprintln(w, pod)
}
