// The program of answers is killed and stopped, and its broker too, while callers repeat what has no response: no answer is lost.
package kafka

import (
	"fmt"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// callers post the numbers below count, a few at a time, each until it has a response of 2xx.
func callers(t *testing.T, count int, url *atomic.Value) (done *atomic.Int64, wait func()) {
	var all sync.WaitGroup
	done = &atomic.Int64{}
	numbers := make(chan int)
	for range 8 {
		all.Go(func() {
			for number := range numbers {
				for end := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
					response, text := send(t, url.Load().(string), fmt.Sprint(number), "Ce-Id", fmt.Sprint(number))
					if response.StatusCode == 200 {
						break
					}
					if time.Now().After(end) {
						t.Errorf("%d has no response: %d %s", number, response.StatusCode, text)
						break
					}
				}
				done.Add(1)
			}
		})
	}
	go func() {
		defer close(numbers)
		for number := range count {
			numbers <- number
		}
	}()
	return done, all.Wait
}

func TestRepliesAreKilled(t *testing.T) {
	t.Parallel()
	b, err := newBroker()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.end(syscall.SIGKILL); os.RemoveAll(b.directory) })
	k := b.seenBy(t)
	k.make("killed-replies", 4)
	sink := newSink(t, func(w http.ResponseWriter, r received) int {
		time.Sleep(2 * time.Millisecond)
		fmt.Fprint(w, r.data)
		return 200
	})
	start := func() *process {
		return startProgram(t, "kafka-replies", repliesEnvironment(sink.URL, k.plain(), "killed-replies", ""))
	}
	const count = 4000
	var url atomic.Value
	program := start()
	url.Store(requestsOf(t, program.log))
	done, wait := callers(t, count, &url)
	for life := 1; life <= 3; life++ {
		eventually(t, "it is in the middle", func() bool { return done.Load() > int64(400*life) })
		program.end(syscall.SIGKILL)
		program = start()
		url.Store(requestsOf(t, program.log))
	}
	for kill := 1; kill <= 2; kill++ {
		eventually(t, "it goes on", func() bool { return done.Load() > int64(1400+600*kill) })
		b.end(syscall.SIGKILL)
		calls := sink.count()
		time.Sleep(3 * time.Second)
		if more := sink.count() - calls; more > 100 {
			t.Errorf("the function was called %d times while its answers could not be written", more)
		}
		if err := b.start(); err != nil {
			t.Fatal(err)
		}
	}
	wait()
	equal(t, "exit code", program.end(syscall.SIGTERM), 0)
	seen, entries := map[string]bool{}, 0
	for _, one := range k.read("killed-replies", count) {
		seen[string(one.Value)] = true
		entries++
	}
	equal(t, "different answers", len(seen), count)
	t.Logf("%d answers were written again after 3 kills of the program and 2 of the broker", entries-count)
}

// At SIGTERM requests in flight get their response, and their answers are written.
func TestRepliesAreStopped(t *testing.T) {
	t.Parallel()
	k := serve(t)
	k.make("stopped-replies", 1)
	called := make(chan struct{})
	sink := newSink(t, func(w http.ResponseWriter, r received) int {
		close(called)
		time.Sleep(500 * time.Millisecond)
		fmt.Fprint(w, "late")
		return 200
	})
	program := startProgram(t, "kafka-replies", repliesEnvironment(sink.URL, k.plain(), "stopped-replies", ""))
	status := make(chan int)
	go func() { response, _ := send(t, requestsOf(t, program.log), "x"); status <- response.StatusCode }()
	<-called
	began := time.Now()
	equal(t, "exit code", program.end(syscall.SIGTERM), 0)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v to stop", took)
	}
	equal(t, "status", <-status, 200)
	equal(t, "answers", len(k.read("stopped-replies", 1)), 1)
}
