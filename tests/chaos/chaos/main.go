// Tests a source under failures: publishes numbered messages to a real server while it kills the source and restarts the server,
// and counts the deliveries.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	if err := mainErr(); err != nil {
		fmt.Fprintln(os.Stderr, "chaos:", err)
		os.Exit(1)
	}
}

// mainErr prints the results as a line of JSON, and as text on standard error.
func mainErr() error {
	s, err := readSettings()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	ctx, cancel := context.WithTimeoutCause(ctx, s.limit, fmt.Errorf("not finished after -limit %s", s.limit))
	defer cancel()
	found, err := run(ctx, s)
	if err != nil {
		return err
	}
	line, err := json.Marshal(found)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, found)
	fmt.Println(string(line))
	return nil
}
