// Tests of the configuration: defaults, and mistakes that are reported all at once.
package mqtt

import (
	"context"
	"slices"
	"strings"
	"testing"

	"knative-faas.dev/programs/internal/adapter"
)

// mistakes returns the mistakes that the program reports; "" if it would run.
func mistakes(t *testing.T, values map[string]string) string {
	t.Helper()
	out := new(output)
	with(values, "PORT", "0", "K_SINK", "http://sink")
	code := adapter.Run(t.Context(), func(name string) string { return values[name] }, out, "mqtt-source",
		func(context.Context, *adapter.Runtime, Config) error { return nil })
	if code == 0 {
		return ""
	}
	if code != 2 || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("expected exit code 2 and one line, got %d:\n%s", code, out)
	}
	return out.String()
}

func TestDefaults(t *testing.T) {
	c := Config{Common: adapter.Common{Name: "orders", Namespace: "shop", Parallelism: 1}, Address: "mqtts://broker", Topics: []string{"a"}}
	var wrong adapter.Problems
	c.Prepare(adapter.Secrets{}, &wrong)
	if wrong.Any() {
		t.Fatal(wrong.List())
	}
	for _, pair := range [][2]any{
		{c.Protocol, "5"}, {*c.QoS, 1}, {c.ClientID, "shop-orders"}, {*c.SessionSeconds, 86400}, {c.Type, "dev.knative-faas.mqtt.message"},
		{c.Source, "mqtts://broker"}, {c.Subject, "{topic}"}, {c.server.Host, "broker:8883"}, {c.security.ServerName, "broker"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("expected %v, got %v", pair[1], pair[0])
		}
	}
}

func TestIdentifierOfAPod(t *testing.T) {
	for _, c := range []struct {
		group, pod, client string
		removable          bool
	}{
		{"", "shop-orders-0", "c", false}, {"", "shop-orders-3", "c", false},
		{"g", "shop-orders-0", "c-0", false}, {"g", "shop-orders-12", "c-12", true}, {"g", "host", "c-host", true},
	} {
		config := Config{Group: c.group, ClientID: "c", Topics: []string{"a", "b/+"}}
		if config.client(c.pod) != c.client || config.isRemovable(c.pod) != c.removable {
			t.Errorf("%+v: got %q, %v", c, config.client(c.pod), config.isRemovable(c.pod))
		}
	}
	config := Config{Group: "g", Topics: []string{"a", "b/+"}}
	if got := config.filters(); !slices.Equal(got, []string{"$share/g/a", "$share/g/b/+"}) {
		t.Errorf("expected shared topics, got %v", got)
	}
}

func TestMistakes(t *testing.T) {
	text := mistakes(t, map[string]string{
		"SOURCE": `{"name":"a","namespace":"b","address":"mqtt://broker","protocol":"4","topics":["a/#/b","$share/g/a","","a+"],"qos":3,
			"clientId":"a\u0000b","group":"a/b","sessionSeconds":-1,"ordered":"yes","tls":{"serverName":"x","verify":false},"subject":"{topic.0}","id":"{field.x}"}`,
		"SECRET_USER": "s3cret-user",
	})
	for _, want := range []string{
		"SOURCE.protocol: expected 5 or 3.1.1, got", "SOURCE.topics[0]: expected a topic", "SOURCE.topics[1]: got", "SOURCE.topics[2]: expected",
		"SOURCE.topics[3]: expected", "SOURCE.qos: expected 0, 1 or 2, got 3", "SOURCE.clientId: expected", "SOURCE.group: expected a name without",
		"SOURCE.sessionSeconds: expected", "SOURCE.ordered: expected true or false", "SOURCE.tls: is only valid with mqtts:// and wss://",
		"SOURCE.tls.verify: unknown property; expected one of serverName", "from 1, in {topic.1}, got {topic.0}", "SOURCE.id: got", "{field.x} is unknown",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("expected %q in:\n%s", want, text)
		}
	}
	if strings.Contains(text, "s3cret") {
		t.Errorf("a secret is shown:\n%s", text)
	}
}

func TestAddresses(t *testing.T) {
	for address, host := range map[string]string{
		"mqtt://broker": "broker:1883", "mqtts://broker": "broker:8883", "ws://broker": "broker:80", "wss://broker/mqtt": "broker:443",
		"mqtt://broker:1": "broker:1", "mqtt://[::1]": "[::1]:1883", "wss://[::1]:9": "[::1]:9",
	} {
		var wrong adapter.Problems
		if got := readAddress(address, &wrong); wrong.Any() || got.Host != host {
			t.Errorf("%s: expected %s, got %v, %v", address, host, got, wrong.List())
		}
	}
	for _, address := range []string{
		"", "broker", "broker:1883", "http://broker", "mqtt://", "mqtt://:1883", "mqtt://broker/path", "ws://broker?x=1", "ws://broker#x",
		"mqtt://me:s3cret@broker", "mqtt://me:s3cret@broker:port", "tcp://broker", "mqtt://bro ker",
	} {
		var wrong adapter.Problems
		if got := readAddress(address, &wrong); got != nil || len(wrong.List()) != 1 || strings.Contains(wrong.String(), "s3cret") {
			t.Errorf("%s: expected one mistake without the secret, got %v, %v", address, got, wrong.List())
		}
	}
}

func TestMistakesOfCertificates(t *testing.T) {
	ca := newAuthority(t)
	cert, key := ca.issue("source")
	_, otherKey := ca.issue("other")
	const source = `{"name":"a","namespace":"b","address":"mqtts://broker","topics":["a"]}`
	for _, c := range []struct {
		values []string
		want   string // empty: none
	}{
		{[]string{"SECRET_CA", ca.pem, "SECRET_CERT", cert, "SECRET_KEY", key}, ""},
		{[]string{"SECRET_CA", "s3cret"}, "SECRET_CA: expected certificates in PEM form"},
		{[]string{"SECRET_CERT", cert}, "SECRET_CERT and SECRET_KEY: expected"},
		{[]string{"SECRET_KEY", key}, "SECRET_CERT and SECRET_KEY: expected"},
		{[]string{"SECRET_CERT", cert, "SECRET_KEY", otherKey}, "SECRET_CERT and SECRET_KEY: expected"},
		{[]string{"SECRET_CERT", cert, "SECRET_KEY", "s3cret"}, "SECRET_CERT and SECRET_KEY: expected"},
	} {
		text := mistakes(t, with(map[string]string{"SOURCE": source}, c.values...))
		if !strings.Contains(text, c.want) || c.want == "" && text != "" || strings.Contains(text, "s3cret") || strings.Contains(text, "PRIVATE") {
			t.Errorf("expected %q, got:\n%s", c.want, text)
		}
	}
	old := strings.Replace(source, "{", `{"protocol":"3.1.1",`, 1)
	if text := mistakes(t, map[string]string{"SOURCE": old, "SECRET_PASSWORD": "s3cret"}); !strings.Contains(text, "SECRET_USER: expected a user") {
		t.Errorf("expected a mistake, got:\n%s", text)
	}
}
