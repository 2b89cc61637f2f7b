// The guarantees of a Kafka source and of the program of answers, and the permissions that their users need.

// Package kafka reads entries of topics as a member of a consumer group, and delivers them as events. For other callers of a function it
// writes the answers to a topic.
//
// The group. Partitions are assigned cooperatively (cooperative-sticky): those that stay with a member are read during a
// rebalance too. Each Pod is a static member with its own name. If it returns within sessionSeconds, it keeps its partitions, and
// the group is not rebalanced; a second process with the same name replaces the first. The offset where the group begins in a
// partition is committed before anything is read, so that "latest" means the same after a restart. A topic or partition that is
// created while the source runs is read from its first entry.
//
// Entries are delivered at least once. An entry is committed when it and all before it in its partition have an outcome; what is
// not committed may be delivered again after a kill, with the same id: TOPIC/partition:N/offset:M. Order is kept within a key or a
// partition, even across kills and rebalances. While the sink accepts nothing, the source stays a member but stops fetching; a
// partition that holds more than its share is paused, so that the others continue.
//
// Entries that are CloudEvents, in either mode of CloudEvents' binding, keep their attributes. For all others the header
// content-type becomes the event's content type, and the key the extension key. Every event gets the extensions partitionkey
// (keybase64 if the key is not UTF-8), kafkaheaderNAME for each other header, and kafkatombstone if the entry has no value.
// Entries of transactions that are open or were aborted are not read.
//
// Answers. With replies, the body of the sink's answer is written to that topic, with the key of the answered entry or the answer's
// own extension partitionkey; a CloudEvent is written in binary mode. Answers, entries for deadLetterTopic and the commit are one
// transaction, so that readers of committed entries see each of them exactly once; the function itself may be called again. The
// transactional id is GROUP-POD: a process that was presumed dead can't commit any more.
//
// While the topic of replies or deadLetterTopic is missing, no delivery begins, and the source stays a member of the group. A broker
// that creates topics by itself is asked to create it. If a topic is deleted while the source runs, what was being written to it is
// delivered again once it exists. With replies an entry counts as delivered or dead-lettered when its transaction is committed.
//
// Answers to other callers (RunReplies). A request is passed on unchanged. If the response is of 2xx and an answer, it is written, acknowledged by
// all replicas, before the caller gets the response without it: at least once. Otherwise the caller gets 503 and has to repeat its request; 422 for an
// answer that the topic will never take. While the topic can't be written to, as far as that is known, requests wait and the function is not called.
//
// Dead letters in a topic are events in binary mode, with the entry's key and headers, and Knative's attributes knativeerrordest,
// knativeerrorcode and knativeerrordata.
//
// With deleteGroup the last Pod deletes the group when the source is deleted, which is when its StatefulSet and its SinkBinding are:
// see removal.go.
//
// The user needs these permissions: Read and Describe on the topics and the group; Describe on the cluster with a pattern; Write on
// the topics that are written to; Write and Describe on the transactional id with replies; Delete on the group with deleteGroup. That
// of RunReplies needs Write and Describe on the topic.
package kafka
