// What a connection to Redis is made of, for the source and for the scaler.

// Package redisconn opens connections to one Redis server, to a master that Sentinel watches, and to a Redis Cluster, with
// or without TLS and a log-in, and says in plain words why a server can't be used. Redis 6.2 and newer (LMOVE, XAUTOCLAIM).
//
// No command is ever sent twice by itself: whoever moves entries must know that an answer was lost. Only in a cluster may
// the library send a command again, at most MaxSends times in all.
package redisconn
