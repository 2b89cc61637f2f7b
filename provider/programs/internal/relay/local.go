// Requests to the local program.
package relay

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync/atomic"
)

// connectError means that no request has reached the local program.
type connectError struct{ error }

func (e connectError) Unwrap() error { return e.error }

func isConnectFailure(err error) bool {
	var failed connectError
	return errors.As(err, &failed)
}

// localTransport opens a connection for each request: one that is kept could end with the program before the last reload, just as a
// request is sent on it.
func localTransport(d *developer) http.RoundTripper {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		connection, err := d.dial(ctx)
		if err != nil {
			return nil, connectError{err}
		}
		return connection, nil
	}
	one := &http.Transport{DialContext: dial, DisableKeepAlives: true, DisableCompression: true}
	two := &http.Transport{DialContext: dial, DisableKeepAlives: true, DisableCompression: true, Protocols: new(http.Protocols)}
	two.Protocols.SetUnencryptedHTTP2(true)
	return byProtocol{one, two}
}

// byProtocol sends a request with the version of HTTP with which it came.
type byProtocol struct{ one, two http.RoundTripper }

func (p byProtocol) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.ProtoMajor == 2 {
		return p.two.RoundTrip(request)
	}
	return p.one.RoundTrip(request)
}

// untouched keeps a body for a second attempt: it notices a read, and leaves closing to the server.
type untouched struct {
	io.ReadCloser
	read atomic.Bool
}

func (u *untouched) Read(into []byte) (int, error) {
	u.read.Store(true)
	return u.ReadCloser.Read(into)
}

func (u *untouched) Close() error { return nil }

func (u *untouched) isRead() bool { return u.read.Load() }
