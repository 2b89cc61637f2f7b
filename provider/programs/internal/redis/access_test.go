// Access: TLS, certificates, logins, and users with exactly the permissions in the package's doc.
package redis

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crypto/tls"

	driver "github.com/redis/go-redis/v9"
)

// authority signs certificates for 127.0.0.1 and server.test.
type authority struct {
	t    *testing.T
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pem  string
}

func newAuthority(t *testing.T) *authority {
	a := &authority{t: t}
	a.cert, a.key, a.pem = a.sign(&x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign})
	return a
}

func (a *authority) sign(of *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey, string) {
	key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	of.SerialNumber = big.NewInt(time.Now().UnixNano())
	of.Subject = pkix.Name{CommonName: of.SerialNumber.String()} // unique: a certificate whose issuer is its own name would be an authority
	of.NotBefore, of.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = of, key
	}
	raw, err := x509.CreateCertificate(rand.Reader, of, parent, &key.PublicKey, signer)
	if err != nil {
		a.t.Fatal(err)
	}
	cert, _ := x509.ParseCertificate(raw)
	return cert, key, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}))
}

func (a *authority) pair(names ...string) (cert, key string) {
	_, private, cert := a.sign(&x509.Certificate{
		DNSNames: names, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	})
	raw, _ := x509.MarshalPKCS8PrivateKey(private)
	return cert, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}))
}

// serveTLS starts a server that speaks only TLS and requires a client certificate.
func serveTLS(t *testing.T, a *authority) *server {
	t.Helper()
	cert, key := a.pair("server.test")
	directory, port := t.TempDir(), freePort(t)
	file := func(name, text string) string {
		path := filepath.Join(directory, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	s := newServer(t, port, "--port", "0", "--tls-port", port, "--tls-cert-file", file("cert", cert), "--tls-key-file", file("key", key),
		"--tls-ca-cert-file", file("ca", a.pem))
	pair, err := tls.X509KeyPair([]byte(cert), []byte(key))
	if err != nil {
		t.Fatal(err)
	}
	s.client = driver.NewClient(&driver.Options{Addr: s.address(), Protocol: 2, TLSConfig: &tls.Config{InsecureSkipVerify: true, Certificates: []tls.Certificate{pair}}})
	s.start()
	return s
}

func TestTLS(t *testing.T) {
	t.Parallel()
	a, stranger := newAuthority(t), newAuthority(t)
	redis := serveTLS(t, a)
	redis.pushes("jobs", 1, 3)
	cert, key := a.pair()
	wrongCert, wrongKey := stranger.pair()
	for _, row := range []struct {
		name, tls, ca, cert, key, says string
	}{
		{"wrong authority", `,"tls":{}`, stranger.pem, cert, key, "not signed by a known authority, give the right ca"},
		{"wrong name", `,"tls":{"serverName":"other.test"}`, a.pem, cert, key, "the server's certificate is not for other.test, set tls.serverName"},
		{"wrong certificate", `,"tls":{}`, a.pem, wrongCert, wrongKey, "tls"},
		{"no TLS", "", "", "", "", "reading failed"},
		{"right", `,"tls":{"serverName":"server.test"}`, a.pem, cert, key, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			sink := newSink(t, nil)
			source := run(t, sink, settings{
				redis: fmt.Sprintf(`{"addresses":[%q]%s}`, redis.address(), row.tls), config: jobs,
				environment: map[string]string{"SECRET_CA": row.ca, "SECRET_CERT": row.cert, "SECRET_KEY": row.key},
			})
			if row.says == "" {
				eventually(t, "all are delivered", func() bool { return sink.count() == 3 })
				equal(t, "source", sink.all()[0].Get("Ce-Source"), "rediss://"+redis.address())
				return
			}
			eventually(t, "the reason is logged", source.log.has(row.says))
			equal(t, "ready", source.ready(), false)
			if strings.Contains(source.log.String(), "PRIVATE KEY") {
				t.Error("a key is in the log")
			}
		})
	}
}

const password = "s3cr3t-of-the-test"

// rights are those in the package's doc.
var rights = map[string]string{
	"stream":  "~orders +xgroup|create +xgroup|delconsumer +xinfo|groups +xinfo|stream +xinfo|consumers +xreadgroup +xack +xclaim +xautoclaim +xrange",
	"list":    "~jobs ~{jobs}:* +lmove +blmove +lrem +lrange +llen +sadd +srem +smembers +set +exists +del",
	"channel": "&alerts &news.* +subscribe +psubscribe +ping",
}

// produce creates one event of each kind, and a consumer that is gone.
var produce = map[string][][]any{
	"stream":  {{"XADD", "orders", "*", "n", "x"}, {"XGROUP", "CREATECONSUMER", "orders", "shop-jobs", "dead"}},
	"list":    {{"RPUSH", "jobs", "x"}, {"SADD", "{jobs}:consumers", "dead"}},
	"channel": {{"PUBLISH", "alerts", "x"}},
}

func TestRights(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	for user, words := range rights {
		redis.do("ACL SETUSER "+user+" on resetchannels -@all +select "+words, ">"+password)
	}
	redis.do("SELECT 0")
	login := func(user, password string) map[string]string {
		return map[string]string{"SECRET_USER": user, "SECRET_PASSWORD": password}
	}
	place := fmt.Sprintf(`{"addresses":[%q],"database":1}`, redis.address())
	config := map[string]string{"stream": `"stream":{"keys":["orders"],"claimSeconds":1}`, "list": jobs, "channel": `"channel":{"names":["alerts"],"patterns":["news.*"]}`}
	for user := range rights {
		t.Run(user, func(t *testing.T) {
			t.Parallel()
			one := settings{redis: place, config: config[user], environment: login(user, password)}
			sink := newSink(t, nil)
			source := run(t, sink, one)
			eventually(t, "it is ready", source.ready)
			other := driver.NewClient(&driver.Options{Addr: redis.address(), DB: 1, Protocol: 2})
			defer other.Close()
			for _, words := range produce[user] {
				other.Do(t.Context(), words...)
			}
			eventually(t, "it is delivered", func() bool { return sink.count() == 1 })
			time.Sleep(1200 * time.Millisecond) // long enough for each task to run
			if user == "stream" {               // the group is created again, too
				other.Do(t.Context(), "XGROUP", "DESTROY", "orders", "shop-jobs")
				other.Do(t.Context(), "XADD", "orders", "*", "n", "y")
				eventually(t, "it is delivered", func() bool { return sink.count() == 2 })
			}
			equal(t, "exit code", source.stop(), 0)
			if strings.Contains(source.log.String(), "NOPERM") {
				t.Error("a permission is missing:", source.log)
			}
		})
	}
	for _, row := range []struct{ name, user, password, says string }{
		{"wrong password", "list", "wrong-" + password, "redis refused the login: user or password is wrong"},
		{"no right", "stream", password, "the redis user lacks a permission"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			source := run(t, newSink(t, nil), settings{redis: place, config: jobs, environment: login(row.user, row.password)})
			eventually(t, "the reason is logged", source.log.has(row.says))
			equal(t, "ready", source.ready(), false)
			if _, metrics := source.get("/metrics"); strings.Contains(source.log.String()+metrics, password) {
				t.Error("the password is shown")
			}
		})
	}
}

