// A real mosquitto for tests, on loopback, with its state in the test's directory.
package mqtt

import (
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

// broker is a mosquitto that can be stopped and restarted with its state.
type broker struct {
	t         *testing.T
	directory string
	port      int
	process   *exec.Cmd
}

// startBroker starts a broker with additional lines of configuration.
func startBroker(t *testing.T, lines ...string) *broker {
	t.Helper()
	return startBrokerWith(t, nil, lines...)
}

// startBrokerWith starts a broker with files in its directory, to which the lines refer as DIRECTORY.
func startBrokerWith(t *testing.T, files map[string]string, lines ...string) *broker {
	t.Helper()
	b := &broker{t: t, directory: t.TempDir(), port: freePort(t)}
	for name, text := range files {
		b.write(name, text)
	}
	config := append([]string{
		"user root", "persistence true", "persistence_location DIRECTORY/", "max_queued_messages 0", "max_inflight_messages 0",
		"log_dest file DIRECTORY/log", "log_type all", fmt.Sprintf("listener %d 127.0.0.1", b.port),
	}, lines...)
	if !strings.Contains(strings.Join(lines, "\n"), "allow_anonymous") {
		config = append(config, "allow_anonymous true")
	}
	b.write("mosquitto.conf", strings.ReplaceAll(strings.Join(config, "\n"), "DIRECTORY", b.directory)+"\n")
	t.Cleanup(func() { b.end(syscall.SIGKILL) })
	b.start()
	return b
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

func (b *broker) write(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.directory, name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

func (b *broker) start() {
	b.t.Helper()
	program, err := exec.LookPath("mosquitto")
	if err != nil {
		program = "/usr/sbin/mosquitto"
	}
	b.process = exec.Command(program, "-c", filepath.Join(b.directory, "mosquitto.conf"))
	if err := b.process.Start(); err != nil {
		b.t.Fatalf("these tests need a mosquitto (Debian's package mosquitto): %v", err)
	}
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if conn, err := net.Dial("tcp", b.host()); err == nil {
			conn.Close()
			return
		}
	}
	b.t.Fatalf("mosquitto does not listen:\n%s", b.log())
}

func (b *broker) end(signal syscall.Signal) {
	if b.process.ProcessState == nil {
		b.process.Process.Signal(signal)
		b.process.Wait()
	}
}

func (b *broker) log() string {
	text, _ := os.ReadFile(filepath.Join(b.directory, "log"))
	return string(text)
}

func (b *broker) host() string { return fmt.Sprintf("127.0.0.1:%d", b.port) }

func (b *broker) address() string { return "mqtt://" + b.host() }
