// One request to the sink, and what its response means.
package adapter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

const (
	longestErrorData = 1024
	// longestAnswer is how much of a response is read so that its connection can be reused; beyond that a new connection is
	// cheaper.
	longestAnswer = 64 << 10
)

// answer is the result of a request: a status, or the reason why there is none.
type answer struct {
	status     int
	silence    error
	header     http.Header
	body       []byte
	retryAfter time.Duration
}

func (a answer) delivered() bool { return a.status >= 200 && a.status < 300 }

// transient reports whether the same request may succeed later.
func (a answer) transient() bool {
	switch a.status {
	case 0, http.StatusNotFound, http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return a.status >= 500
}

// String is for logs. It leaves out the body, which may repeat the data that was sent.
func (a answer) String() string {
	if a.silence != nil {
		return fmt.Sprintf("no response: %v", a.silence)
	}
	return fmt.Sprintf("%d %s", a.status, http.StatusText(a.status))
}

func (s *Sink) post(ctx context.Context, address string, header http.Header, data []byte, limit int64) answer {
	timed, cancel := context.WithTimeout(ctx, seconds(s.delivery.TimeoutSeconds))
	defer cancel()
	response, err := s.transport.RoundTrip(s.request(timed, address, header, data))
	if err != nil {
		return answer{silence: s.cause(timed, err)}
	}
	defer response.Body.Close()
	a := answer{status: response.StatusCode, header: response.Header, retryAfter: retryAfter(response.Header, time.Now())}
	if !a.delivered() {
		a.body, _ = io.ReadAll(io.LimitReader(response.Body, longestErrorData))
	} else if limit > 0 {
		if a.body, err = io.ReadAll(io.LimitReader(response.Body, limit+1)); err != nil {
			return answer{silence: s.cause(timed, err)}
		}
	}
	_, _ = io.CopyN(io.Discard, response.Body, longestAnswer)
	return a
}

// request avoids parsing the address for each event, as http.NewRequest would.
func (s *Sink) request(ctx context.Context, address string, header http.Header, data []byte) *http.Request {
	to := s.targets[address]
	if to.login != "" {
		header = header.Clone()
		header.Set("Authorization", to.login)
	}
	body := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	request := &http.Request{
		Method: http.MethodPost, URL: to.url, Host: to.url.Host, Header: header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(data)), GetBody: body, Body: http.NoBody,
	}
	if len(data) > 0 {
		request.Body, _ = body()
	}
	return request.WithContext(ctx)
}

// cause leaves out the address, which would be repeated in every line.
func (s *Sink) cause(limit context.Context, err error) error {
	if errors.Is(limit.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("no response within %v s", s.delivery.TimeoutSeconds)
	}
	if outer, ok := errors.AsType[*url.Error](err); ok {
		return outer.Err
	}
	return err
}
