// What the developer's machine asks of the relay: connections to addresses of the cluster, and the session's state and end.
package relay

import (
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const dialLimit = 10 * time.Second

func newOutward(s *Session, log *slog.Logger) http.Handler {
	own := http.NewServeMux()
	own.HandleFunc("GET /session", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]string{"session": s.config.Session})
	})
	own.HandleFunc("POST /end", func(w http.ResponseWriter, request *http.Request) {
		if err := s.End(request.Context()); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if request.Method == http.MethodConnect {
			connect(w, request, log)
			return
		}
		own.ServeHTTP(w, request)
	})
}

// connect answers with the reason if the address can't be reached.
func connect(w http.ResponseWriter, request *http.Request, log *slog.Logger) {
	connection, err := (&net.Dialer{Timeout: dialLimit}).DialContext(request.Context(), "tcp", request.Host)
	if err != nil {
		log.Info("an address of the local program can't be reached", "address", request.Host, "error", err)
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer connection.Close()
	w.WriteHeader(http.StatusOK)
	out := flushing{w, http.NewResponseController(w)}
	if out.controller.Flush() != nil {
		return
	}
	go func() {
		_, _ = io.Copy(connection, request.Body)
		if half, ok := connection.(*net.TCPConn); ok {
			_ = half.CloseWrite()
		}
	}()
	_, _ = io.Copy(out, connection)
}

// flushing sends each write at once.
type flushing struct {
	io.Writer
	controller *http.ResponseController
}

func (f flushing) Write(data []byte) (int, error) {
	count, err := f.Writer.Write(data)
	if err == nil {
		err = f.controller.Flush()
	}
	return count, err
}
