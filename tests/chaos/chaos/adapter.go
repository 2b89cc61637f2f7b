// The source under test: a child process that is restarted whenever it exits, as a cluster does.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// restartPause is how long a source that exited by itself stays stopped.
const restartPause = 200 * time.Millisecond

type adapter struct {
	program    string
	invocation invocation
	log        string
	// ended is closed after the context of the run has ended and then the source.
	ended chan struct{}

	mu      sync.Mutex
	command *exec.Cmd
	// stopped reports whether the run ended this process.
	stopped bool
	exits   int
	words   string
}

// startAdapter keeps the source running until the context ends; then the source has its grace.
func startAdapter(ctx context.Context, program string, i invocation, directory string) (*adapter, error) {
	path, err := filepath.Abs(program)
	if err == nil {
		path, err = exec.LookPath(path)
	}
	if err != nil {
		return nil, fmt.Errorf("-adapter: %w", err)
	}
	a := &adapter{program: path, invocation: i, log: filepath.Join(directory, "adapter.log"), ended: make(chan struct{})}
	go a.keep(ctx)
	return a, nil
}

func (a *adapter) keep(ctx context.Context) {
	defer close(a.ended)
	for ctx.Err() == nil {
		command := a.begin(ctx)
		err := start(command, a.log)
		a.mu.Unlock()
		if err == nil {
			_ = command.Wait()
		}
		if ctx.Err() == nil && a.endedByItself() {
			time.Sleep(restartPause)
		}
	}
}

// begin prepares the next process and leaves the lock held: a process that has not been started can't be killed.
func (a *adapter) begin(ctx context.Context) *exec.Cmd {
	a.mu.Lock()
	command := exec.CommandContext(ctx, a.program, a.invocation.arguments...)
	command.Env = append(os.Environ(), a.invocation.environment...)
	command.Cancel = func() error { return command.Process.Signal(sigterm) }
	command.WaitDelay = grace
	a.command, a.stopped = command, false
	return command
}

func (a *adapter) endedByItself() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped {
		return false
	}
	a.exits++
	a.words = tail(a.log)
	return true
}

// signal ends the current process, so that the next one starts.
func (a *adapter) signal(signal syscall.Signal) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.command != nil && a.command.Process != nil {
		a.stopped = true
		_ = a.command.Process.Signal(signal)
	}
}

// memory returns the peak resident memory of the process, in MiB.
func (a *adapter) memory() float64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", a.command.Process.Pid))
	_, rest, there := strings.Cut(string(status), "VmHWM:")
	var kilobytes float64
	if err == nil && there {
		_, _ = fmt.Sscan(rest, &kilobytes)
	}
	return kilobytes / 1024
}

// processor returns the CPU time of the process.
func (a *adapter) processor() time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", a.command.Process.Pid))
	_, rest, there := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	if err != nil || !there || len(fields) < 13 {
		return 0
	}
	var user, system int64 // in hundredths of a second
	_, _ = fmt.Sscan(fields[11], &user)
	_, _ = fmt.Sscan(fields[12], &system)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// exited returns how often the source exited by itself, and the end of its log at that moment.
func (a *adapter) exited() (int, string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.exits, a.words
}
