// A CONNECT request as a connection.
package relay

import (
	"context"
	"io"
	"net"
	"sync"
	"time"
)

// stream has no deadlines: the requests on it have contexts.
type stream struct {
	reader io.ReadCloser
	writer *io.PipeWriter
	end    context.CancelFunc

	closing sync.Once
}

func (s *stream) Read(into []byte) (int, error) { return s.reader.Read(into) }

func (s *stream) Write(data []byte) (int, error) { return s.writer.Write(data) }

// farewell is how long the other side may take to end the stream after this one has.
const farewell = time.Second

// Close ends this side, and the whole stream when the other side has ended its own or the farewell is over. A stream that is reset
// instead counts as an attack: Node closes the connection after a thousand of them.
func (s *stream) Close() error {
	s.closing.Do(func() {
		s.writer.Close()
		cut := time.AfterFunc(farewell, s.end)
		go func() {
			_, _ = io.Copy(io.Discard, s.reader)
			cut.Stop()
			s.reader.Close()
			s.end()
		}()
	})
	return nil
}

func (s *stream) LocalAddr() net.Addr              { return address{} }
func (s *stream) RemoteAddr() net.Addr             { return address{} }
func (s *stream) SetDeadline(time.Time) error      { return nil }
func (s *stream) SetReadDeadline(time.Time) error  { return nil }
func (s *stream) SetWriteDeadline(time.Time) error { return nil }

type address struct{}

func (address) Network() string { return "connect" }
func (address) String() string  { return "developer" }
