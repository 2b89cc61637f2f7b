// Package bill replies to an order with its bill.
package bill

import (
	"context"
	"errors"

	"github.com/cloudevents/sdk-go/v2/event"
)

type order struct {
	Amount int `json:"amount"`
}

// Handle replies with an event, which the broker accepts. After an error the broker retries.
func Handle(_ context.Context, placed event.Event) (*event.Event, error) {
	var of order
	if err := placed.DataAs(&of); err != nil {
		return nil, err
	}
	if of.Amount == 0 {
		return nil, errors.New("nothing to pay for")
	}
	billed := event.New()
	billed.SetID("bill-" + placed.ID())
	billed.SetSource("/bill")
	billed.SetType("order.billed")
	return &billed, billed.SetData(event.ApplicationJSON, of)
}
