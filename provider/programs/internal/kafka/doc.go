// What a source of Kafka promises, and the rights that its user needs.

// Package kafka reads entries of topics as a member of a consumer group, and delivers them as events.
//
// The group. Partitions are divided by cooperative-sticky, so that those which stay with a member go on during a rebalance. The name
// of the Pod is that of a static member: a Pod that comes back within sessionSeconds has its partitions at once, and the others are
// not disturbed. A second process of the same name takes the place of the first. Where the group begins in a partition is committed
// before anything is read, so that a "latest" is the same after a restart. A topic or partition that comes while the source runs is
// read from its first entry.
//
// Delivery is at least once. An entry is committed when it and all before it in its partition have an outcome; others can be
// delivered again, after a kill, with the id of the first time: TOPIC/partition:N/offset:M. Order holds within a key or a
// partition, also over kills and rebalances. A sink that does not take events does not end the membership: no more is fetched,
// and a partition that holds more than its share is paused, so that others go on.
//
// Entries that are CloudEvents, in either mode of CloudEvents' binding, are passed on as they are. Of the others the header
// content-type is that of the event, the key is in the extensions key and partitionkey (keybase64 when it is no text), other
// headers in kafkaheaderNAME, and an entry without a value has kafkatombstone. Only what committed transactions wrote is read.
//
// Answers. With replies, the body of the sink's answer becomes an entry of that topic, with its key or the extension partitionkey
// of the answer; a CloudEvent becomes one in binary mode. Answers, entries for deadLetterTopic and the commit are one
// transaction, so that a reader of committed entries sees each of them once. The function itself may be called again. The
// transactional id is GROUP-POD: a process that was taken for dead can't commit any more.
//
// Dead letters in a topic are events in binary mode, with the entry's key and headers, and Knative's attributes knativeerrordest,
// knativeerrorcode and knativeerrordata.
//
// The user needs these rights: Read and Describe on the topics and the group, Describe on the cluster with a pattern; Write on
// the topics that are written to; Write and Describe on the transactional id with replies.
package kafka
