// The program as a process: killed, stopped, and with an invalid configuration.
package kafka

import (
	"bytes"
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

// directories are removed at the end.
var directories []string

// built is the directory of the programs.
var built = sync.OnceValues(func() (string, error) {
	directory, err := os.MkdirTemp("", "kafka-programs")
	if err != nil {
		return "", err
	}
	directories = append(directories, directory)
	const commands = "knative-faas.dev/programs/cmd/"
	out, err := exec.Command("go", "build", "-o", directory, commands+"kafka-source", commands+"kafka-replies").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, out)
	}
	return directory, err
})

type process struct {
	*exec.Cmd
	log *logBuffer
}

func startProcess(t *testing.T, sink, address string, s settings) *process {
	t.Helper()
	return startProgram(t, "kafka-source", s.getenv(sink, address))
}

func startProgram(t *testing.T, program string, environment map[string]string) *process {
	t.Helper()
	directory, err := built()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{exec.Command(filepath.Join(directory, program)), &logBuffer{}}
	for name, value := range environment {
		p.Env = append(p.Env, name+"="+value)
	}
	p.Stderr = p.log
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.ProcessState == nil {
			p.end(syscall.SIGKILL)
		}
		if t.Failed() {
			t.Log(p.log)
		}
	})
	return p
}

func (p *process) end(signal syscall.Signal) int {
	_ = p.Process.Signal(signal)
	_ = p.Wait()
	return p.ProcessState.ExitCode()
}

// The program is killed three times during delivery, and stopped the fourth time.
func TestProgramIsKilled(t *testing.T) {
	t.Parallel()
	k := serve(t)
	sink := newSink(t, func(http.ResponseWriter, received) int { time.Sleep(2 * time.Millisecond); return 200 })
	k.make("killed", 4)
	k.puts("killed", 4, 16, 1, 4000)
	config := settings{config: `"topics":["killed"],"group":"killed","initialOffset":"earliest"`}
	for life := 1; life <= 3; life++ {
		one := startProcess(t, sink.URL, k.address("PLAIN"), config)
		eventually(t, "it is in the middle", func() bool { return len(sink.data()) > 900*life })
		one.end(syscall.SIGKILL)
	}
	one := startProcess(t, sink.URL, k.address("PLAIN"), config)
	eventually(t, "all are delivered", func() bool { return len(sink.data()) == 4000 })
	equal(t, "exit code", one.end(syscall.SIGTERM), 0)
	equal(t, "committed", k.committed("killed", "killed"), 4000)
	last := map[int]int{}
	for _, text := range sink.data() {
		var number int
		fmt.Sscan(text, &number)
		if last[number%16] > number {
			t.Errorf("%d came after %d", number, last[number%16])
		}
		last[number%16] = number
	}
	t.Logf("%d were delivered again after 3 kills", sink.count()-4000)
}

// At SIGTERM everything in flight is finished and committed, and nothing new is read.
func TestProgramIsStopped(t *testing.T) {
	t.Parallel()
	k := serve(t)
	sink := newSink(t, func(http.ResponseWriter, received) int { time.Sleep(20 * time.Millisecond); return 200 })
	k.make("stopped", 1)
	k.puts("stopped", 1, 1000, 1, 1000)
	source := startProcess(t, sink.URL, k.address("PLAIN"), settings{config: `"topics":["stopped"],"group":"stopped","initialOffset":"earliest"`})
	eventually(t, "it is in the middle", func() bool { return sink.count() > 100 })
	began := time.Now()
	equal(t, "exit code", source.end(syscall.SIGTERM), 0)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v to stop", took)
	}
	equal(t, "each once", len(sink.data()), sink.count())
	if committed := k.committed("stopped", "stopped"); int(committed) > sink.count() || int(committed) < sink.count()-32 {
		t.Errorf("%d are committed, %d delivered", committed, sink.count())
	}
}

func TestProgramWithMistakes(t *testing.T) {
	t.Parallel()
	source := startProcess(t, "http://sink", "", settings{
		kafka: `{"bootstrapServers":["kafka"],"sasl":"GSSAPI"}`,
		config: `"topics":["a"],"pattern":"(","initialOffset":"middle","order":"random","replies":"a","deadLetterTopic":"dead",` +
			`"delivery":{"deadLetter":"http://dead"},"sessionSeconds":-1,"id":"{field.x}","topic":"a"`,
		environment: map[string]string{"SECRET_PASSWORD": password, "SECRET_CA": password, "SECRET_USER_FILE": "/does/not/exist"},
	})
	_ = source.Wait()
	equal(t, "exit code", source.ProcessState.ExitCode(), 2)
	text := source.log.String()
	for _, want := range []string{
		`SOURCE.kafka.bootstrapServers[0]: expected host:port, got \"kafka\"`, `SOURCE.kafka.sasl: expected one of PLAIN, SCRAM-SHA-256`,
		"SOURCE.kafka.tls: a certificate is given", "SOURCE.pattern: expected topics or a pattern, got both",
		`SOURCE.initialOffset: expected latest, earliest or a time such as`, `SOURCE.order: expected one of key, partition, none, got \"random\"`,
		`SOURCE.replies: expected a topic that is not read, got \"a\"`, "SOURCE.deadLetterTopic: expected a topic or an address",
		"SOURCE.sessionSeconds: expected a number from 1 to 1800, got -1", "SOURCE.id: got", "SOURCE.topic: unknown property",
		"SECRET_*_FILE: expected the path of a file that can be read",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("missing: %s", want)
		}
	}
	equal(t, "lines", bytes.Count([]byte(text), []byte("\n")), 1)
	if strings.Contains(text, password) {
		t.Error("a secret is in the log")
	}
	if t.Failed() {
		t.Log(text)
	}
}
