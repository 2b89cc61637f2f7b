// Where a Redis server is and how to log in there: alone, behind Sentinel, or a cluster.
package trigger

import (
	"fmt"
	"regexp"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

// RedisFields are those of what reads a Redis server.
var RedisFields = shape.Fields{
	"addresses": shape.Filled(shape.Matching(`^[\w.-]+:\d+$`, `expected host:port, e.g. "redis.shop:6379"`)),
	"database":  shape.Whole(0, 1_000_000),
	"sentinel":  shape.Of(shape.Fields{"master": shape.Text(), "user": secretKey, "password": secretKey}).Needs("master"),
	"cluster":   shape.Flag(),
	"user":      secretKey,
	"password":  secretKey,
	"tls":       serverTLS,
}

// RedisServer is what internal/redisconn reads.
func RedisServer(args value.Object) value.Object {
	return value.Given(value.Object{
		"addresses":      args["addresses"],
		"database":       args["database"],
		"sentinelMaster": value.Child(args, "sentinel")["master"],
		"cluster":        args["cluster"],
		"tls":            TLSOf(args),
	})
}

// RedisMistakes is what must hold between the fields.
func RedisMistakes(args value.Object, path string) []shape.Mistake {
	found := CertificateMistakes(args, path)
	isCluster := args["cluster"] == true
	if isCluster && value.Has(args, "sentinel") {
		reason := "sentinel and cluster are mutually exclusive; set only one"
		found = append(found, shape.Mistake{Path: shape.At(path, "cluster"), Reason: reason})
	}
	if count := len(value.List(args, "addresses")); count > 1 && !isCluster && !value.Has(args, "sentinel") {
		reason := fmt.Sprintf("expected one address without sentinel or cluster, got %d; keep one, or set sentinel or cluster", count)
		found = append(found, shape.Mistake{Path: shape.At(path, "addresses"), Reason: reason})
	}
	if value.Has(args, "user") && !value.Has(args, "password") {
		reason := "is required with user; set it, or leave user out"
		found = append(found, shape.Mistake{Path: shape.At(path, "password"), Reason: reason})
	}
	if database, _ := value.Whole(args, "database"); isCluster && database > 0 {
		reason := fmt.Sprintf("expected 0 with cluster, which has one database, got %d", database)
		found = append(found, shape.Mistake{Path: shape.At(path, "database"), Reason: reason})
	}
	return found
}

// Redis takes the slot of a key from a part in braces (redis.io/docs, cluster specification, hash tags).
var hashTag = regexp.MustCompile(`^[^{]*\{[^}]+\}`)

// ProcessingKey is the list of entries that a Pod of a source has in work, as internal/redisconn names it.
func ProcessingKey(list, pod string) string {
	if !hashTag.MatchString(list) {
		list = "{" + list + "}"
	}
	return list + ":processing:" + pod
}
