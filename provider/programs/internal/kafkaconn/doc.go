// Connections to Kafka, for the source and for the queue scaler.

// Package kafkaconn connects to a Kafka cluster (2.5 or newer), with or without TLS and a login, determines the lag of a consumer
// group, and explains why a cluster can't be used.
//
// The login is requested for each new connection, so that changes of mounted files take effect without a restart.
package kafkaconn
