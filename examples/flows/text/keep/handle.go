// Package keep writes the text of each event.
package keep

import (
	"context"
	"fmt"

	"github.com/cloudevents/sdk-go/v2/event"
)

// Handle accepts every event.
func Handle(_ context.Context, got event.Event) {
	fmt.Printf("kept %q\n", got.Data())
}
