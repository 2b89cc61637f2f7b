// What a connection to Kafka is made of, for the source and for the scaler.

// Package kafkaconn opens connections to a Kafka cluster, with or without TLS and a log-in, counts how far a consumer group is
// behind, and says in plain words why a cluster can't be used. Kafka 2.5 and newer.
//
// The log-in is asked for with each connection that is opened, so that one that is read from mounted files is taken up when
// they change.
package kafkaconn
