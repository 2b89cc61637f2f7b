// Where a Redis server is: alone, behind Sentinel, or a cluster; and how a source's names are made there.
package trigger

import (
	"regexp"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
)

// redisServer are the arguments of whatever reads a Redis server.
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

// NameAtServer is what a source is called at its server, where its user names nothing: another name in each cluster.
func NameAtServer(cluster, namespace, source string) string {
	name := namespace + "-" + source
	if cluster == "" {
		return name
	}
	return cluster + "-" + name
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
