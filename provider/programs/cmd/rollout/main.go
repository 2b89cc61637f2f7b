// The program of a gate's Job: reads its plan from the environment, runs the gate and exits with the code of the verdict.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"knative-faas.dev/programs/internal/kube"
	"knative-faas.dev/programs/internal/rollout"
)

func main() {
	os.Exit(run())
}

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	job := os.Getenv("JOB_NAME")
	plan, err := rollout.Parse([]byte(os.Getenv("ROLLOUT")), job)
	if err != nil {
		fmt.Println(err)
		return rollout.ExitPlan
	}
	api, err := kube.InCluster()
	if err != nil {
		fmt.Println(err)
		return rollout.ExitError
	}
	runner := rollout.NewRunner(plan, job, api, os.Stdout)
	runner.TerminationMessage = terminationMessage()
	return runner.Run(ctx)
}

// terminationMessage is the file that Kubernetes reads when the container ends; without it, the message appears only in the log.
func terminationMessage() io.Writer {
	file, err := os.OpenFile("/dev/termination-log", os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return io.Discard
	}
	return file
}
