// Decisions by table: the replicas of a queue that grows, shrinks and is empty, and their division.
package scaler

import (
	"maps"
	"math"
	"testing"
	"time"
)

// step is one poll: the seconds since the start, the length of the queue, and the expected replicas.
type step struct {
	second float64
	length float64
	want   int32
}

func TestDecisions(t *testing.T) {
	for name, row := range map[string]struct {
		rule   Rule
		bounds Bounds
		before int32
		steps  []step
	}{
		"an empty queue needs nothing":                 {rule: Rule{Target: 20}, steps: []step{{0, 0, 0}}},
		"one message needs one replica":                {rule: Rule{Target: 20}, steps: []step{{0, 1, 1}}},
		"part of the target counts as one":             {rule: Rule{Target: 20}, steps: []step{{0, 20, 1}, {1, 21, 2}, {2, 40, 2}, {3, 40.5, 3}}},
		"a target below one":                           {rule: Rule{Target: 0.5}, steps: []step{{0, 2, 4}}},
		"a small value needs one replica":              {rule: Rule{Target: 20}, steps: []step{{0, 0.001, 1}}},
		"a value below zero needs nothing":             {rule: Rule{Target: 20}, steps: []step{{0, -5, 0}}},
		"up to the activation the queue is empty":      {rule: Rule{Target: 20, Activation: 5}, steps: []step{{0, 5, 0}, {1, 6, 1}, {2, 5, 0}}},
		"an empty queue has the template's min":        {rule: Rule{Target: 20}, bounds: Bounds{Min: 2}, steps: []step{{0, 0, 2}}},
		"min also applies to a full queue":             {rule: Rule{Target: 20}, bounds: Bounds{Min: 3}, steps: []step{{0, 1, 3}, {1, 100, 5}}},
		"max is the most":                              {rule: Rule{Target: 20}, bounds: Bounds{Max: 4}, steps: []step{{0, 1000, 4}}},
		"max over min":                                 {rule: Rule{Target: 20}, bounds: Bounds{Min: 5, Max: 3}, steps: []step{{0, 0, 3}, {1, 1000, 3}}},
		"more than the maximum":                        {rule: Rule{Target: 1}, steps: []step{{0, 1e300, math.MaxInt32}}},
		"the scale is kept until the cooldown ends":    {rule: Rule{Target: 20, Cooldown: 30 * time.Second}, steps: []step{{0, 100, 5}, {1, 0, 5}, {29.9, 0, 5}, {30, 0, 0}}},
		"a cooldown that starts again":                 {rule: Rule{Target: 20, Cooldown: 30 * time.Second}, steps: []step{{0, 100, 5}, {20, 1, 1}, {49, 0, 1}, {50, 0, 0}}},
		"a shorter queue needs no cooldown":            {rule: Rule{Target: 20, Cooldown: 30 * time.Second}, steps: []step{{0, 100, 5}, {1, 20, 1}}},
		"stabilized down":                              {rule: Rule{Target: 20, Stabilization: 10 * time.Second}, steps: []step{{0, 100, 5}, {3, 60, 5}, {4, 20, 5}, {10, 20, 3}, {13, 20, 1}}},
		"scaled up immediately":                        {rule: Rule{Target: 20, Stabilization: 10 * time.Second}, steps: []step{{0, 20, 1}, {1, 200, 10}, {2, 20, 10}, {11, 20, 1}}},
		"stabilization after the cooldown":             {rule: Rule{Target: 20, Cooldown: 5 * time.Second, Stabilization: 10 * time.Second}, steps: []step{{0, 40, 2}, {4, 0, 2}, {5, 0, 2}, {13.9, 0, 2}, {14, 0, 0}}},
		"a start keeps the scale for a cooldown":       {rule: Rule{Target: 20, Cooldown: 30 * time.Second}, before: 7, steps: []step{{0, 0, 7}, {29, 0, 7}, {30, 0, 0}}},
		"a start with a full queue":                    {rule: Rule{Target: 20, Cooldown: 30 * time.Second}, before: 7, steps: []step{{0, 40, 2}}},
		"a clock set back ends the cooldown once":      {rule: Rule{Target: 20, Cooldown: 30 * time.Second}, steps: []step{{1000, 40, 2}, {0, 0, 2}, {29, 0, 2}, {30, 0, 0}}},
		"a clock set back ends the stabilization, too": {rule: Rule{Target: 20, Stabilization: 10 * time.Second}, steps: []step{{1000, 40, 2}, {0, 20, 2}, {9, 20, 2}, {10, 20, 1}}},
		"a clock set forward ends both":                {rule: Rule{Target: 20, Cooldown: 30 * time.Second, Stabilization: 10 * time.Second}, steps: []step{{0, 40, 2}, {9999, 0, 0}}},
	} {
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		past := After(row.before, start)
		for _, step := range row.steps {
			now := start.Add(time.Duration(step.second * float64(time.Second)))
			if got := past.Next(now, step.length, row.rule, row.bounds); got != step.want {
				t.Errorf("%s: at %v s with a length of %v: got %d, want %d", name, step.second, step.length, got, step.want)
			}
		}
	}
}

