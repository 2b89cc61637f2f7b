// Logins and certificates with a real broker, from files that change while the source runs.
package kafka

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

// mounted writes files like those of a mounted Secret, and returns the variables that name them.
func mounted(t *testing.T, parts map[string]string) (directory string, environment map[string]string) {
	t.Helper()
	directory, environment = t.TempDir(), map[string]string{}
	for name, content := range parts {
		file := filepath.Join(directory, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		environment[name+"_FILE"] = file
	}
	return directory, environment
}

func (k *topics) user(mechanism kadm.ScramMechanism, name, password string) {
	k.t.Helper()
	change := []kadm.UpsertSCRAM{{User: name, Mechanism: mechanism, Iterations: 4096, Password: password}}
	if _, err := k.admin.AlterUserSCRAMs(context.Background(), nil, change); err != nil {
		k.t.Fatal(err)
	}
}

// token returns an unsigned token, which Kafka's unsecured mode accepts.
func token(lifetime time.Duration) string {
	now := time.Now()
	part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	claims := fmt.Sprintf(`{"sub":"shop","iat":%d,"exp":%d}`, now.Unix(), now.Add(lifetime).Unix())
	return part(`{"alg":"none"}`) + "." + part(claims) + "."
}

func TestWaysIn(t *testing.T) {
	t.Parallel()
	k := serve(t)
	k.make("secret", 1)
	k.put(&kgo.Record{Topic: "secret", Value: []byte("x")})
	k.user(kadm.ScramSha256, "shop256", password)
	k.user(kadm.ScramSha512, "shop512", password)
	for name, row := range map[string]struct {
		listener, more string
		secrets        map[string]string
	}{
		"PLAIN":         {"SASL", `"sasl":"PLAIN"`, map[string]string{"SECRET_USER": "shop", "SECRET_PASSWORD": password}},
		"SCRAM-SHA-256": {"SASL", `"sasl":"SCRAM-SHA-256"`, map[string]string{"SECRET_USER": "shop256", "SECRET_PASSWORD": password}},
		"SCRAM-SHA-512": {"SASL", `"sasl":"SCRAM-SHA-512"`, map[string]string{"SECRET_USER": "shop512", "SECRET_PASSWORD": password}},
		"OAUTHBEARER":   {"SASL", `"sasl":"OAUTHBEARER"`, map[string]string{"SECRET_TOKEN": token(time.Hour) + "\n"}},
		"TLS":           {"TLS", `"tls":{}`, map[string]string{"SECRET_CA": authority.ca}},
		"mTLS":          {"MTLS", `"tls":{}`, map[string]string{"SECRET_CA": authority.ca, "SECRET_CERT": authority.client.cert, "SECRET_KEY": authority.client.key}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at, sink := *k, newSink(t, nil)
			at.t = t
			_, environment := mounted(t, row.secrets)
			source := at.run(sink, settings{
				kafka:       fmt.Sprintf(`{"bootstrapServers":[%q],%s}`, k.address(row.listener), row.more),
				config:      fmt.Sprintf(`"topics":["secret"],"group":"secret-%s","initialOffset":"earliest"`, name),
				environment: environment,
			})
			eventually(t, "the entry is there", func() bool { return sink.count() == 1 })
			source.stop()
			if strings.Contains(source.log.String(), password) {
				t.Error("a secret is in the log")
			}
		})
	}
}

// The password changes on the server first, and in the file later. The broker requires a new login every two seconds.
func TestRotatedPassword(t *testing.T) {
	t.Parallel()
	k, sink := serve(t), newSink(t, nil)
	k.make("rotated", 1)
	k.user(kadm.ScramSha512, "rotating", "first-"+password)
	directory, environment := mounted(t, map[string]string{"SECRET_USER": "rotating", "SECRET_PASSWORD": "first-" + password})
	source := k.run(sink, settings{
		kafka:       fmt.Sprintf(`{"bootstrapServers":[%q],"sasl":"SCRAM-SHA-512"}`, k.address("SASL")),
		config:      `"topics":["rotated"],"group":"rotated","initialOffset":"earliest"`,
		environment: environment,
	})
	k.put(&kgo.Record{Topic: "rotated", Value: []byte("before")})
	eventually(t, "the entry is there", func() bool { return sink.count() == 1 })
	eventually(t, "it is ready", source.ready)
	k.user(kadm.ScramSha512, "rotating", "second-"+password)
	eventually(t, "the login is refused", source.log.has("kafka refused the login"))
	eventually(t, "it is not ready", func() bool { return !source.ready() })
	k.put(&kgo.Record{Topic: "rotated", Value: []byte("after")})
	if err := os.WriteFile(filepath.Join(directory, "SECRET_PASSWORD"), []byte("second-"+password), 0o600); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the entry is there", func() bool { return len(sink.data()) == 2 })
	eventually(t, "it is ready", source.ready)
	if strings.Contains(source.log.String(), password) {
		t.Error("a secret is in the log")
	}
	source.stop()
}

// A login in variables can't change, so the program exits, to be restarted with the current values of its Secret.
func TestRefusedLoginOfVariables(t *testing.T) {
	t.Parallel()
	k, sink := serve(t), newSink(t, nil)
	source := k.run(sink, settings{
		kafka:       fmt.Sprintf(`{"bootstrapServers":[%q],"sasl":"PLAIN"}`, k.address("SASL")),
		config:      `"topics":["refused"]`,
		environment: map[string]string{"SECRET_USER": "shop", "SECRET_PASSWORD": "another-" + password},
		patience:    time.Second,
	})
	select {
	case code := <-source.exit:
		equal(t, "exit code", code, 1)
	case <-time.After(20 * time.Second):
		t.Error("the source did not end")
	}
}
