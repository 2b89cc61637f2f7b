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

// grace is how long a process may run after SIGTERM.
const grace = 20 * time.Second

// start runs a program; its output is written to a file, which each start replaces.
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

// end stops a process; one that does not stop is killed.
func end(c *exec.Cmd) {
	_ = c.Process.Signal(syscall.SIGTERM)
	late := time.AfterFunc(grace, func() { _ = c.Process.Kill() })
	defer late.Stop()
	_ = c.Wait()
}

// tail returns the end of a program's output.
func tail(log string) string {
	written, _ := os.ReadFile(log)
	written = bytes.TrimSpace(written)
	return string(written[max(0, len(written)-2000):])
}
