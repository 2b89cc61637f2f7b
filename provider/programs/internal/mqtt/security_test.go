// Tests of login, TLS and WebSocket, with both versions of the protocol.
package mqtt

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"knative-faas.dev/programs/internal/adapter"
)

// with adds variables to an environment.
func with(values map[string]string, more ...string) map[string]string {
	for index := 0; index < len(more); index += 2 {
		values[more[index]] = more[index+1]
	}
	return values
}

func TestEncrypted(t *testing.T) {
	ca, other := newAuthority(t), newAuthority(t)
	cert, key := ca.issue("broker.shop", net.IPv4(127, 0, 0, 1))
	port, demanding := freePort(t), freePort(t)
	files := []string{"cafile DIRECTORY/ca.pem", "certfile DIRECTORY/cert.pem", "keyfile DIRECTORY/key.pem"}
	lines := append([]string{fmt.Sprintf("listener %d 127.0.0.1", port)}, files...)
	lines = append(append(lines, fmt.Sprintf("listener %d 127.0.0.1", demanding), "require_certificate true"), files...)
	b := startBrokerWith(t, map[string]string{"ca.pem": ca.pem, "cert.pem": cert, "key.pem": key}, lines...)
	own, ownKey := ca.issue("source")
	stranger, strangerKey := other.issue("source")
	client := publisher(t, b, "publisher")
	for _, c := range []struct {
		name, server string
		port         int
		values       []string
		says         string // empty: a message arrives
	}{
		{"trusted", "", port, []string{"SECRET_CA", ca.pem}, ""},
		{"other name", "broker.shop", port, []string{"SECRET_CA", ca.pem}, ""},
		{"wrong name", "broker.other", port, []string{"SECRET_CA", ca.pem}, "the broker's certificate is for another name"},
		{"wrong authority", "", port, []string{"SECRET_CA", other.pem}, "signed by an authority that is not trusted"},
		{"no authority", "", port, nil, "signed by an authority that is not trusted"},
		{"with certificate", "", demanding, []string{"SECRET_CA", ca.pem, "SECRET_CERT", own, "SECRET_KEY", ownKey}, ""},
		{"without certificate", "", demanding, []string{"SECRET_CA", ca.pem}, "refused the client's certificate; check SECRET_CERT"},
		{"strange certificate", "", demanding, []string{"SECRET_CA", ca.pem, "SECRET_CERT", stranger, "SECRET_KEY", strangerKey},
			"refused the client's certificate; check SECRET_CERT"},
	} {
		for _, version := range versions {
			t.Run(c.name+"/"+version, func(t *testing.T) {
				s := startSink(t, nil)
				r := start(t, with(environment(b, s, settings{
					"protocol": version, "address": fmt.Sprintf("mqtts://127.0.0.1:%d", c.port), "tls": settings{"serverName": c.server},
					"clientId": strings.ReplaceAll(t.Name(), "/", "-"),
				}), c.values...))
				if c.says != "" {
					r.says(c.says)
				} else {
					r.subscribed()
					publish(t, client, "t/a", "hello", nil)
					s.wait(t, 1)
				}
				r.ends()
				if strings.Contains(r.out.String(), "PRIVATE KEY") {
					t.Errorf("the key is shown:\n%s", r.out)
				}
			})
		}
	}
}

func TestPlainListenerBehindAnEncryptedAddress(t *testing.T) {
	b := startBroker(t)
	r := start(t, environment(b, startSink(t, nil), settings{"address": "mqtts://" + b.host()}))
	r.says("not connected")
	r.ends()
}

func TestLogin(t *testing.T) {
	directory := t.TempDir()
	file := filepath.Join(directory, "users")
	if out, err := exec.Command("mosquitto_passwd", "-c", "-b", file, "me", "s3cret-pw").CombinedOutput(); err != nil {
		t.Fatalf("these tests need mosquitto_passwd (Debian's package mosquitto): %v: %s", err, out)
	}
	b := startBroker(t, "allow_anonymous false", "password_file "+file)
	for _, version := range versions {
		for name, c := range map[string]struct {
			user, password string
			says           string
		}{
			"right":       {"me", "s3cret-pw", `"msg":"subscribed"`},
			"wrong":       {"me", "s3cret-other", "the broker refused the login: not authorized; check SECRET_USER and SECRET_PASSWORD"},
			"nobody":      {"", "", "the broker refused the login: not authorized"},
			"unknown":     {"you", "s3cret-pw", "the broker refused the login: not authorized"},
			"no password": {"me", "", "the broker refused the login: not authorized"},
		} {
			t.Run(version+"/"+name, func(t *testing.T) {
				values := environment(b, startSink(t, nil), settings{"protocol": version, "clientId": version + name})
				r := start(t, with(values, "SECRET_USER", c.user, "SECRET_PASSWORD", c.password))
				r.says(c.says)
				ready := strings.Contains(c.says, "subscribed")
				if got := r.ready(); got != ready {
					t.Errorf("expected ready %v, got %v", ready, got)
				}
				r.ends()
				if strings.Contains(r.out.String(), "s3cret") {
					t.Errorf("the password is shown:\n%s", r.out)
				}
			})
		}
	}
}

