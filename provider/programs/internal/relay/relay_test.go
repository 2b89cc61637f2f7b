// A relay between a gateway, a developer's machine and the deployed revisions, over real connections.
package relay

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"knative-faas.dev/programs/internal/kube"
)

type place struct {
	*developer
	url      string
	inward   string
	deployed *httptest.Server
}

func start(t *testing.T, header Header, deployedAnswers http.HandlerFunc) *place {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	d := &developer{log: log, since: time.Now()}
	inward, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = d.serve(inward) }()
	revisions := httptest.NewServer(deployedAnswers)
	config := Config{Namespace: "shop", Header: header, Deployed: []kube.Target{{RevisionName: "hello-1", Percent: 100}}}
	deployed := newDeployed(config)
	deployed.transport = toServer(revisions.Listener.Addr().String())
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	function := server(newHandler(config, localTransport(d), deployed, log))
	go func() { _ = function.Serve(listener) }()
	t.Cleanup(func() { inward.Close(); function.Close(); revisions.Close() })
	return &place{d, "http://" + listener.Addr().String(), inward.Addr().String(), revisions}
}

func toServer(address string) http.RoundTripper {
	return &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", address)
	}}
}

// machine is the developer's side: it answers each CONNECT with a connection to a local program.
func (p *place) machine(t *testing.T, program http.HandlerFunc) (cut func()) {
	t.Helper()
	local := httptest.NewServer(program)
	t.Cleanup(local.Close)
	connection, err := net.Dial("tcp", p.inward)
	if err != nil {
		t.Fatal(err)
	}
	side := server(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Host = local.Listener.Addr().String()
		connect(w, r, slog.New(slog.DiscardHandler))
	}))
	go func() { _ = side.Serve(&once{connection: connection, done: make(chan struct{})}) }()
	t.Cleanup(func() { side.Close(); connection.Close() })
	until(t, func() bool { _, isAway := p.away(); return !isAway })
	return func() {
		connection.Close()
		until(t, func() bool { _, isAway := p.away(); return isAway })
	}
}

// once is a listener for one connection.
type once struct {
	connection net.Conn
	done       chan struct{}
}

func (o *once) Accept() (net.Conn, error) {
	if connection := o.connection; connection != nil {
		o.connection = nil
		return connection, nil
	}
	<-o.done
	return nil, net.ErrClosed
}
func (o *once) Close() error   { close(o.done); return nil }
func (o *once) Addr() net.Addr { return address{} }

func until(t *testing.T, is func() bool) {
	t.Helper()
	for range 500 {
		if is() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it did not happen within five seconds")
}

func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s %s %s", text, r.Method, r.Host, body)
	}
}

func (p *place) send(t *testing.T, method, body string, header http.Header) (int, string) {
	t.Helper()
	request, err := http.NewRequest(method, p.url+"/path", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "hello.shop.example.com"
	request.Header = header
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func TestWhoAnswers(t *testing.T) {
	p := start(t, Header{}, says("deployed"))
	if _, answer := p.send(t, "POST", "a", nil); answer != "deployed POST hello.shop.example.com a" {
		t.Errorf("without a developer: %q", answer)
	}
	cut := p.machine(t, says("local"))
	if _, answer := p.send(t, "POST", "b", nil); answer != "local POST hello.shop.example.com b" {
		t.Errorf("with a developer: %q", answer)
	}
	cut()
	if _, answer := p.send(t, "POST", "c", nil); answer != "deployed POST hello.shop.example.com c" {
		t.Errorf("after the developer: %q", answer)
	}
	p.machine(t, says("again"))
	if _, answer := p.send(t, "POST", "d", nil); answer != "again POST hello.shop.example.com d" {
		t.Errorf("with the developer again: %q", answer)
	}
}

func TestMarkedRequests(t *testing.T) {
	p := start(t, Header{"X-Dev", "ada"}, says("deployed"))
	p.machine(t, says("local"))
	for value, want := range map[string]string{"ada": "local", "eve": "deployed", "": "deployed"} {
		_, answer := p.send(t, "GET", "", http.Header{"X-Dev": {value}})
		if !strings.HasPrefix(answer, want+" ") {
			t.Errorf("X-Dev: %q was answered by %q", value, answer)
		}
	}
}

func TestConnectionLostDuringARequest(t *testing.T) {
	p := start(t, Header{}, says("deployed"))
	begun := make(chan struct{}, 2)
	hangs := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		begun <- struct{}{}
		<-r.Context().Done()
	}
	for method, want := range map[string]int{"GET": http.StatusOK, "POST": http.StatusBadGateway} {
		cut := p.machine(t, hangs)
		go func() { <-begun; cut() }()
		if status, answer := p.send(t, method, "", nil); status != want {
			t.Errorf("%s: %d %s, expected %d", method, status, answer, want)
		}
	}
}

// A machine that is cut off without a sign: nothing arrives, and nothing is refused.
func TestSilentConnection(t *testing.T) {
	p := start(t, Header{}, says("deployed"))
	cable, plug := net.Pipe()
	go p.attach(cable)
	go func() { _, _ = io.Copy(io.Discard, plug) }()
	defer plug.Close()
	began := time.Now()
	status, answer := p.send(t, "POST", "a", nil)
	if took := time.Since(began); status != http.StatusOK || !strings.HasPrefix(answer, "deployed") || took > 4*time.Second {
		t.Errorf("%d %q after %v", status, answer, took)
	}
}

func TestUpgradeReachesTheLocalProgram(t *testing.T) {
	p := start(t, Header{}, says("deployed"))
	p.machine(t, func(w http.ResponseWriter, r *http.Request) {
		connection, buffered, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer connection.Close()
		fmt.Fprint(connection, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
		line, _ := buffered.ReadString('\n')
		fmt.Fprint(connection, strings.ToUpper(line))
	})
	connection, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	fmt.Fprint(connection, "GET / HTTP/1.1\r\nHost: hello\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
	_ = connection.SetReadDeadline(time.Now().Add(5 * time.Second))
	reader := bufio.NewReader(connection)
	response, err := http.ReadResponse(reader, nil)
	if err != nil || response.StatusCode != http.StatusSwitchingProtocols {
		t.Fatal(response, err)
	}
	fmt.Fprint(connection, "hello\n")
	if line, err := reader.ReadString('\n'); line != "HELLO\n" {
		t.Errorf("%q %v", line, err)
	}
}

func TestShares(t *testing.T) {
	d := &deployed{shares: []kube.Target{{RevisionName: "a", Percent: 90}, {RevisionName: "b", Percent: 10}, {RevisionName: "c"}}}
	for number, want := range map[int64]string{0: "a", 89: "a", 90: "b", 99: "b"} {
		if got := d.pick(func(int64) int64 { return number }); got != want {
			t.Errorf("%d: %s, expected %s", number, got, want)
		}
	}
}
