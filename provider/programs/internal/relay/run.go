// The relay's listeners, from the start to SIGTERM.
package relay

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"knative-faas.dev/programs/internal/kube"
)

// drain is less than the time that Kubernetes gives a Pod of a revision.
const drain = 20 * time.Second

// Listeners are where a relay serves; the last two are for the developer.
type Listeners struct {
	Function, Inward, Outward net.Listener
}

// Listen opens the port of the function, and the loopback ports of the developer.
func Listen(port string) (l Listeners, err error) {
	for address, listener := range map[string]*net.Listener{
		":" + port:                               &l.Function,
		fmt.Sprintf("127.0.0.1:%d", InwardPort):  &l.Inward,
		fmt.Sprintf("127.0.0.1:%d", OutwardPort): &l.Outward,
	} {
		if *listener, err = net.Listen("tcp", address); err != nil {
			return l, err
		}
	}
	return l, nil
}

// Run serves until the context ends, and then answers what it has received.
func Run(ctx context.Context, config Config, api *kube.Client, on Listeners, log *slog.Logger) error {
	d := &developer{log: log, since: time.Now()}
	session := &Session{config: config, api: api, developer: d, log: log}
	function := server(newHandler(config, localTransport(d), newDeployed(config), log))
	outward := server(newOutward(session, log))
	failed := make(chan error, 3)
	go func() { failed <- function.Serve(on.Function) }()
	go func() { failed <- outward.Serve(on.Outward) }()
	go func() { failed <- d.serve(on.Inward) }()
	go session.watch(ctx)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	limited, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	if err := function.Shutdown(limited); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

func server(handler http.Handler) *http.Server {
	s := &http.Server{Handler: handler, Protocols: new(http.Protocols), ReadHeaderTimeout: time.Minute}
	s.Protocols.SetHTTP1(true)
	s.Protocols.SetUnencryptedHTTP2(true)
	return s
}
