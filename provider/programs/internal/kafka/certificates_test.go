// An authority that issues certificates for the broker and for a client.
package kafka

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"time"
)

type pair struct{ cert, key string }

type certificates struct {
	ca             string
	server, client pair
}

var authority = newCertificates()

func newCertificates() certificates {
	key, _ := newKey()
	template := certificate("authority")
	template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
	signed := sign(template, template, &key.PublicKey, key)
	parsed, err := x509.ParseCertificate(signed)
	must(err)
	issue := func(name string) pair {
		key2, text := newKey()
		one := certificate(name)
		one.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
		one.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
		return pair{inPEM("CERTIFICATE", sign(one, parsed, &key2.PublicKey, key)), text}
	}
	return certificates{inPEM("CERTIFICATE", signed), issue("server"), issue("client")}
}

func newKey() (*ecdsa.PrivateKey, string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	text, err := x509.MarshalPKCS8PrivateKey(key)
	must(err)
	return key, inPEM("PRIVATE KEY", text)
}

func certificate(name string) *x509.Certificate {
	number, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	must(err)
	return &x509.Certificate{
		SerialNumber: number, Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}
}

func sign(one, parent *x509.Certificate, public, private any) []byte {
	signed, err := x509.CreateCertificate(rand.Reader, one, parent, public, private)
	must(err)
	return signed
}

func inPEM(kind string, content []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
