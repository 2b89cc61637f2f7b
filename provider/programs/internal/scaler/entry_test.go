// Parsing of entries: the defaults, all mistakes with their paths, and arbitrary annotations.
package scaler

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

const someQueue = `"redisList": {"redis": {"addresses": ["redis:6379"]}, "keys": ["jobs"]}`

func TestParseEntry(t *testing.T) {
	entry, err := ParseEntry(`{"target": 20, ` + someQueue + `}`)
	if err != nil || entry.Queue == nil || entry.Rule != (Rule{Target: 20, Cooldown: 30 * time.Second}) || len(entry.Login) != 0 {
		t.Errorf("%+v, %v", entry, err)
	}
	entry, err = ParseEntry(`{"target": 0.5, "activation": 2.5, "cooldownSeconds": 0, "stabilizationSeconds": 60, ` + someQueue + `}`)
	if err != nil || entry.Rule != (Rule{0.5, 2.5, 0, time.Minute}) {
		t.Errorf("%+v, %v", entry, err)
	}
}

func TestParseEntryMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"":   "knative-faas.dev/scale-on: expected an object in JSON, got nothing",
		"[]": "knative-faas.dev/scale-on: expected an object in JSON, got a list of 0",
		"{}": "knative-faas.dev/scale-on.target: expected a number above 0, got 0\nknative-faas.dev/scale-on: expected exactly one of redisList, redisStream, rabbitmq, kafkaLag, prometheus, got 0 of them",
		`{"target": "20", "cooldownSeconds": 1.5, "more": 1, ` + someQueue + `}`: strings.Join([]string{
			"knative-faas.dev/scale-on.cooldownSeconds: expected a whole number, got 1.5",
			"knative-faas.dev/scale-on.more: unknown property; expected one of activation, cooldownSeconds, kafkaLag, prometheus, rabbitmq, redisList, redisStream, stabilizationSeconds, target",
			"knative-faas.dev/scale-on.target: expected a number, got text",
		}, "\n"),
		`{"target": 0, "activation": -1, "cooldownSeconds": -1, "stabilizationSeconds": 1000000, ` + someQueue + `}`: strings.Join([]string{
			"knative-faas.dev/scale-on.target: expected a number above 0, got 0",
			"knative-faas.dev/scale-on.activation: expected a number of at least 0, got -1",
			"knative-faas.dev/scale-on.cooldownSeconds: expected a whole number from 0 to 86400, got -1",
			"knative-faas.dev/scale-on.stabilizationSeconds: expected a whole number from 0 to 86400, got 1000000",
		}, "\n"),
	} {
		if entry, err := ParseEntry(text); entry != nil || err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", text, err, want)
		}
	}
}

// An annotation results either in mistakes or in an entry, which can be opened, identified and used for decisions.
func FuzzParseEntry(f *testing.F) {
	login := `"login": {"user": {"name": "s", "key": "k"}, "ca": {"name": "s", "key": "k"}}`
	for _, seed := range []string{
		`{"target": 20, ` + someQueue + `}`,
		`{"target": 1e-9, "redisStream": {"redis": {"addresses": ["a:1", "b:2"], "cluster": true, "tls": {"serverName": "x"}}, "key": "k", "group": "g", ` + login + `}}`,
		`{"target": 1, "rabbitmq": {"address": "amqps://rabbit:5671/shop", "queue": "jobs", "tls": {}, ` + login + `}}`,
		`{"target": 1, "kafkaLag": {"bootstrapServers": ["k:9092"], "group": "g", "topics": ["t"], "sasl": "SCRAM-SHA-512", "tls": {}}}`,
		`{"target": 1, "prometheus": {"address": "http://p:9090/x", "query": "sum(x)"}}`,
		`{"target": null, "redisList": {"redis": [], "keys": {}, "login": []}}`, "", "null", "[[[[", `{"target": 1e999}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		entry, err := ParseEntry(text)
		if (entry == nil) == (err == nil) {
			t.Fatalf("entry %v, error %v", entry, err)
		}
		if entry == nil {
			return
		}
		if server := entry.Queue.Server(); server == "" || !json.Valid([]byte(server[strings.Index(server, " ")+1:])) {
			t.Errorf("server %q", server)
		}
		if connection, err := entry.Queue.Open(nil); err == nil {
			connection.Close()
		}
		past := After(0, time.Now())
		if wanted := past.Next(time.Now(), 1e9, entry.Rule, Bounds{Max: 5}); wanted < 0 || wanted > 5 {
			t.Errorf("%+v wants %d", entry.Rule, wanted)
		}
	})
}
