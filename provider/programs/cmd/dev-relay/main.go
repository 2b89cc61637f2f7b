// The program that stands in for a function's revisions during `knative-faas dev`.
package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"knative-faas.dev/programs/internal/kube"
	"knative-faas.dev/programs/internal/relay"
)

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil)).With("program", "dev-relay")
	if err := run(log); err != nil {
		log.Error("the relay ends", "error", err)
		os.Exit(1)
	}
}

func run(log *slog.Logger) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	config, err := relay.Parse(os.Getenv("RELAY"), os.Getenv("K_REVISION"))
	if err != nil {
		return err
	}
	api, err := kube.InCluster()
	if err != nil {
		return err
	}
	listeners, err := relay.Listen(os.Getenv("PORT"))
	if err != nil {
		return err
	}
	return relay.Run(ctx, config, api, listeners, log)
}
