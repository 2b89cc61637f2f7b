// Redis servers for tests: real ones, on free loopback ports, each with its own directory.
package redis

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	driver "github.com/redis/go-redis/v9"
)

type server struct {
	t       testing.TB
	port    string
	args    []string
	command *exec.Cmd
	client  *driver.Client // for the actions of a producer or an operator
}

// serve starts a server with command line arguments; persistent ones survive a restart without loss.
func serve(t testing.TB, args ...string) *server {
	t.Helper()
	s := newServer(t, freePort(t), args...)
	s.start()
	return s
}

var persistent = []string{"--appendonly", "yes", "--appendfsync", "always"}

func newServer(t testing.TB, port string, args ...string) *server {
	t.Helper()
	own := []string{"--port", port, "--bind", "127.0.0.1", "--dir", t.TempDir(), "--save", "", "--repl-diskless-sync-delay", "0"}
	s := &server{t: t, port: port, args: append(own, args...)}
	s.client = driver.NewClient(&driver.Options{Addr: s.address(), Protocol: 2, MaxRetries: 5})
	t.Cleanup(func() { s.client.Close(); s.kill() })
	return s
}

func (s *server) address() string { return "127.0.0.1:" + s.port }

func (s *server) start() {
	s.t.Helper()
	s.launch("redis-server", s.args...)
	eventually(s.t, "the server answers", func() bool {
		err := s.client.Ping(context.Background()).Err()
		return err == nil || strings.Contains(err.Error(), "NOAUTH")
	})
}

func (s *server) launch(program string, args ...string) {
	s.t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		s.t.Fatalf("%s is needed for these tests: %v", program, err)
	}
	s.command = exec.Command(path, args...)
	if err := s.command.Start(); err != nil {
		s.t.Fatal(err)
	}
}

// kill stops the server like a crash.
func (s *server) kill() {
	if s.command == nil {
		return
	}
	_ = s.command.Process.Signal(syscall.SIGKILL)
	_ = s.command.Wait()
	s.command = nil
}

// do executes a command and returns its reply.
func (s *server) do(command string, args ...any) any {
	s.t.Helper()
	words := []any{}
	for _, word := range strings.Fields(command) {
		words = append(words, word)
	}
	answer, err := s.client.Do(context.Background(), append(words, args...)...).Result()
	if err != nil && err != driver.Nil {
		s.t.Fatalf("%s: %v", command, err)
	}
	return answer
}

// pushes appends the numbers from first to last to a list, or to a stream as the field n.
func (s *server) pushes(key string, first, last int) {
	s.t.Helper()
	pipeline := s.client.Pipeline()
	for number := first; number <= last; number++ {
		pipeline.RPush(context.Background(), key, fmt.Sprint(number))
	}
	if _, err := pipeline.Exec(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

func (s *server) adds(key string, first, last int) {
	s.t.Helper()
	pipeline := s.client.Pipeline()
	for number := first; number <= last; number++ {
		pipeline.XAdd(context.Background(), &driver.XAddArgs{Stream: key, Values: []any{"n", number}})
	}
	if _, err := pipeline.Exec(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

func (s *server) pending(key, group string) int64 {
	s.t.Helper()
	pending, err := s.client.XPending(context.Background(), key, group).Result()
	if err != nil {
		s.t.Fatal(err)
	}
	return pending.Count
}

func freePort(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port
}

func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("did not come true: %s", what)
		}
	}
}
