// Credentials of a source, which are never printed.
package adapter

import (
	"os"
	"strings"
)

// Secrets come from Secrets of the cluster; those that are not set are empty. CA, Cert and Key are in PEM form; Token is for SASL.
type Secrets struct {
	User, Password, Token          string
	CA, Cert, Key                  string
	SentinelUser, SentinelPassword string
}

// String keeps secrets out of the output wherever a value that contains them is printed.
func (Secrets) String() string { return "(redacted)" }

// GoString is String for %#v.
func (Secrets) GoString() string { return "(redacted)" }

// MarshalText is String for logs in JSON.
func (Secrets) MarshalText() ([]byte, error) { return []byte("(redacted)"), nil }

// readSecrets reads each part from its variable, or from the file that the variable with _FILE names; inFiles says whether any
// part is in a file, and so may change while the process lives.
func readSecrets(getenv func(string) string) (s Secrets, inFiles bool, err error) {
	for name, part := range map[string]*string{
		"SECRET_USER": &s.User, "SECRET_PASSWORD": &s.Password, "SECRET_TOKEN": &s.Token,
		"SECRET_CA": &s.CA, "SECRET_CERT": &s.Cert, "SECRET_KEY": &s.Key,
		"SECRET_SENTINEL_USER": &s.SentinelUser, "SECRET_SENTINEL_PASSWORD": &s.SentinelPassword,
	} {
		*part = getenv(name)
		file := getenv(name + "_FILE")
		if file == "" {
			continue
		}
		content, failure := os.ReadFile(file)
		if failure != nil {
			err = failure
			continue
		}
		*part, inFiles = string(content), true
	}
	s.Token = strings.TrimSpace(s.Token)
	return s, inFiles, err
}
