// The main function of every source, from the environment to the exit code.
package adapter

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"knative-faas.dev/programs/internal/strict"
)

// Exit codes of a source.
const (
	exitStopped       = 0 // after SIGTERM
	exitFailed        = 1
	exitMisconfigured = 2
)

// configuration is a pointer to a struct that embeds Common.
type configuration[C any] interface {
	*C
	common() *Common
	Prepare(secrets Secrets, wrong *Problems)
}

// companion is a configuration with work beside the source's, which is also done without a sink. Beside is called at the start, and
// what it returns after the source has ended at SIGTERM; that may take as long as its context lasts.
type companion interface {
	Beside(p Process) (end func(context.Context))
}

// Process is what a companion receives from Main; the fields are those of Runtime.
type Process struct {
	Log      *slog.Logger
	Identity string
	Reread   func() (Secrets, error)
	// Serve adds a path to those of health and metrics, for GET.
	Serve func(path string, handler http.HandlerFunc)
}

// Main is the main function of a source: it runs until SIGTERM and exits the process.
func Main[C any, P configuration[C]](program string, run func(context.Context, *Runtime, C) error) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	os.Exit(Run[C, P](ctx, os.Getenv, os.Stderr, program, run))
}

// Run does the same as Main until the context ends, and returns the exit code.
func Run[C any, P configuration[C]](
	ctx context.Context, getenv func(string) string, out io.Writer, program string, run func(context.Context, *Runtime, C) error,
) int {
	log := slog.New(slog.NewJSONHandler(out, nil)).With("program", program)
	var wrong Problems
	around := readEnvironment(getenv, &wrong)
	config := readConfig[C, P](getenv("SOURCE"), around.secrets, &wrong)
	if wrong.Any() {
		log.Error("invalid configuration", "mistakes", wrong.List())
		return exitMisconfigured
	}
	common := *P(&config).common()
	around.identity = common.reader(around.identity)
	log = log.With("source", common.Name, "namespace", common.Namespace, "identity", around.identity)
	beside, _ := any(P(&config)).(companion)
	return start(ctx, log, around, common, beside, func(ctx context.Context, r *Runtime) error { return run(ctx, r, config) })
}

func readConfig[C any, P configuration[C]](text string, secrets Secrets, wrong *Problems) C {
	var config C
	mistakes := strict.Decode("SOURCE", []byte(text), &config)
	for _, mistake := range mistakes {
		wrong.Append(mistake.String())
	}
	if isWhole := slices.ContainsFunc(mistakes, func(one strict.Mistake) bool { return one.Path == "SOURCE" }); isWhole {
		return config
	}
	P(&config).common().prepare(wrong)
	P(&config).Prepare(secrets, wrong)
	return config
}

func start(
	ctx context.Context, log *slog.Logger, around environment, common Common, beside companion, run func(context.Context, *Runtime) error,
) int {
	metrics := NewMetrics()
	health, address, err := serve(around.port, metrics)
	if err != nil {
		log.Error("health and metrics can't be served", "error", err)
		return exitFailed
	}
	defer health.http.Close()
	log.Info("serving health and metrics", "address", address.String())
	end := func() {}
	if beside != nil {
		stop := beside.Beside(Process{Log: log, Identity: around.identity, Reread: around.reread, Serve: health.serve})
		end = withinLastGrace(ctx, stop)
	}
	if around.sink == "" {
		log.Warn("K_SINK is not set: waiting for the SinkBinding to set it, which replaces this Pod")
		<-ctx.Done()
		end()
		return exitStopped
	}
	code := deliver(ctx, log, around, common, health, run)
	if code == exitStopped {
		end()
	}
	return code
}

func deliver(
	ctx context.Context, log *slog.Logger, around environment, common Common, health *server, run func(context.Context, *Runtime) error,
) int {
	ctx, refused := context.WithCancelCause(ctx)
	defer refused(nil)
	work, end := outliving(ctx, Grace)
	defer end()
	runtime := newRuntime(work, log, around, common, health)
	runtime.end = refused
	if err := cmp.Or(run(ctx, runtime), refusalOf(ctx)); err != nil {
		log.Error("the source failed", "error", err)
		return exitFailed
	}
	log.Info("stopped")
	return exitStopped
}

// refusalOf is nil if the program stops for another reason.
func refusalOf(ctx context.Context) error {
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

func newRuntime(work context.Context, log *slog.Logger, around environment, common Common, health *server) *Runtime {
	window := NewWindow(common.Parallelism)
	health.metrics.Gauge("in_flight", "Events that are being delivered or waiting for earlier ones.", func() float64 {
		return float64(window.InFlight())
	})
	sink := NewSink(SinkOptions{
		Address: around.sink, Override: around.override, CA: around.ca,
		Parallelism: common.Parallelism, Delivery: common.Delivery, Metrics: health.metrics, Log: log,
	})
	return &Runtime{
		Common: common, Sink: sink, Window: window, Metrics: health.metrics, Log: log,
		Identity: around.identity, Secrets: around.secrets, Reread: around.reread, SecretsInFiles: around.inFiles,
		Ready: health.ready.Store, Patience: patience, Work: work,
	}
}
