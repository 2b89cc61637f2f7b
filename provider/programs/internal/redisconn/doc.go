// Connections to Redis, for the source and for the scaler.

// Package redisconn opens connections to a standalone Redis server, to a master that Sentinel watches, and to a Redis Cluster,
// with or without TLS and a login, and explains why a server can't be used. Redis 6.2 and newer (LMOVE, XAUTOCLAIM).
//
// No command is ever retried automatically: whoever moves entries must know that a reply was lost. Only in a cluster may
// the library send a command again, at most MaxSends times in total.
package redisconn
