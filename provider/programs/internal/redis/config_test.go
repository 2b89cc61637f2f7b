// Configurations: defaults and mistakes.
package redis

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/redisconn"
)

func prepared(t testing.TB, text string) (*Config, []string) {
	t.Helper()
	c := &Config{Redis: redisconn.Config{Addresses: []string{"redis:6379"}}}
	if err := json.Unmarshal([]byte(text), c); err != nil {
		t.Fatal(err)
	}
	c.Name, c.Namespace = "jobs", "shop"
	var wrong adapter.Problems
	c.Prepare(adapter.Secrets{}, &wrong)
	return c, wrong.List()
}

func TestDefaults(t *testing.T) {
	c, wrong := prepared(t, `{"stream":{"keys":["a"]}}`)
	equal(t, "mistakes", wrong, nil)
	equal(t, "stream", *c.Stream, Stream{Keys: []string{"a"}, Group: "shop-jobs", From: "start", ClaimSeconds: 60})
	equal(t, "batch", c.Batch, 64)
	c, _ = prepared(t, `{"list":{"key":"a"}}`)
	equal(t, "list", *c.List, List{Key: "a", Take: "left"})
}

func TestMistakes(t *testing.T) {
	const braces = "in a cluster expected no braces but around a part that is not empty, as in {shop}:jobs, got"
	for text, want := range map[string]string{
		`{}`:                                                              "SOURCE: expected exactly one of stream, list and channel, got none",
		`{"stream":{"keys":[]}}`:                                          "SOURCE.stream.keys: expected at least one text and none that is empty, got []",
		`{"stream":{"keys":["a",""]}}`:                                    `SOURCE.stream.keys: expected at least one text and none that is empty, got ["a" ""]`,
		`{"stream":{"keys":["a","b","a"]}}`:                               `SOURCE.stream.keys: expected each key once, got ["a" "b" "a"]`,
		`{"stream":{"keys":["a"],"from":"now"}}`:                          `SOURCE.stream.from: expected start or end, got "now"`,
		`{"stream":{"keys":["a"],"claimSeconds":-1}}`:                     "SOURCE.stream.claimSeconds: expected a number from 1 to 86400, got -1",
		`{"list":{}}`:                                                     "SOURCE.list.key: expected the key of a list, got nothing",
		`{"list":{"key":"a","take":"top"}}`:                               `SOURCE.list.take: expected left or right, got "top"`,
		`{"list":{"key":"a}"},"redis":{"cluster":true}}`:                  "SOURCE.list.key: " + braces + ` "a}"`,
		`{"channel":{}}`:                                                  "SOURCE.channel.names or SOURCE.channel.patterns: expected at least one text and none that is empty, got []",
		`{"list":{"key":"a"},"batch":10001}`:                              "SOURCE.batch: expected a number from 1 to 10000, got 10001",
		`{"list":{"key":"a"},"subject":"{id}"}`:                           `SOURCE.subject: got "{id}", in which {id} is unknown; expected one of {list}, {json.NAME}`,
		`{"list":{"key":"{a}b"},"redis":{"cluster":true}}`:                "",
		`{"stream":{"keys":["a"]},"orderBy":"{field.u}","id":"{json.x}"}`: "",
	} {
		_, wrong := prepared(t, text)
		if got := strings.Join(wrong, "; "); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", text, got, want)
		}
	}
}

func TestEventFallsBack(t *testing.T) {
	c, _ := prepared(t, `{"list":{"key":"a"},"type":"t.{json.kind}","source":"{json.from}","id":"{list}{json.id}","orderBy":"{json.k}"}`)
	got := c.form.event(taken{place: "a", id: "own", data: []byte(`{"kind":"","id":null,"k":[1]}`)})
	equal(t, "event", got, adapter.Event{
		ID: "own", Type: "dev.knative-faas.redis.list", Source: "redis://redis:6379", Subject: "a", Key: "[1]", Data: got.Data,
	})
}

func FuzzEntry(f *testing.F) {
	f.Add("1767225600123-0", "user", "ann")
	f.Add("0-1", "", "\xff")
	f.Add("-", "x_base64", "<&>\u2028")
	f.Fuzz(func(t *testing.T, id, name, value string) {
		var object map[string]string
		if err := json.Unmarshal(asJSON(map[string]any{name: value}), &object); err != nil || len(object) != 1 {
			t.Errorf("%q: %q: %v %v", name, value, object, err)
		}
		if at := timeOf(id); !at.IsZero() && (at.Year() < 2000 || at.UnixMilli()/1000 > 1<<40) {
			t.Errorf("%q: %v", id, at)
		}
		if before(id, id) || before(id, "0-0") {
			t.Errorf("%q is before itself or the first", id)
		}
	})
}

func FuzzLedger(f *testing.F) {
	f.Add("aab", "ab", "b", uint8(1))
	f.Fuzz(func(t *testing.T, listed, known, unsure string, lost uint8) {
		l := newLedger()
		for _, value := range strings.Split(known, "") {
			l.took(value)
		}
		for _, value := range strings.Split(unsure, "") {
			l.took(value)
			l.unanswered(value)
		}
		l.movesLost(int(lost))
		on := strings.Split(listed, "")
		remove, deliver := l.compare(on)
		for _, value := range on {
			there, held := count(on, value), count(strings.Split(known, ""), value)
			more, less := count(deliver, value), count(remove, value)
			if more+less != max(0, there-held) || less > count(strings.Split(unsure, ""), value) {
				t.Errorf("%q: %d there, %d known, %d delivered, %d removed", value, there, held, more, less)
			}
		}
	})
}

func count(values []string, value string) int {
	return len(values) - len(slices.DeleteFunc(slices.Clone(values), func(one string) bool { return one == value }))
}
