// Tests of the built program: killed, stopped, misconfigured.
package mqtt

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The program is built once, for the first test that needs it.
var (
	programs string
	build    = sync.OnceValues(func() (string, error) {
		program := filepath.Join(programs, "mqtt-source")
		out, err := exec.Command("go", "build", "-o", program, "../../cmd/mqtt-source").CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("%w: %s", err, out)
		}
		return program, nil
	})
)

func TestMain(m *testing.M) {
	directory, err := os.MkdirTemp("", "mqtt-source")
	if err != nil {
		panic(err)
	}
	programs = directory
	code := m.Run()
	os.RemoveAll(directory)
	os.Exit(code)
}

func startProgram(t *testing.T, values map[string]string) (*exec.Cmd, *output) {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	out := new(output)
	process := exec.Command(program)
	for name, value := range values {
		process.Env = append(process.Env, name+"="+value)
	}
	process.Stderr = out
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { process.Process.Kill() })
	return process, out
}

func TestKilled(t *testing.T) {
	for _, version := range versions {
		for qos := 1; qos <= 2; qos++ {
			t.Run(fmt.Sprintf("%s/qos%d", version, qos), func(t *testing.T) {
				b := startBroker(t)
				hold := make(chan struct{})
				s := startSink(t, func(_ request, number int) int {
					if number < 3 {
						<-hold
					}
					return http.StatusOK
				})
				defer close(hold)
				values := environment(b, s, settings{"protocol": version, "qos": qos})
				process, out := startProgram(t, values)
				eventually(t, func() bool { return strings.Contains(out.String(), `"msg":"subscribed"`) }, out.String)
				client := publisher(t, b, "publisher")
				for number := range 3 {
					publishQoS(t, client, "t/a", fmt.Sprint(number), byte(qos))
				}
				s.wait(t, 3)
				process.Process.Signal(syscall.SIGKILL)
				process.Wait()
				publishQoS(t, client, "t/a", "3", byte(qos))
				startProgram(t, values)
				s.wait(t, 7)
				ids := map[string]string{}
				for _, r := range s.seen() {
					id := r.header.Get("Ce-Id")
					if before, seen := ids[r.body]; seen && before != id {
						t.Errorf("%s: expected the same identity again, got %s and %s", r.body, before, id)
					}
					ids[r.body] = id
				}
				if len(ids) != 4 {
					t.Errorf("expected 4 messages, got %v", ids)
				}
			})
		}
	}
}

// At SIGTERM what is in flight is delivered and acknowledged, and the rest stays with the broker.
func TestStopped(t *testing.T) {
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			b := startBroker(t)
			s := startSink(t, func(request, int) int { time.Sleep(200 * time.Millisecond); return http.StatusOK })
			values := environment(b, s, settings{"protocol": version, "parallelism": 2})
			process, out := startProgram(t, values)
			eventually(t, func() bool { return strings.Contains(out.String(), `"msg":"subscribed"`) }, out.String)
			client := publisher(t, b, "publisher")
			for number := range 5 {
				publish(t, client, "t/a", fmt.Sprint(number), nil)
			}
			s.wait(t, 2)
			process.Process.Signal(syscall.SIGTERM)
			if err := process.Wait(); err != nil {
				t.Errorf("expected exit code 0, got %v", err)
			}
			if got := s.bodies(); len(got) != 2 || !strings.Contains(out.String(), `"msg":"stopped"`) {
				t.Errorf("expected 2 messages and a clean stop, got %q\n%s", got, out)
			}
			eventually(t, func() bool { return strings.Count(b.log(), "Received PUBACK from shop-orders") == 2 }, b.log)
			startProgram(t, values)
			s.wait(t, 5)
			time.Sleep(250 * time.Millisecond)
			if got := s.bodies(); len(got) != 5 {
				t.Errorf("expected each message once, got %q", got)
			}
		})
	}
}

func TestMisconfigured(t *testing.T) {
	process, out := startProgram(t, map[string]string{"SOURCE": `{"name":"a","namespace":"b","address":"http://x","topics":[]}`})
	process.Wait()
	if code := process.ProcessState.ExitCode(); code != 2 || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("expected exit code 2 and one line, got %d:\n%s", code, out)
	}
}
