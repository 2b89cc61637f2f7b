// Package audit writes a line for each event that it gets.
package audit

import (
	"context"
	"fmt"

	"github.com/cloudevents/sdk-go/v2/event"
)

// Handle accepts every event.
func Handle(_ context.Context, got event.Event) {
	fmt.Println("audit", got.Type(), got.ID(), got.Extensions()["knativeerrorcode"])
}
