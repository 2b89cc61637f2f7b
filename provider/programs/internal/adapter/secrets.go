// Credentials of a source, which are never printed.
package adapter

// Secrets come from Secrets of the cluster; those that are not set are empty. CA, Cert and Key are in PEM form.
type Secrets struct {
	User, Password                 string
	CA, Cert, Key                  string
	SentinelUser, SentinelPassword string
}

// String keeps secrets out of the output wherever a value that contains them is printed.
func (Secrets) String() string { return "(redacted)" }

// GoString is String for %#v.
func (Secrets) GoString() string { return "(redacted)" }

// MarshalText is String for logs in JSON.
func (Secrets) MarshalText() ([]byte, error) { return []byte("(redacted)"), nil }

func readSecrets(getenv func(string) string) Secrets {
	return Secrets{
		User:             getenv("SECRET_USER"),
		Password:         getenv("SECRET_PASSWORD"),
		CA:               getenv("SECRET_CA"),
		Cert:             getenv("SECRET_CERT"),
		Key:              getenv("SECRET_KEY"),
		SentinelUser:     getenv("SECRET_SENTINEL_USER"),
		SentinelPassword: getenv("SECRET_SENTINEL_PASSWORD"),
	}
}
