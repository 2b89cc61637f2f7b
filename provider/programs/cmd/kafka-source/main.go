// The program of the source kafka: delivers entries of topics as events.

// Command kafka-source reads entries as a member of a Kafka consumer group, and delivers them as events over HTTP.
//
// # Environment
//
//	SOURCE          the configuration, a JSON object, see below
//	K_SINK          address of the sink, set by Knative's SinkBinding; without it the program waits to be replaced
//	K_CE_OVERRIDES  extensions to add to each event, in the format of Knative's SinkBinding
//	K_CA_CERTS      certificate authorities (PEM) to trust for the sink, in addition to the system's
//	POD_NAME        name of the Pod; with the configuration's instance it is the name of the member in the group
//	PORT            port of /healthz, /readyz, /metrics and /group, 9090 by default
//
// Each part of the login is in a variable, or in a file whose path is in the variable with the suffix _FILE (a mounted Secret):
//
//	SECRET_USER SECRET_PASSWORD      for PLAIN and SCRAM
//	SECRET_TOKEN                     for OAUTHBEARER
//	SECRET_CA SECRET_CERT SECRET_KEY for TLS, in PEM form
//
// Files are read again for each connection, so a rotated Secret is used as soon as the server requires a new login; while the
// server refuses the login, the program is not ready. If a login in variables is refused for 20 s, the program exits, to be
// restarted with the current values of its Secret.
//
// # Configuration
//
// In addition to the properties of all sources (name, namespace, instance, parallelism, type, source, subject, id, contentType,
// delivery):
//
//	kafka            {"bootstrapServers": ["host:port"], "sasl": "PLAIN", "tls": {"serverName": "name"}}; sasl is PLAIN,
//	                 SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER; tls {} trusts SECRET_CA, or else the public authorities
//	topics, pattern  topic names, or a regular expression (RE2) that matches whole names
//	group            the consumer group, NAMESPACE-NAME by default
//	initialOffset    for partitions without a commit: latest (the default), earliest, or a time such as 2026-01-31T12:00:00Z
//	order            key (the default): entries with the same key are delivered one after the other; partition; none
//	replies          a topic for the function's answers, each written exactly once
//	deadLetterTopic  a topic for dead letters, instead of delivery.deadLetter
//	deleteGroup      deletes the group when the source is deleted; requires a service account that may get and watch the source's
//	                 StatefulSet and SinkBinding
//	sessionSeconds   how long a Pod may send no heartbeat until its partitions are reassigned, 45 by default
//
// Templates know {topic}, {partition}, {offset}, {key}, {header.NAME} and {json.NAME}.
//
// The exit code is 0 after SIGTERM, 2 if the configuration is invalid, and 1 if the login was refused for too long.
//
// # Metrics
//
// Those of all sources, with the prefix knative_faas_source_ (received_total, delivered_total, retried_total, dead_lettered_total,
// dropped_total, in_flight), and lag and missing_topics (to read or to write). With replies, delivered_total and dead_lettered_total count
// what is committed.
//
// # Outlook
//
// GET /group says what another group, topic or initial offset would mean, without a change: ?name=G&initialOffset=latest and topic=T,
// which may be repeated, or pattern=P. What is left out is that of the source. The response in JSON: committed, the number of
// partitions of which the group has committed something, with left, their entries after it; fresh, the number of other partitions,
// with skipped and ahead, their entries before and after the offset where the group would begin.
package main

import (
	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/kafka"
)

func main() { adapter.Main("kafka-source", kafka.Run) }
