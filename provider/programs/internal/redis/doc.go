// The guarantees of a Redis source, and the permissions that its user needs.

// Package redis reads entries of streams and lists, and messages of channels, and delivers them as events.
//
// Streams and lists are delivered at least once. An entry stays on the server until its delivery has an outcome, even if
// the source is killed or the server restarts; it may then be delivered again. With orderBy, entries with the same key are
// delivered one after the other in the order of the server, as long as there is one replica; several replicas share the
// entries. Messages of channels are delivered at most once, to each replica.
//
// Streams. The source is a consumer of the group, with the name of its Pod. It creates the group if it is missing, also if it
// vanishes meanwhile, and never deletes it. Entries that another consumer has held for longer than claimSeconds without
// renewing them are taken over. Data is a JSON object of the fields; a value that is not UTF-8 is stored as NAME_base64.
//
// Lists. An entry that was taken is in {KEY}:processing:POD until it is delivered. {KEY}:consumers is the set of the
// consumers and {KEY}:alive:POD expires when one is gone: its entries are then put back where they were taken from. If KEY
// contains a {tag} itself, the names begin with KEY unchanged.
//
// The user of a restricted server needs these permissions (ACL SETUSER), and +select if the database is not 0, and
// +cluster|slots +asking in a cluster:
//
//	stream   ~KEY +xgroup|create +xgroup|delconsumer +xinfo|groups +xinfo|stream +xinfo|consumers
//	         +xreadgroup +xack +xclaim +xautoclaim +xrange
//	list     ~KEY ~{KEY}:* +lmove +blmove +lrem +lrange +llen +sadd +srem +smembers +set +exists +del
//	channel  &CHANNEL or &PATTERN +subscribe +psubscribe +ping
//
// On Sentinel: +sentinel|get-master-addr-by-name +sentinel|sentinels +sentinel|replicas +subscribe +ping and the channels
// +switch-master and +replica-reconf-done.
package redis
