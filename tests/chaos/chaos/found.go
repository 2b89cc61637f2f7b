// The results of a run, as JSON and as text.
package main

import "fmt"

type found struct {
	settings
	count
	// How often the source exited by itself.
	Exits int `json:"exits"`
	// Messages that arrived only after a stalled source was restarted once more.
	Late int `json:"late"`
}

type count struct {
	Delivered int `json:"delivered"`
	// Accepted by the server, and never delivered.
	Lost int `json:"lost"`
	// Second and further arrivals, without those of messages that the publisher may have sent twice.
	Duplicates int `json:"duplicates"`
	// Duplicates whose ID differs from that of the first arrival: their receiver can't recognise them.
	DifferingIDs int `json:"differingIds"`
	// Messages with the ID of another one: their receiver mistakes them for duplicates.
	SharedIDs int `json:"sharedIds"`
	// Messages that the publisher sent again, as the server was restarted before it had responded.
	Resent int `json:"resent"`
	// Requests that the sink failed.
	Refused   int     `json:"refused"`
	Seconds   float64 `json:"seconds"`
	PerSecond float64 `json:"perSecond"`
}

func (b *book) count() count {
	b.mu.Lock()
	defer b.mu.Unlock()
	seconds := b.lastNew.Sub(b.began).Seconds()
	c := count{
		Delivered: b.delivered, Duplicates: b.duplicates, DifferingIDs: b.differing, Refused: b.refused,
		Seconds: seconds, PerSecond: float64(b.delivered) / max(seconds, 0.001),
	}
	ids := make(map[string]bool, b.delivered)
	for _, e := range b.entries {
		if e.accepted && e.copies == 0 {
			c.Lost++
		}
		if e.copies > 0 && ids[e.id] {
			c.SharedIDs++
		}
		if ids[e.id] = true; e.resent {
			c.Resent++
		}
	}
	return c
}

func (f found) String() string {
	whose := "this project's"
	if f.Upstream {
		whose = "Knative's"
	}
	return fmt.Sprintf("%s, %s: %d of %d messages delivered, %d lost, %d duplicates (%d under another id), %d shared ids, %d late; "+
		"%.1f s, %.0f messages/s; %d kills, %d stops, %d exits, %d restarts of the server, %d outages of the sink, %d requests failed",
		f.Kind, whose, f.Delivered, f.Messages, f.Lost, f.Duplicates, f.DifferingIDs, f.SharedIDs, f.Late,
		f.Seconds, f.PerSecond, f.Kills, f.Stops, f.Exits, f.Restarts, f.Outages, f.Refused)
}
