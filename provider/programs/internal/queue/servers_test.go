// Real servers on loopback, on free ports and in their own directories; each is stopped by its process ID.
package queue

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port
}

// run starts a server in its own process group; end may be called once, and is called when the test ends.
func run(t *testing.T, environment []string, program string, arguments ...string) (end func()) {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s: this test needs it installed: %v", program, err)
	}
	log := new(bytes.Buffer)
	command := exec.Command(path, arguments...)
	command.Env = append(os.Environ(), environment...)
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := false
	end = func() {
		if ended {
			return
		}
		ended = true
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGTERM)
		forced := time.AfterFunc(15*time.Second, func() { _ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL) })
		defer forced.Stop()
		_ = command.Wait()
		if t.Failed() {
			t.Logf("%s said:\n%s", program, log)
		}
	}
	t.Cleanup(end)
	return end
}

// up waits until a server listens.
func up(t *testing.T, address string) {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if connection, err := net.Dial("tcp", address); err == nil {
			connection.Close()
			return
		}
	}
	t.Fatalf("nothing listens at %s after a minute", address)
}

func startRedis(t *testing.T, port string) (end func()) {
	t.Helper()
	end = run(t, nil, "redis-server", "--bind", "127.0.0.1", "--port", port, "--save", "", "--dir", t.TempDir(), "--requirepass", password)
	up(t, "127.0.0.1:"+port)
	return end
}

// startRabbitmq returns the address. Erlang's port mapper is a daemon outside this process group: with its own port it belongs to
// this test only.
func startRabbitmq(t *testing.T) string {
	t.Helper()
	directory, port, mapper := t.TempDir(), freePort(t), freePort(t)
	configuration := filepath.Join(directory, "rabbitmq.conf")
	text := "default_user = shop\ndefault_pass = " + password + "\nlog.console = true\nlisteners.tcp.local = 127.0.0.1:" + port + "\n"
	if err := os.WriteFile(configuration, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(directory, "plugins")
	if err := os.WriteFile(empty, []byte("[].\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	environment := []string{
		"HOME=" + directory, "RABBITMQ_NODENAME=queues" + port + "@localhost", "RABBITMQ_NODE_IP_ADDRESS=127.0.0.1",
		"RABBITMQ_NODE_PORT=" + port, "RABBITMQ_DIST_PORT=" + freePort(t), "RABBITMQ_CONFIG_FILE=" + configuration,
		"RABBITMQ_MNESIA_BASE=" + filepath.Join(directory, "mnesia"), "RABBITMQ_LOG_BASE=" + filepath.Join(directory, "log"),
		"RABBITMQ_ENABLED_PLUGINS_FILE=" + empty, "RABBITMQ_PID_FILE=" + filepath.Join(directory, "pid"),
		"RABBITMQ_CONF_ENV_FILE=/dev/null", "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=+S 1:1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}",
		"ERL_EPMD_ADDRESS=127.0.0.1", "ERL_EPMD_PORT=" + mapper,
	}
	// The mapper is started here, so that it is a process of this test and not a daemon.
	run(t, environment, "epmd", "-address", "127.0.0.1", "-port", mapper)
	run(t, environment, "/usr/lib/rabbitmq/bin/rabbitmq-server")
	up(t, "127.0.0.1:"+port)
	return "amqp://127.0.0.1:" + port
}

const password = "s3cret-of-the-queues"

func ask(t *testing.T, q Queue, over Server) (float64, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	length, err := q.Length(ctx, over)
	if err != nil && strings.Contains(err.Error(), password) {
		t.Errorf("an error contains the password: %v", err)
	}
	return length, err
}

func wantLength(t *testing.T, what string, q Queue, over Server, want float64) {
	t.Helper()
	if got, err := ask(t, q, over); err != nil || got != want {
		t.Errorf("%s: got %v, %v, want %v", what, got, err, want)
	}
}

// wantError also checks whether the error is about the queue or about the server.
func wantError(t *testing.T, what string, q Queue, over Server, isQueueError bool, words string) {
	t.Helper()
	length, err := ask(t, q, over)
	_, got := err.(*QueueError)
	if err == nil || got != isQueueError || !strings.Contains(err.Error(), words) {
		t.Errorf("%s: got %v, %v, want %s (odd: %v)", what, length, err, words, isQueueError)
	}
}

func open(t *testing.T, q Queue, login Login) Server {
	t.Helper()
	server, err := q.Open(login)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

// parsed parses an entry that must be valid.
func parsed(t *testing.T, format string, values ...any) Queue {
	t.Helper()
	q, _, mistakes := parse(fmt.Sprintf(format, values...))
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	return q
}
