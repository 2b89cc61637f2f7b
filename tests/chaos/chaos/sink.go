// The sink: records what arrives, and fails some of the requests, with a status or by closing the connection.
package main

import (
	"bytes"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// outageLength is longer than the retries of Knative's source of Redis streams, and than the start of a function.
const outageLength = 3 * time.Second

type sink struct {
	address string
	book    *book
	failing float64
	answers bool // with the data of the request
	mu      sync.Mutex
	random  *rand.Rand
	outage  time.Time
}

// startSink serves until the process ends.
func startSink(settings settings, b *book) (*sink, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &sink{
		address: "http://" + listener.Addr().String() + "/", book: b,
		failing: settings.failing, answers: kinds[settings.Kind].answers != nil, random: rand.New(rand.NewPCG(settings.seed, 1)),
	}
	server := &http.Server{Handler: s, ErrorLog: log.New(io.Discard, "", 0)}
	go server.Serve(listener)
	return s, nil
}

// fail starts an outage.
func (s *sink) fail() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outage = time.Now().Add(outageLength)
}

func (s *sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the source was killed while it sent
	}
	switch s.fate() {
	case refused:
		s.book.refuse()
		w.WriteHeader(http.StatusServiceUnavailable)
	case cut:
		s.book.refuse()
		panic(http.ErrAbortHandler)
	case taken:
		if number, ok := numberIn(body, len(s.book.entries)); ok {
			s.book.arrive(number, r.Header.Get("Ce-Id"))
		}
		if s.answers {
			w.Write(body)
			return
		}
		w.WriteHeader(http.StatusOK)
	}
}

type fate int

const (
	taken fate = iota
	refused
	cut
)

// fate returns what happens to the next request.
func (s *sink) fate() fate {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch draw := s.random.Float64(); {
	case draw < s.failing/2 || time.Now().Before(s.outage):
		return refused
	case draw < s.failing:
		return cut
	}
	return taken
}

// numberIn returns the number after the marker, which must be below a limit; a body without one does not count, so its message is
// lost.
func numberIn(body []byte, limit int) (int, bool) {
	_, rest, there := bytes.Cut(body, []byte(marker))
	end := bytes.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if !there || end < 0 {
		return 0, false
	}
	number, err := strconv.Atoi(string(rest[:end]))
	return number, err == nil && number < limit
}
