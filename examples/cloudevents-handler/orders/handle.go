// Package function turns an order into an invoice.
package function

import (
	"context"
	"errors"

	"github.com/cloudevents/sdk-go/v2/event"
)

type order struct {
	Amount int `json:"amount"`
}

// Handle replies with an invoice. An error makes the sender retry.
func Handle(ctx context.Context, e event.Event) (*event.Event, error) {
	var placed order
	if err := e.DataAs(&placed); err != nil {
		return nil, err
	}
	if placed.Amount <= 0 {
		return nil, errors.New("an order has an amount")
	}
	invoice := event.New()
	invoice.SetID("invoice-" + e.ID())
	invoice.SetSource("/orders")
	invoice.SetType("shop.invoice")
	return &invoice, invoice.SetData(event.ApplicationJSON, placed)
}
