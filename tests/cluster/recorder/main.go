// Records the events that it receives and returns them on GET; its environment determines its responses. With K_SINK it sends events.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

type event struct {
	Path       string            `json:"path"`
	Attributes map[string]string `json:"attributes"`
	Data       string            `json:"data"`
	At         int64             `json:"at"`
}

var (
	mutex  sync.Mutex
	events = []event{}
)

func main() {
	if sink := os.Getenv("K_SINK"); sink != "" {
		send(sink)
	}
	http.HandleFunc("GET /", tell)
	http.HandleFunc("DELETE /", forget)
	http.HandleFunc("POST /", receive)
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), nil))
}

func tell(w http.ResponseWriter, _ *http.Request) {
	mutex.Lock()
	defer mutex.Unlock()
	json.NewEncoder(w).Encode(events)
}

func forget(http.ResponseWriter, *http.Request) {
	mutex.Lock()
	defer mutex.Unlock()
	events = []event{}
}

func receive(w http.ResponseWriter, r *http.Request) {
	data, _ := io.ReadAll(r.Body)
	got := event{Path: r.URL.Path, Attributes: attributes(r.Header), Data: string(data), At: time.Now().UnixMicro()}
	mutex.Lock()
	events = append(events, got)
	mutex.Unlock()
	if pause, err := time.ParseDuration(os.Getenv("WORK")); err == nil {
		time.Sleep(pause)
	}
	if code, err := strconv.Atoi(os.Getenv("FAIL")); err == nil {
		http.Error(w, "failing as requested", code)
		return
	}
	if reply := os.Getenv("REPLY"); reply != "" && answers(got) {
		answer(w, reply, got)
	}
}

// send sends an event per second, at most a hundred, with the extensions in K_CE_OVERRIDES.
func send(sink string) {
	var overrides struct{ Extensions map[string]string }
	json.Unmarshal([]byte(os.Getenv("K_CE_OVERRIDES")), &overrides)
	for number := range 100 {
		request, err := http.NewRequest(http.MethodPost, sink, strings.NewReader("tick"))
		if err != nil {
			log.Fatal(err)
		}
		set := func(name, value string) { request.Header.Set("ce-"+name, value) }
		set("specversion", "1.0")
		set("id", strconv.Itoa(number))
		set("source", "/container")
		set("type", os.Getenv("TYPE"))
		for name, value := range overrides.Extensions {
			set(name, value)
		}
		if response, err := http.DefaultClient.Do(request); err == nil {
			response.Body.Close()
		}
		time.Sleep(time.Second)
	}
}

// answers reports whether to reply to an event: if its type is WHEN, or WHEN is not set.
func answers(got event) bool {
	when := os.Getenv("WHEN")
	return when == "" || got.Attributes["type"] == when
}

// answer replies with an event of another type, with this function's name added to the data.
func answer(w http.ResponseWriter, reply string, got event) {
	w.Header().Set("ce-specversion", "1.0")
	w.Header().Set("ce-id", got.Attributes["id"])
	w.Header().Set("ce-source", "/recorder")
	w.Header().Set("ce-type", reply)
	w.Header().Set("content-type", "text/plain")
	fmt.Fprintf(w, "%s>%s", got.Data, os.Getenv("NAME"))
}

func attributes(header http.Header) map[string]string {
	all := map[string]string{}
	for name, values := range header {
		if attribute, found := strings.CutPrefix(strings.ToLower(name), "ce-"); found {
			all[attribute] = values[0]
		}
	}
	return all
}
