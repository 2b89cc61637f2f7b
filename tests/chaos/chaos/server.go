// The server of a run: a local program on a free loopback port, with its data in the run's directory.
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

type serverProgram struct {
	program       string
	configuration func(directory string, port int) string
	arguments     func(configuration string) []string
}

type server struct {
	serverProgram
	directory string
	port      int
	command   *exec.Cmd
}

func startServer(ctx context.Context, program serverProgram, directory string) (*server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &server{serverProgram: program, directory: directory, port: port}
	if err := os.WriteFile(s.file(), []byte(program.configuration(directory, port)), 0o600); err != nil {
		return nil, err
	}
	return s, s.start(ctx)
}

func (s *server) file() string    { return filepath.Join(s.directory, "server.conf") }
func (s *server) address() string { return fmt.Sprintf("127.0.0.1:%d", s.port) }

func (s *server) start(ctx context.Context) error {
	s.command = exec.Command(executable(s.program), s.arguments(s.file())...)
	log := filepath.Join(s.directory, "server.log")
	if err := start(s.command, log); err != nil {
		return fmt.Errorf("%s: install the Debian package of that name: %w", s.program, err)
	}
	for deadline := time.Now().Add(grace); ctx.Err() == nil && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if connection, err := net.Dial("tcp", s.address()); err == nil {
			return connection.Close()
		}
	}
	return errors.Join(fmt.Errorf("%s does not listen: %s", s.program, tail(log)), context.Cause(ctx))
}

func (s *server) end() { end(s.command) }

// restart stops the server regularly, and starts it with its data.
func (s *server) restart(ctx context.Context) error {
	s.end()
	return s.start(ctx)
}

// executable also finds servers that are only in root's PATH.
func executable(program string) string {
	if path, err := exec.LookPath(program); err == nil {
		return path
	}
	return filepath.Join("/usr/sbin", program)
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
