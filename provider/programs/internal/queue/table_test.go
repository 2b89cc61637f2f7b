// Entries of all kinds: which can share a connection, and all mistakes, each at its path.
package queue

import (
	"slices"
	"strings"
	"testing"

	"knative-faas.dev/programs/internal/strict"
)

func parse(text string) (Queue, LoginKeys, []string) {
	var kinds Kinds
	wrong := strict.Decode("entry", []byte(text), &kinds)
	if len(wrong) > 0 {
		return nil, nil, lines(wrong)
	}
	q, keys := kinds.One("entry", &wrong)
	return q, keys, lines(wrong)
}

func lines(wrong strict.Mistakes) []string {
	var all []string
	for _, mistake := range wrong {
		all = append(all, mistake.String())
	}
	return all
}

func TestReadMistakes(t *testing.T) {
	for _, row := range []struct {
		text string
		want []string
	}{
		{"", []string{"entry: expected an object in JSON, got nothing"}},
		{"[]", []string{"entry: expected an object in JSON, got a list of 0"}},
		{"{}", []string{"entry: expected exactly one of redisList, redisStream, rabbitmq, kafkaLag, prometheus, got 0 of them"}},
		{`{"redisList": {}, "prometheus": {}}`, []string{"entry: expected exactly one of redisList, redisStream, rabbitmq, kafkaLag, prometheus, got 2 of them"}},
		{`{"redisList": 1}`, []string{"entry.redisList: expected an object in JSON, got 1"}},
		{`{"redisList": {"redis": {"addresses": ["a:1", "b", 3], "database": 1.5, "cluster": "yes", "more": 1}, "keys": [1, null]}}`, []string{
			"entry.redisList.keys[0]: expected text, got 1",
			"entry.redisList.keys[1]: expected text, got nothing",
			"entry.redisList.redis.addresses[2]: expected text, got 3",
			"entry.redisList.redis.cluster: expected true or false, got text",
			"entry.redisList.redis.database: expected a whole number, got 1.5",
			"entry.redisList.redis.more: unknown property; expected one of addresses, cluster, database, sentinelMaster, tls",
		}},
		{`{"redisList": {"redis": {"addresses": ["a:1", "b"], "database": -1}, "keys": [""]}}`, []string{
			"entry.redisList.redis.addresses: expected one, got 2: several are only valid with cluster or sentinelMaster",
			`entry.redisList.redis.addresses[1]: expected host:port, got "b"`,
			"entry.redisList.redis.database: expected 0 or more, got -1",
			"entry.redisList.keys[0]: expected text that is not empty, got nothing",
		}},
		{`{"redisStream": {"redis": {"addresses": []}, "login": {"user": {"name": "A", "key": "/"}, "pass": {}}}}`, []string{
			"entry.redisStream.login.pass: unknown property; expected one of user, password, ca, cert, key, sentinelUser, sentinelPassword",
			`entry.redisStream.login.user.name: expected the name of a Secret, got "A"`,
			`entry.redisStream.login.user.key: expected the key of a Secret, got "/"`,
			"entry.redisStream.redis.addresses: expected at least one host:port, got none",
			"entry.redisStream.key: expected text that is not empty, got nothing",
			"entry.redisStream.group: expected text that is not empty, got nothing",
		}},
		{`{"redisStream": {"key": "k", "group": "g"}}`, []string{"entry.redisStream.redis: expected an object, got nothing"}},
		{`{"rabbitmq": {"address": "amqp://shop:secret@rabbit", "queue": "q"}}`, []string{
			"entry.rabbitmq.address: expected no user or password in it; refer to keys of a Secret in login",
		}},
		{`{"rabbitmq": {"address": "amqp://rabbit?certfile=/etc/passwd", "queue": "q", "login": {"cert": {"name": "s", "key": "k"}}}}`, []string{
			"entry.rabbitmq.login.cert: expected key and cert together, or neither of them",
			"entry.rabbitmq.address: expected host, port and virtual host only, got something after ? or #",
		}},
		{`{"kafkaLag": {"bootstrapServers": "amqp://shop:secret@k", "group": "g", "topics": ["t"], "tls": true}}`, []string{
			"entry.kafkaLag.bootstrapServers: expected a list, each of it text, got text",
			"entry.kafkaLag.tls: expected an object in JSON, got true",
		}},
		{`{"kafkaLag": {"bootstrapServers": [], "group": "g", "topics": ["t"], "sasl": "GSSAPI", "initialOffset": "middle"}}`, []string{
			"entry.kafkaLag.bootstrapServers: expected at least one host:port, got none",
			`entry.kafkaLag.sasl: expected one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER, got "GSSAPI"`,
			`entry.kafkaLag.initialOffset: expected latest, earliest or a time such as 2026-01-31T12:00:00Z, got "middle"`,
		}},
		{`{"prometheus": {"address": "prometheus:9090", "query": ""}}`, []string{
			"entry.prometheus.query: expected text that is not empty, got nothing",
			"entry.prometheus.address: expected a URL that begins with http:// or https://",
		}},
	} {
		if _, _, got := parse(row.text); !slices.Equal(got, row.want) {
			t.Errorf("%s:\n got %s\nwant %s", row.text, strings.Join(got, "\n     "), strings.Join(row.want, "\n     "))
		}
	}
}

