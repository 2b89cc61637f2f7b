// Processes of a run: none outlives it, even if the run itself is killed.
package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

const (
	sigkill = syscall.SIGKILL
	sigterm = syscall.SIGTERM
)

// How long a process has after SIGTERM.
const grace = 20 * time.Second

// start runs a program; what it says goes to a file, anew with each start.
func start(c *exec.Cmd, log string) error {
	file, err := os.Create(log)
	if err != nil {
		return err
	}
	defer file.Close()
	c.Stdout, c.Stderr = file, file
	c.Dir = filepath.Dir(log)
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return c.Start()
}

// end asks a process to end; one that does not is killed.
func end(c *exec.Cmd) {
	_ = c.Process.Signal(syscall.SIGTERM)
	late := time.AfterFunc(grace, func() { _ = c.Process.Kill() })
	defer late.Stop()
	_ = c.Wait()
}

// tail is the end of what a program said.
func tail(log string) string {
	written, _ := os.ReadFile(log)
	written = bytes.TrimSpace(written)
	return string(written[max(0, len(written)-2000):])
}