// A refusal that another password or certificate would resolve ends the program; others do not.
func TestRefusals(t *testing.T) {
	alert := &net.OpError{Op: "remote error", Err: tls.AlertError(48)}
	for _, c := range []struct {
		name string
		err  error
		want bool
	}{
		{"password", &refusal{what: loginRequest, code: 0x86}, true},
		{"user", &refusal{what: loginRequest, code: 0x87}, true},
		{"right to a topic", &refusal{what: "the topic", code: 0x87}, false},
		{"identifier", &refusal{what: loginRequest, code: 0x85}, false},
		{"taken over", &refusal{what: "to go on", code: takenOver}, false},
		{"client certificate", fmt.Errorf("connecting: %w", alert), true},
		{"another authority", &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, true},
		{"another name", &tls.CertificateVerificationError{Err: x509.HostnameError{Certificate: new(x509.Certificate)}}, false},
		{"nobody there", io.EOF, false},
	} {
		if got := isRefused(c.err); got != c.want {
			t.Errorf("%s: expected %v, got %v", c.name, c.want, got)
		}
	}
}

func TestLastingRefusalEndsTheProgram(t *testing.T) {
	b := startBroker(t, "allow_anonymous false")
	r := startWith(t, environment(b, startSink(t, nil), nil), func(ctx context.Context, with *adapter.Runtime, c Config) error {
		with.Patience = time.Millisecond
		return Run(ctx, with, c)
	})
	if code := <-r.code; code != 1 {
		t.Errorf("expected exit code 1, got %d", code)
	}
	r.says(`"msg":"the source failed"`).says(`"error":"the broker refused the login: not authorized`)
}

// bridge is a WebSocket server in front of a broker without WebSocket.
func bridge(t *testing.T, b *broker, secured bool) *httptest.Server {
	upgrader := websocket.Upgrader{Subprotocols: []string{"mqtt"}}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/mqtt" {
			http.NotFound(w, r)
			return
		}
		socket, err := upgrader.Upgrade(w, r, nil)
		if err != nil || socket.Subprotocol() != "mqtt" {
			t.Errorf("expected a WebSocket for mqtt: %v", err)
			return
		}
		conn, err := net.Dial("tcp", b.host())
		if err != nil {
			socket.Close()
			return
		}
		near := &webSocket{Conn: socket}
		go func() { io.Copy(conn, near); conn.Close() }()
		io.CopyBuffer(near, struct{ io.Reader }{conn}, make([]byte, 7)) // in small pieces, so that packets are cut anywhere
		near.Close()
	})
	server := httptest.NewUnstartedServer(handler)
	if secured {
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	return server
}

func TestWebSocket(t *testing.T) {
	b := startBroker(t)
	client := publisher(t, b, "publisher")
	for _, secured := range []bool{false, true} {
		server := bridge(t, b, secured)
		address := strings.Replace(server.URL, "http", "ws", 1)
		for _, version := range versions {
			t.Run(fmt.Sprintf("%s/%v", version, secured), func(t *testing.T) {
				s := startSink(t, nil)
				values := environment(b, s, settings{"protocol": version, "address": address + "/mqtt", "clientId": strings.ReplaceAll(t.Name(), "/", "-")})
				if secured {
					with(values, "SECRET_CA", pemOf(server.Certificate().Raw))
				}
				r := start(t, values).subscribed()
				publish(t, client, "t/a", strings.Repeat("hello", 1000), nil)
				if got := s.wait(t, 1)[0].body; got != strings.Repeat("hello", 1000) {
					t.Errorf("expected the message, got %d bytes", len(got))
				}
				r.ends()
			})
		}
	}
}

func TestNotAWebSocket(t *testing.T) {
	b := startBroker(t)
	server := bridge(t, b, false)
	r := start(t, environment(b, startSink(t, nil), settings{"address": strings.Replace(server.URL, "http", "ws", 1) + "/other"}))
	r.says("not a WebSocket: responded with 404 Not Found")
	r.ends()
}
