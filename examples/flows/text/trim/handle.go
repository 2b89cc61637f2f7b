// Package trim changes the text of an event.
package trim

import (
	"context"
	"strings"

	"github.com/cloudevents/sdk-go/v2/event"
)

// Handle replies with the same event and another text.
func Handle(_ context.Context, got event.Event) (*event.Event, error) {
	text := strings.TrimSpace(string(got.Data()))
	return &got, got.SetData(event.TextPlain, text)
}
