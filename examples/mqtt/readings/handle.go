// Package readings writes a line for each reading of a sensor.
package readings

import (
	"context"
	"fmt"

	"github.com/cloudevents/sdk-go/v2/event"
)

// Handle accepts a reading. An error would make the source send it again.
func Handle(_ context.Context, reading event.Event) error {
	fmt.Printf("%s: %s\n", reading.Subject(), reading.Data())
	return nil
}
