// What a source of Redis promises, and the rights that its user needs.

// Package redis reads entries of streams and lists, and messages of channels, and delivers them as events.
//
// Streams and lists are delivered at least once. An entry stays on the server until its delivery has an outcome, also when
// the source is killed or the server restarts; it can then be delivered again. With orderBy, what has the same key is
// delivered one after the other in the order of the server, as long as one replica reads; several replicas divide the
// entries among them. Messages of channels are delivered at most once, to each replica.
//
// Streams. The source is a consumer of the group, named as its Pod. It makes the group where it is missing, also when it
// vanishes meanwhile, and never destroys it. Entries that another consumer has held for longer than claimSeconds without a
// sign of life are taken over. Data is a JSON object of the fields; a value that is not UTF-8 is in NAME_base64.
//
// Lists. An entry that is taken lies in {KEY}:processing:POD until it is delivered. {KEY}:consumers is the set of the
// consumers and {KEY}:alive:POD expires when one is gone: its entries then go back to where they were taken from. When KEY
// has a {tag} itself, the names begin with KEY as it is.
//
// The user of a restricted server needs these rights (ACL SETUSER), and +select where the database is not 0, and
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
