// Signs the path of a request with the key from its environment.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), http.HandlerFunc(sign)))
}

func sign(w http.ResponseWriter, r *http.Request) {
	mac := hmac.New(sha256.New, []byte(os.Getenv("KEY")))
	mac.Write([]byte(r.URL.Path))
	fmt.Fprintf(w, "%x\n", mac.Sum(nil))
}
