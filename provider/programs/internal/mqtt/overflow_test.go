// A test of overload: messages with QoS 0 that arrive faster than the sink accepts them.
package mqtt

import (
	"log/slog"
	"testing"

	"knative-faas.dev/programs/internal/adapter"
)

func TestOverflowIsCountedAndLogged(t *testing.T) {
	out := new(output)
	s := &source{
		Runtime: &adapter.Runtime{Metrics: adapter.NewMetrics(), Log: slog.New(slog.NewJSONHandler(out, nil))},
		inbox:   newInbox(), ledger: newLedger(),
	}
	for range 5 {
		s.receive(0, &message{topic: "t/a", payload: make([]byte, mostBytes)})
	}
	if got := s.overflows.Load(); got != 4 {
		t.Errorf("expected 4 dropped messages, got %d", got)
	}
	if text := out.String(); len(text) == 0 || len(text) > 1000 {
		t.Errorf("expected the messages 1, 2 and 4 in the log, got %s", text)
	}
}
