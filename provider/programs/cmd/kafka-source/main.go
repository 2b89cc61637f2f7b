// The program of a source of Kafka: entries of topics as events.

// Command kafka-source is a member of a consumer group of Kafka, and delivers the entries that it reads as events over HTTP.
//
// # Environment
//
//	SOURCE          the configuration, an object in JSON, see below
//	K_SINK          where events go; without it the program waits to be replaced (Knative's SinkBinding sets it)
//	K_CE_OVERRIDES  extensions that each event gets, as Knative's SinkBinding writes them
//	K_CA_CERTS      authorities in PEM form that are trusted beside the system's, for the sink
//	POD_NAME        the name of the Pod: with the configuration's instance the name of the member in the group
//	PORT            of /healthz, /readyz and /metrics, by default 9090
//
// Each part of the log-in is in a variable, or in a file that the variable with _FILE names (a Secret that is mounted):
//
//	SECRET_USER SECRET_PASSWORD      for PLAIN and SCRAM
//	SECRET_TOKEN                     for OAUTHBEARER
//	SECRET_MECHANISM                 in place of kafka.sasl
//	SECRET_CA SECRET_CERT SECRET_KEY in PEM form, for tls
//
// Files are read again for each connection, so that what they hold is used as soon as the server asks for it, and the program is
// not ready while the server refuses it. A log-in in variables that is refused for 20 s ends the program, which is then started
// with what its Secret holds.
//
// # Configuration
//
// Beside what all sources have (name, namespace, instance, parallelism, type, source, subject, id, contentType, delivery):
//
//	kafka            {"bootstrapServers": ["host:port"], "sasl": "PLAIN", "tls": {"serverName": "name"}}; sasl is PLAIN,
//	                 SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER; tls is {} for the public authorities or those of SECRET_CA
//	topics, pattern  names of topics, or a regular expression (RE2) of whole names
//	group            the consumer group, by default NAMESPACE-NAME
//	initialOffset    of a partition without a commit: latest (the default), earliest, or a time such as 2026-01-31T12:00:00Z
//	order            key (the default): entries of one key one after the other; partition; none
//	replies          a topic for the function's answers, each of them exactly once
//	deadLetterTopic  a topic for dead letters, in place of delivery.deadLetter
//	sessionSeconds   after so long without a sign of life the partitions of a Pod go to others, by default 45
//
// Templates know {topic}, {partition}, {offset}, {key}, {header.NAME} and {json.NAME}.
//
// It ends with 0 at SIGTERM, with 2 when the configuration can't be read, and with 1 when the log-in is refused for too long.
//
// # Metrics
//
// Those of all sources, knative_faas_source_received_total, delivered_total, retried_total, dead_lettered_total, dropped_total and
// in_flight, and lag and missing_topics.
package main

import (
	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/kafka"
)

func main() { adapter.Main("kafka-source", kafka.Run) }
