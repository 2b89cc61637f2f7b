// Serves a handler on $PORT until SIGTERM, answers health checks and writes structured logs.

//go:build go1.21

package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
)

// Optional methods of a function's instance, called only if it has them.
type (
	starter interface {
		Start(context.Context, map[string]string) error
	}
	stopper interface {
		Stop(context.Context) error
	}
	readier interface {
		Ready(context.Context) (bool, error)
	}
	aliver interface {
		Alive(context.Context) (bool, error)
	}
)

func init() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
}

// serve runs until the process receives SIGTERM, then finishes the requests in flight. The kubelet limits how long.
func serve(instance any, handler http.Handler) {
	ended, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if function, ok := instance.(starter); ok {
		fatal("start", function.Start(ended, environment()))
	}
	server := &http.Server{Handler: routes(instance, handler)}
	speak(server)
	listener, err := net.Listen("tcp", ":"+port())
	fatal("listen", err)
	slog.Info("function started", "port", port())
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			fatal("serve", err)
		}
	}()
	<-ended.Done()
	slog.Info("function is stopping, finishing requests in flight")
	fatal("drain", server.Shutdown(context.Background()))
	if function, ok := instance.(stopper); ok {
		fatal("stop", function.Stop(context.Background()))
	}
	slog.Info("function stopped")
}

func port() string {
	if given := os.Getenv("PORT"); given != "" {
		return given
	}
	return "8080"
}

func routes(instance any, handler http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", recovered(handler))
	mux.HandleFunc("/health/liveness", func(w http.ResponseWriter, r *http.Request) {
		function, ok := instance.(aliver)
		health(w, r, ok, func() (bool, error) { return function.Alive(r.Context()) })
	})
	mux.HandleFunc("/health/readiness", func(w http.ResponseWriter, r *http.Request) {
		function, ok := instance.(readier)
		health(w, r, ok, func() (bool, error) { return function.Ready(r.Context()) })
	})
	return mux
}

func health(w http.ResponseWriter, r *http.Request, asks bool, ask func() (bool, error)) {
	if !asks {
		w.WriteHeader(http.StatusOK)
		return
	}
	well, err := ask()
	switch {
	case err != nil:
		slog.Error("health check failed", "path", r.URL.Path, "error", err.Error())
		http.Error(w, err.Error(), http.StatusInternalServerError)
	case !well:
		http.Error(w, "not yet", http.StatusServiceUnavailable)
	default:
		w.WriteHeader(http.StatusOK)
	}
}

// A panic ends one request, not the function.
func recovered(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			reason := recover()
			if reason == nil || reason == http.ErrAbortHandler {
				return
			}
			slog.Error("handler panicked", "method", r.Method, "path", r.URL.Path, "panic", reason, "stack", string(debug.Stack()))
			http.Error(w, "internal server error", http.StatusInternalServerError)
		}()
		handler.ServeHTTP(w, r)
	})
}

func environment() map[string]string {
	all := map[string]string{}
	for _, line := range os.Environ() {
		name, value, _ := strings.Cut(line, "=")
		all[name] = value
	}
	return all
}

func fatal(step string, err error) {
	if err == nil {
		return
	}
	slog.Error("function failed", "step", step, "error", err.Error())
	os.Exit(1)
}
