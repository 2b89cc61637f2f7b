// A function that responds with its revision, logs each request, and can turn bad after some requests. It also replaces Prometheus
// in tests, and is the program of a Job that checks a revision.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"

	"example.com/words"
)

var (
	served   atomic.Int64
	badAfter = number("BAD_AFTER")
)

func main() {
	if len(os.Args) > 1 {
		check()
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	http.HandleFunc("/healthz", health)
	http.HandleFunc("/api/v1/query", query)
	http.HandleFunc("/", answer)
	server := &http.Server{Addr: ":" + os.Getenv("PORT")}
	go func() {
		<-ctx.Done()
		_ = server.Shutdown(context.Background())
	}()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
}

func answer(w http.ResponseWriter, r *http.Request) {
	count := served.Add(1)
	log.Printf("request %d: %s", count, r.URL.Path)
	if bad() {
		w.WriteHeader(http.StatusInternalServerError)
	}
	fmt.Fprintf(w, "%s %s, %s!\n", os.Getenv("K_REVISION"), words.Greeting, os.Getenv("NAME"))
}

// health reports on this Pod; its requests are not counted.
func health(w http.ResponseWriter, _ *http.Request) {
	if bad() || os.Getenv("SICK") == "true" {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintf(w, "the database is gone after %d requests\n", served.Load())
		return
	}
	fmt.Fprintln(w, "ok")
}

// query responds like Prometheus, always with the same number.
func query(w http.ResponseWriter, r *http.Request) {
	log.Printf("query %s", r.URL.Query().Get("query"))
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"status":"success","data":{"resultType":"scalar","result":[0,%q]}}`, os.Getenv("VALUE"))
}

// check exits with the code in its argument.
func check() {
	fmt.Printf("checked %s of %s for gate %s\n", os.Getenv("REVISION"), os.Getenv("SERVICE"), os.Getenv("GATE"))
	code, _ := strconv.Atoi(os.Args[1])
	os.Exit(code)
}

func bad() bool {
	return badAfter > 0 && served.Load() > badAfter
}

func number(variable string) int64 {
	value, _ := strconv.ParseInt(os.Getenv(variable), 10, 64)
	return value
}
