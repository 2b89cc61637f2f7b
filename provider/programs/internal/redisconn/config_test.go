// Configurations with mistakes, names of keys, and explanations of errors.
package redisconn

import (
	"crypto/tls"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestProblems(t *testing.T) {
	for _, row := range []struct {
		name   string
		config Config
		login  Login
		want   []string
	}{
		{"one", Config{Addresses: []string{"redis:6379"}}, Login{}, nil},
		{"IPv6", Config{Addresses: []string{"[::1]:6379"}, TLS: &TLS{}}, Login{User: "u", Password: "p"}, nil},
		{"none", Config{}, Login{}, []string{"redis.addresses: expected at least one host:port, got none"}},
		{"several", Config{Addresses: []string{"a:1", "b:2"}}, Login{},
			[]string{"redis.addresses: expected one, got 2: several are only valid with cluster or sentinelMaster"}},
		{"ports", Config{Cluster: true, Addresses: []string{"a", ":1", "a:x", "a:70000"}}, Login{}, []string{
			`redis.addresses[0]: expected host:port, got "a"`, `redis.addresses[1]: expected host:port, got ":1"`,
			`redis.addresses[2]: expected host:port, got "a:x"`, `redis.addresses[3]: expected host:port, got "a:70000"`,
		}},
		{"database", Config{Addresses: []string{"a:1"}, Cluster: true, Database: 2, SentinelMaster: "m"}, Login{}, []string{
			"redis.database: a cluster has only database 0, got 2", `redis.sentinelMaster: expected none with cluster, got "m"`,
		}},
		{"negative", Config{Addresses: []string{"a:1"}, Database: -1}, Login{}, []string{"redis.database: expected 0 or more, got -1"}},
		{"login", Config{Addresses: []string{"a:1"}}, Login{User: "secret", SentinelPassword: "secret", CA: "secret", Cert: "secret"}, []string{
			"redis.tls: a certificate is set, but the connection is not encrypted; add tls",
			"redis: a user is set without a password",
			"redis.sentinelMaster: a login for Sentinel is set, but no sentinelMaster",
			"redis.tls: ca: expected certificates in PEM form, found none",
			"redis.tls: cert and key: expected both in PEM form and made for each other: tls: failed to find any PEM data in certificate input",
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := Problems("redis", row.config, row.login)
			if !slices.Equal(got, row.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(row.want, "\n"))
			}
			if _, err := Open(row.config, row.login); (err == nil) != (row.want == nil) {
				t.Errorf("open: %v", err)
			}
		})
	}
}

func TestKeys(t *testing.T) {
	for list, want := range map[string]string{
		"jobs": "{jobs}:processing:c-0", "{shop}jobs": "{shop}jobs:processing:c-0", "a{b}c": "a{b}c:processing:c-0",
	} {
		if got := ProcessingKey(list, "c-0"); got != want {
			t.Errorf("%s: got %s, want %s", list, got, want)
		}
	}
	if AliveKey("jobs", "c") != "{jobs}:alive:c" || ConsumersKey("jobs") != "{jobs}:consumers" {
		t.Error(AliveKey("jobs", "c"), ConsumersKey("jobs"))
	}
}

func TestExplain(t *testing.T) {
	for _, row := range []struct {
		err  error
		want string
	}{
		{errors.New("WRONGPASS invalid"), "redis refused the login: user or password is wrong: WRONGPASS invalid"},
		{fmt.Errorf("x: %w", tls.RecordHeaderError{Msg: "odd"}), "the server does not speak TLS at this address, remove tls or change the port: x: tls: odd"},
		{errors.New("EOF"), "EOF"},
	} {
		if got := Explain(row.err); got != row.want {
			t.Errorf("got %s, want %s", got, row.want)
		}
	}
}