func TestLoginKeys(t *testing.T) {
	_, keys, mistakes := parse(`{"redisList": {"redis": {"addresses": ["a:1"]}, "keys": ["k"],
		"login": {"user": {"name": "s", "key": "u"}, "sentinelPassword": {"name": "t.x", "key": "p"}}}}`)
	if len(mistakes) > 0 || len(keys) != 2 || keys["user"] != (SecretKey{"s", "u"}) || keys["sentinelPassword"] != (SecretKey{"t.x", "p"}) {
		t.Error(keys, mistakes)
	}
}

// Queues on the same server have equal identities, whatever their kind; any difference in the connection changes the identity.
func TestServerIdentity(t *testing.T) {
	list := `{"redisList": {"redis": {"addresses": ["a:1"]}, "keys": ["%s"]}}`
	same := [][2]string{
		{strings.Replace(list, "%s", "k", 1), strings.Replace(list, "%s", "l", 1)},
		{strings.Replace(list, "%s", "k", 1), `{"redisStream": {"redis": {"addresses": ["a:1"]}, "key": "k", "group": "g"}}`},
		{`{"rabbitmq": {"address": "amqp://r", "queue": "a"}}`, `{"rabbitmq": {"address": "amqp://r", "queue": "b"}}`},
		{`{"prometheus": {"address": "http://p", "query": "a"}}`, `{"prometheus": {"address": "http://p", "query": "b"}}`},
		{`{"kafkaLag": {"bootstrapServers": ["k:1"], "group": "a", "topics": ["a"]}}`, `{"kafkaLag": {"bootstrapServers": ["k:1"], "group": "b", "topics": ["b"]}}`},
	}
	other := [][2]string{
		{same[0][0], `{"redisList": {"redis": {"addresses": ["a:1"], "database": 1}, "keys": ["k"]}}`},
		{same[0][0], `{"redisList": {"redis": {"addresses": ["a:1"], "tls": {}}, "keys": ["k"]}}`},
		{same[2][0], `{"rabbitmq": {"address": "amqp://r/shop", "queue": "a"}}`},
		{same[4][0], `{"kafkaLag": {"bootstrapServers": ["k:1"], "group": "a", "topics": ["a"], "sasl": "PLAIN"}}`},
	}
	for _, pair := range same {
		if a, b := parsed(t, "%s", pair[0]).Server(), parsed(t, "%s", pair[1]).Server(); a != b {
			t.Errorf("%s and %s are taken for two servers", a, b)
		}
	}
	for _, pair := range other {
		if a, b := parsed(t, "%s", pair[0]).Server(), parsed(t, "%s", pair[1]).Server(); a == b {
			t.Errorf("%v are taken for one server", pair)
		}
	}
}
