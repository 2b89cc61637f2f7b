// The server of a run: a local program on a free loopback port, with its data in the run's directory.
package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

type serverProgram struct {
	program string
	// configuration is that of node n; all are the nodes of the server, including n.
	configuration func(n *node, all []*node) string
	arguments     func(configuration string) []string
}

// node is one process of a server, with its own directory.
type node struct {
	number             int // from 1
	directory          string
	port, internalPort int
	command            *exec.Cmd
}

type server struct {
	serverProgram
	nodes     []*node
	restarted int
}

func startServer(ctx context.Context, program serverProgram, directory string, count int) (*server, error) {
	s := &server{serverProgram: program}
	for number := 1; number <= count; number++ {
		n := &node{number: number, directory: filepath.Join(directory, fmt.Sprintf("node%d", number))}
		var err error
		if n.port, err = freePort(); err != nil {
			return nil, err
		}
		if n.internalPort, err = freePort(); err != nil {
			return nil, err
		}
		s.nodes = append(s.nodes, n)
	}
	for _, n := range s.nodes {
		if err := os.Mkdir(n.directory, 0o700); err != nil {
			return nil, err
		}
		if err := os.WriteFile(n.file(), []byte(program.configuration(n, s.nodes)), 0o600); err != nil {
			return nil, err
		}
		if err := s.launch(n); err != nil {
			return nil, err
		}
	}
	for _, n := range s.nodes {
		if err := s.await(ctx, n); err != nil {
			s.end()
			return nil, err
		}
	}
	return s, nil
}

func (n *node) file() string    { return filepath.Join(n.directory, "server.conf") }
func (n *node) log() string     { return filepath.Join(n.directory, "server.log") }
func (n *node) address() string { return fmt.Sprintf("127.0.0.1:%d", n.port) }

// address returns the addresses of all nodes, separated by commas.
func (s *server) address() string {
	all := make([]string, len(s.nodes))
	for index, n := range s.nodes {
		all[index] = n.address()
	}
	return strings.Join(all, ",")
}

func (s *server) launch(n *node) error {
	n.command = exec.Command(executable(s.program), s.arguments(n.file())...)
	if err := start(n.command, n.log()); err != nil {
		return fmt.Errorf("%s can't be started, install it: %w", s.program, err)
	}
	return nil
}

// await returns once the node listens.
func (s *server) await(ctx context.Context, n *node) error {
	for deadline := time.Now().Add(startTime); ctx.Err() == nil && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if connection, err := net.Dial("tcp", n.address()); err == nil {
			return connection.Close()
		}
	}
	return errors.Join(fmt.Errorf("%s does not listen: %s", s.program, tail(n.log())), context.Cause(ctx))
}

func (s *server) end() {
	for _, n := range s.nodes {
		end(n.command)
	}
}

// restart stops one node properly and starts it again with its data; each call takes the next node.
func (s *server) restart(ctx context.Context) error {
	n := s.nodes[s.restarted%len(s.nodes)]
	s.restarted++
	end(n.command)
	if err := s.launch(n); err != nil {
		return err
	}
	return s.await(ctx, n)
}

// How long a server may take to start; Kafka, which runs on Java, takes longest.
const startTime = time.Minute

// executable also finds servers that are only in root's PATH.
func executable(program string) string {
	if path, err := exec.LookPath(program); err == nil {
		return path
	}
	return filepath.Join("/usr/sbin", program)
}

// freePort returns a port below those that the system assigns to connections, so that none takes it during a restart.
func freePort() (int, error) {
	var err error
	for range 100 {
		var listener net.Listener
		port := 10_000 + rand.IntN(20_000)
		if listener, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return port, listener.Close()
		}
	}
	return 0, err
}
