// Lists the Pods of its namespace, as its service account allows.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
)

const account = "/var/run/secrets/kubernetes.io/serviceaccount/"

func main() {
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), http.HandlerFunc(pods)))
}

func pods(w http.ResponseWriter, r *http.Request) {
	names, err := list()
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	for _, name := range names {
		fmt.Fprintln(w, name)
	}
}

func list() ([]string, error) {
	ask, err := http.NewRequest("GET", "https://kubernetes.default.svc/api/v1/namespaces/"+read("namespace")+"/pods", nil)
	if err != nil {
		return nil, err
	}
	ask.Header.Set("Authorization", "Bearer "+read("token"))
	answer, err := client().Do(ask)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the cluster answers %s", answer.Status)
	}
	var found struct {
		Items []struct{ Metadata struct{ Name string } }
	}
	err = json.NewDecoder(answer.Body).Decode(&found)
	var names []string
	for _, item := range found.Items {
		names = append(names, item.Metadata.Name)
	}
	return names, err
}

// client trusts the cluster's own certificate authority.
func client() *http.Client {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(read("ca.crt")))
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
}

// read reads the file each time, as Kubernetes renews the token.
func read(file string) string {
	content, err := os.ReadFile(account + file)
	if err != nil {
		log.Print(err)
	}
	return string(content)
}
