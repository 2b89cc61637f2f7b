// The location of a Redis server: standalone, behind Sentinel, or a cluster; and the names that a source uses there.
package trigger

import (
	"regexp"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
)

// redisServer are the arguments that everything that reads from a Redis server shares.
type redisServer struct {
	Addresses []string            `json:"addresses"`
	Database  *int64              `json:"database"`
	Sentinel  *spec.RedisSentinel `json:"sentinel"`
	Cluster   *bool               `json:"cluster"`
	TLS       *spec.ServerTLS     `json:"tls"`
}

// RedisServer is what internal/redisconn reads.
func RedisServer(args any) value.Object {
	server := value.As[redisServer](args)
	all := value.Object{
		"addresses": server.Addresses, "database": server.Database, "cluster": server.Cluster, "tls": TLSOf(server.TLS),
	}
	if server.Sentinel != nil {
		all["sentinelMaster"] = server.Sentinel.Master
	}
	return all
}

// NameAtServer is the default name of a source at its server; it differs between clusters.
func NameAtServer(cluster, namespace, source string) string {
	name := namespace + "-" + source
	if cluster == "" {
		return name
	}
	return cluster + "-" + name
}

// hashTag matches the part in braces that determines a key's slot (redis.io/docs, cluster specification, hash tags).
var hashTag = regexp.MustCompile(`^[^{]*\{[^}]+\}`)

// ProcessingKey is the list of entries that a Pod of a source is processing, as internal/redisconn names it.
func ProcessingKey(list, pod string) string {
	if !hashTag.MatchString(list) {
		list = "{" + list + "}"
	}
	return list + ":processing:" + pod
}