func TestBoundsThatChange(t *testing.T) {
	now := time.Now()
	past, rule := After(0, now), Rule{Target: 1, Cooldown: time.Minute, Stabilization: time.Minute}
	past.Next(now, 10, rule, Bounds{})
	for _, row := range []struct {
		bounds Bounds
		want   int32
	}{{Bounds{Max: 4}, 4}, {Bounds{Min: 12}, 12}, {Bounds{}, 10}} {
		if got := past.Next(now, 0, rule, row.bounds); got != row.want {
			t.Errorf("%+v: got %d, want %d", row.bounds, got, row.want)
		}
	}
}

// While the length is unknown, the queue does not count as empty.
func TestCooldownAfterUnknownLength(t *testing.T) {
	start := time.Now()
	past, rule := After(0, start), Rule{Target: 1, Cooldown: 30 * time.Second}
	past.Next(start, 5, rule, Bounds{})
	past.Unknown(start.Add(time.Hour))
	for _, step := range []step{{0, 0, 5}, {29, 0, 5}, {30, 0, 0}} {
		now := start.Add(time.Hour + time.Duration(step.second)*time.Second)
		if got := past.Next(now, step.length, rule, Bounds{}); got != step.want {
			t.Errorf("%v s after the silence: got %d, want %d", step.second, got, step.want)
		}
	}
}

// The memory must not grow while a queue is full.
func TestPastIsBounded(t *testing.T) {
	now := time.Now()
	past, rule := After(0, now), Rule{Target: 1, Stabilization: time.Hour}
	for index := range 5000 {
		past.Next(now.Add(time.Duration(index)*time.Second), float64(1+index%7), rule, Bounds{})
	}
	if len(past.wishes) > 7 {
		t.Errorf("%d wishes are remembered", len(past.wishes))
	}
}

func TestShares(t *testing.T) {
	for name, row := range map[string]struct {
		wanted  int32
		traffic []row
		want    map[string]int32
	}{
		"all at one":           {5, []row{{"a", 100}}, map[string]int32{"a": 5}},
		"rounded up":           {5, []row{{"a", 50}, {"b", 50}}, map[string]int32{"a": 3, "b": 3}},
		"a small share":        {5, []row{{"a", 99}, {"b", 1}}, map[string]int32{"a": 5, "b": 1}},
		"tags without traffic": {5, []row{{"a", 100}, {"b", 0}}, map[string]int32{"a": 5}},
		"several rows of one":  {10, []row{{"a", 30}, {"b", 40}, {"a", 30}}, map[string]int32{"a": 6, "b": 4}},
		"nothing wanted":       {0, []row{{"a", 100}}, map[string]int32{"a": 0}},
		"nothing routed":       {5, nil, map[string]int32{}},
		"the maximum":          {math.MaxInt32, []row{{"a", 100}}, map[string]int32{"a": math.MaxInt32}},
	} {
		if got := shares(row.wanted, row.traffic); !maps.Equal(got, row.want) {
			t.Errorf("%s: got %v, want %v", name, got, row.want)
		}
	}
}

// A scale that is restored after a restart changes nothing.
func TestUndivided(t *testing.T) {
	for _, traffic := range [][]row{{{"a", 100}}, {{"a", 50}, {"b", 50}}, {{"a", 90}, {"b", 10}}, {{"a", 1}, {"b", 33}, {"c", 66}}} {
		for wanted := range int32(200) {
			given := shares(wanted, traffic)
			whole, found := undivided(given, traffic)
			if again := shares(whole, traffic); !found || !maps.Equal(given, again) {
				t.Errorf("%d over %v: %v, found again as %d: %v", wanted, traffic, given, whole, again)
			}
		}
	}
	if whole, found := undivided(map[string]int32{"old": 3}, []row{{"new", 100}}); found {
		t.Errorf("found %d of a revision without traffic", whole)
	}
}

func TestFloors(t *testing.T) {
	traffic := []row{{"a", 75}, {"b", 25}}
	for name, row := range map[string]struct {
		wanted int32
		min    int32
		text   string
		want   map[string]string
	}{
		"shares":                         {8, 0, "", map[string]string{"a": "6", "b": "2"}},
		"nothing wanted":                 {0, 0, "", map[string]string{"a": "", "b": ""}},
		"nothing wanted, min given":      {0, 0, "0", map[string]string{"a": "0", "b": "0"}},
		"a share below the template's":   {8, 3, "3", map[string]string{"a": "6", "b": "3"}},
		"nothing above the template's":   {3, 3, "3", map[string]string{"a": "3", "b": "3"}},
		"a min that was written oddly":   {1, 3, "03", map[string]string{"a": "03", "b": "03"}},
		"a share as the template has it": {4, 3, "3", map[string]string{"a": "3", "b": "3"}},
	} {
		s := &service{traffic: traffic, minScale: row.text, bounds: Bounds{Min: row.min}}
		if got := floors(row.wanted, s); !maps.Equal(got, row.want) {
			t.Errorf("%s: got %v, want %v", name, got, row.want)
		}
	}
}
