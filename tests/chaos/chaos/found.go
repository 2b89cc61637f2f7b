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
	// Peak resident memory of the last process of the source.
	MemoryMiB float64 `json:"memoryMiB"`
	// CPU time of that process.
	ProcessorSeconds float64 `json:"processorSeconds"`
	// Messages with no answer in the topic for answers, and with more than one.
	Unanswered    int `json:"unanswered"`
	AnsweredAgain int `json:"answeredAgain"`
}

func (f *found) answered(counts map[int]int) {
	for number := 1; number <= f.Messages; number++ {
		switch count := counts[number]; {
		case count == 0:
			f.Unanswered++
		case count > 1:
			f.AnsweredAgain++
		}
	}
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
	// First arrivals after a later message of the same key.
	Reordered int `json:"reordered"`
	// Messages that the publisher sent again, as the server was restarted before it had responded.
	Resent int `json:"resent"`
	// Requests that the sink failed.
	Refused   int     `json:"refused"`
	Seconds   float64 `json:"seconds"`
	PerSecond float64 `json:"perSecond"`
	// Percentiles of the time from just before a message was published until it arrived.
	P50Milliseconds float64 `json:"p50Milliseconds"`
	P99Milliseconds float64 `json:"p99Milliseconds"`
}

func (b *book) count() count {
	b.mu.Lock()
	defer b.mu.Unlock()
	seconds := b.lastNew.Sub(b.began).Seconds()
	c := count{
		Delivered: b.delivered, Duplicates: b.duplicates, DifferingIDs: b.differing, Refused: b.refused, Reordered: b.reordered,
		Seconds: seconds, PerSecond: float64(b.delivered) / max(seconds, 0.001),
	}
	c.P50Milliseconds, c.P99Milliseconds = b.latencies()
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
	text := fmt.Sprintf("%s, %s: %d of %d messages delivered, %d lost, %d duplicates (%d under another id), %d shared ids, %d late, %d reordered, %d without and %d with several answers; "+
		"%.1f s, %.0f messages/s; %d kills, %d stops, %d exits, %d restarts of the server, %d outages of the sink, %d rebalances, %d requests failed",
		f.Kind, whose, f.Delivered, f.Messages, f.Lost, f.Duplicates, f.DifferingIDs, f.SharedIDs, f.Late, f.Reordered, f.Unanswered, f.AnsweredAgain,
		f.Seconds, f.PerSecond, f.Kills, f.Stops, f.Exits, f.Restarts, f.Outages, f.Rebalances, f.Refused)
	return text + fmt.Sprintf("; %.1f MiB, %.2f s of a processor, p50 %.1f ms, p99 %.1f ms", f.MemoryMiB, f.ProcessorSeconds, f.P50Milliseconds, f.P99Milliseconds)
}
