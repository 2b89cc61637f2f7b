// Package watcher writes a line for each event.
package watcher

import (
	"context"
	"fmt"

	"github.com/cloudevents/sdk-go/v2/event"
)

// Handle accepts every event.
func Handle(_ context.Context, got event.Event) {
	fmt.Println("saw", got.Type(), got.Subject(), got.Extensions()["region"])
}
