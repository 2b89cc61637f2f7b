// Tests of the window: its limit, its order, its end.
package adapter

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestWindowIsBounded(t *testing.T) {
	w := NewWindow(3)
	var now, most atomic.Int64
	for range 50 {
		w.Go(t.Context(), "", func() {
			current := now.Add(1)
			for {
				seen := most.Load()
				if current <= seen || most.CompareAndSwap(seen, current) {
					break
				}
			}
			time.Sleep(time.Millisecond)
			now.Add(-1)
		})
	}
	w.Wait()
	if most.Load() != 3 || w.Free() != 3 || w.InFlight() != 0 {
		t.Errorf("expected 3 at a time and none at the end, got %d, %d free, %d in flight", most.Load(), w.Free(), w.InFlight())
	}
}

func TestWindowKeepsTheOrderOfAKey(t *testing.T) {
	w := NewWindow(8)
	var mu sync.Mutex
	done := map[string][]int{}
	for number := range 200 {
		key := []string{"a", "b", "c"}[number%3]
		w.Go(t.Context(), key, func() {
			if number%5 == 0 {
				time.Sleep(time.Millisecond)
			}
			mu.Lock()
			defer mu.Unlock()
			done[key] = append(done[key], number)
		})
	}
	w.Wait()
	count := 0
	for key, numbers := range done {
		if count += len(numbers); !slices.IsSorted(numbers) {
			t.Errorf("%s: expected the order, got %v", key, numbers)
		}
	}
	if count != 200 || len(w.queues) != 0 {
		t.Errorf("expected all work done and no key kept, got %d, %v", count, w.queues)
	}
}

func TestKeysDoNotWaitForEachOther(t *testing.T) {
	w := NewWindow(3)
	hold, other := make(chan struct{}), make(chan struct{})
	w.Go(t.Context(), "a", func() { <-hold })
	w.Go(t.Context(), "a", func() {})
	w.Go(t.Context(), "b", func() { close(other) })
	<-other
	close(hold)
	w.Wait()
}

func TestFullWindowStopsWithTheContext(t *testing.T) {
	w := NewWindow(1)
	hold := make(chan struct{})
	w.Go(t.Context(), "a", func() { <-hold })
	if w.Free() != 0 {
		t.Errorf("expected no room, got %d", w.Free())
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	for _, key := range []string{"", "a"} {
		if w.Go(ctx, key, func() { t.Error("started though the context ended") }) {
			t.Error("expected false")
		}
	}
	close(hold)
	w.Wait()
	if w.Go(ctx, "", func() { t.Error("started though the context ended") }) {
		t.Error("expected false with room but without a context")
	}
}