// With the old password the program can only exit: it is restarted with the new one.
func TestPasswordIsRotated(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	redis.do("ACL SETUSER app on ~* &* +@all", ">old-"+password)
	login := settings{
		address: redis.address(), config: jobs, patience: 300 * time.Millisecond,
		environment: map[string]string{"SECRET_USER": "app", "SECRET_PASSWORD": "old-" + password},
	}
	sink := newSink(t, nil)
	source := run(t, sink, login)
	redis.do("RPUSH jobs one")
	eventually(t, "it is delivered", func() bool { return sink.count() == 1 })
	redis.do("ACL SETUSER app resetpass", ">new-"+password)
	redis.do("CLIENT KILL USER app")
	redis.do("RPUSH jobs two")
	code := <-source.exit
	source.exit <- code
	equal(t, "exit code", code, 1)
	last := strings.TrimSpace(source.log.String())
	last = last[strings.LastIndex(last, "\n")+1:]
	if !strings.Contains(last, "redis refused the login: user or password is wrong") || strings.Contains(source.log.String(), password) {
		t.Errorf("expected the reason in the last line and no password, got %s", source.log)
	}
	login.environment["SECRET_PASSWORD"] = "new-" + password
	run(t, sink, login)
	eventually(t, "the rest is delivered", func() bool { return len(sink.data()) == 2 })
}

func TestMissingLogin(t *testing.T) {
	t.Parallel()
	redis := serve(t, "--requirepass", password)
	source := run(t, newSink(t, nil), settings{address: redis.address(), config: jobs})
	eventually(t, "the reason is logged", source.log.has("redis requires a login and none is set"))
	wrong := serve(t)
	wrong.do("SET jobs x")
	source = run(t, newSink(t, nil), settings{address: wrong.address(), config: jobs})
	eventually(t, "the reason is logged", source.log.has("the key holds another kind of value"))
}
