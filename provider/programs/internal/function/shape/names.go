// Patterns of names, labels, quantities and references that several shapes share (provider/src/input/names.ts).
package shape

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// Host and port, the repository of at least two characters, a tag (go-containerregistry, pkg/name).
const (
	image  = `([a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?/)?[a-z0-9][-a-z0-9._/]*[a-z0-9](:\w[\w.-]{0,127})?`
	digest = `@sha256:[0-9a-f]{64}`
)

// Names and values as Kubernetes has them.
var (
	Quantity = Matching(`^\d+(\.\d+)?([eE][-+]?\d{1,2}|[numkMGTPE]|[KMGTPE]i)?$`,
		`expected a Kubernetes quantity such as "250m", "1.5" or "128Mi"`)
	ImageByDigest = Matching(`^`+image+digest+`$`,
		"expected an image reference with a digest (name@sha256: and 64 hexadecimal digits), so that a deploy is repeatable")
	ImageReference = Matching(`^`+image+`(`+digest+`)?$`,
		`expected an image reference, e.g. "ghcr.io/acme/proxy@sha256:..." or "ghcr.io/acme/proxy:v1"`)
	ObjectName = AtMost(253, Matching(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`,
		`expected the name of a Kubernetes object: lower-case letters, digits, "-" and ".", at most 253 characters`))
	PodLabel = Matching(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`,
		`expected lower-case letters, digits and "-", with a letter or digit at both ends, at most 63 characters`)
	LabelKey = Matching(
		`^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$`,
		`expected a name such as "team" or "example.com/team"; the part after "/" has at most 63 characters`)
	// MediaType stands in a header of HTTP (RFC 9110, 8.3.1).
	MediaType = Matching(`^[-\w!#$&^.+]+/[-\w!#$&^.+]+(\s*;\s*[-\w!#$&^.+]+=("[^"\\\n]*"|[-\w!#$&^.+]+))*$`,
		`expected a media type, e.g. "application/json" or "text/plain; charset=utf-8"`)
	LabelValue = Matching(`^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$`,
		`expected at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends`)
	DataKey = Where(isDataKey, `expected a key of a ConfigMap or Secret: letters, digits, "-", "_" and "."`)
	// RelativePath is a path below a volume.
	RelativePath = Where(isBelow, `expected a relative path without ".."`)
	Labels       = Map(LabelKey, LabelValue)
)

// DNSLabel is a DNS-1035 label, as Knative asks of a service's name.
func DNSLabel(longest int) Shape {
	return Matching(fmt.Sprintf(`^[a-z]([-a-z0-9]{0,%d}[a-z0-9])?$`, longest-2), fmt.Sprintf(
		`expected a DNS label: lower-case letters, digits and "-", starting with a letter, at most %d characters`, longest))
}

var dataKey = regexp.MustCompile(`^[-._a-zA-Z0-9]{1,253}$`)

func isDataKey(given string) bool {
	return dataKey.MatchString(given) && given != "." && !strings.HasPrefix(given, "..")
}

func isBelow(given string) bool {
	for _, part := range strings.Split(given, "/") {
		if part == ".." {
			return false
		}
	}
	return given != "" && !path.IsAbs(given) && !strings.ContainsAny(given, "\n\r")
}
