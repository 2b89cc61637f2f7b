// The program as a process: killed, stopped, and with an invalid configuration.
package redis

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// directories are removed at the end: the program is built for several tests, and only if one of them needs it.
var directories []string

var built = sync.OnceValues(func() (string, error) {
	directory, err := os.MkdirTemp("", "redis-source")
	if err != nil {
		return "", err
	}
	directories = append(directories, directory)
	path := filepath.Join(directory, "redis-source")
	out, err := exec.Command("go", "build", "-o", path, "knative-faas.dev/programs/cmd/redis-source").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, out)
	}
	return path, err
})

// Most of these tests wait, so more of them than there are processors may run at a time.
func TestMain(m *testing.M) {
	flag.Parse()
	_ = flag.Set("test.parallel", "6")
	code := m.Run()
	for _, directory := range directories {
		os.RemoveAll(directory)
	}
	os.Exit(code)
}

type process struct {
	*exec.Cmd
	log *logBuffer
}

func startProcess(t *testing.T, sink string, s settings) *process {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{exec.Command(path), &logBuffer{}}
	for name, value := range s.getenv(sink) {
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

// The program is killed three times while it reads a list and a stream; the last time it is stopped.
func TestProgramIsKilled(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	sink := newSink(t, func(received) int { time.Sleep(2 * time.Millisecond); return 200 })
	redis.pushes("jobs", 1, 3000)
	redis.adds("orders", 1, 3000)
	list := settings{address: redis.address(), config: jobs}
	stream := settings{address: redis.address(), config: orders}
	for life := 1; life <= 3; life++ {
		one, other := startProcess(t, sink.URL, list), startProcess(t, sink.URL, stream)
		eventually(t, "it is in the middle", func() bool { return sink.count() > 1000*life })
		one.end(syscall.SIGKILL)
		other.end(syscall.SIGKILL)
	}
	one, other := startProcess(t, sink.URL, list), startProcess(t, sink.URL, stream)
	eventually(t, "all are delivered", func() bool { return len(sink.data()) == 6000 })
	eventually(t, "no entry is in progress", func() bool { return redis.inWork("shop-jobs-0") == 0 && redis.pending("orders", "shop-jobs") == 0 })
	equal(t, "exit codes", []int{one.end(syscall.SIGTERM), other.end(syscall.SIGTERM)}, []int{0, 0})
	equal(t, "groups", len(redis.do("XINFO GROUPS orders").([]any)), 1)
	if again := sink.count() - 6000; again > 3*2*64 {
		t.Errorf("%d were redelivered", again)
	} else {
		t.Logf("%d were delivered again after 3 kills", again)
	}
}

// After SIGTERM everything in flight is finished and acknowledged, and nothing new is taken.
func TestProgramIsStopped(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	sink := newSink(t, func(received) int { time.Sleep(20 * time.Millisecond); return 200 })
	redis.pushes("jobs", 1, 1000)
	source := startProcess(t, sink.URL, settings{address: redis.address(), config: jobs})
	eventually(t, "it is in the middle", func() bool { return sink.count() > 100 })
	equal(t, "exit code", source.end(syscall.SIGTERM), 0)
	equal(t, "in progress", redis.inWork("shop-jobs-0"), 0)
	equal(t, "delivered and left", int64(sink.count())+redis.length("jobs"), 1000)
	equal(t, "each once", len(sink.data()), sink.count())
}

func TestProgramWithMistakes(t *testing.T) {
	t.Parallel()
	source := startProcess(t, "http://sink", settings{
		redis:       `{"addresses":["redis"],"cluster":true,"database":3}`,
		config:      `"list":{"key":"a}b","take":"top"},"channel":{"names":[]},"batch":-1,"orderBy":"{field.x}","id":"{","claimSeconds":3`,
		environment: map[string]string{"SECRET_PASSWORD": password, "SECRET_CA": password},
	})
	_ = source.Wait()
	equal(t, "exit code", source.ProcessState.ExitCode(), 2)
	text := source.log.String()
	for _, want := range []string{
		`SOURCE.redis.addresses[0]: expected host:port, got \"redis\"`, "SOURCE.redis.database: a cluster has only database 0, got 3",
		"SOURCE.redis.tls: a certificate is set", "SOURCE: expected exactly one of stream, list and channel, got list and channel",
		"SOURCE.batch: expected a number from 1 to 10000, got -1", "SOURCE.claimSeconds: unknown property",
		`SOURCE.orderBy: got \"{field.x}\", in which {field.x} is unknown; expected one of {list}, {json.NAME}`, "SOURCE.id: got",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("missing: %s", want)
		}
	}
	equal(t, "lines", bytes.Count([]byte(text), []byte("\n")), 1)
	if strings.Contains(text, password) {
		t.Error("a secret is in the log")
	}
}
