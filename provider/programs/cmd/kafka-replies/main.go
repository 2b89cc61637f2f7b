// The program of answers: writes what a function answers to its callers to a topic of Kafka.

// Command kafka-replies passes requests on to a function, and writes its answers to a topic before it responds.
//
// # Environment
//
// That of kafka-source: SOURCE, POD_NAME, PORT and the login. K_SINK is the address of the function, and K_CA_CERTS are authorities to
// trust there.
//
// # Configuration
//
// SOURCE is a JSON object. Of the properties of all sources (see kafka-source) it has name, namespace, instance and parallelism (how
// many requests are handled at a time; the others wait), and:
//
//	kafka  {"bootstrapServers": ["host:port"], "sasl": "PLAIN", "tls": {"serverName": "name"}}, as in kafka-source
//	topic  the topic of the answers
//	port   of the requests, 8080 by default
//
// The exit code is 0 after SIGTERM, 2 if the configuration is invalid, and 1 if the login was refused for too long.
//
// # Metrics
//
// With the prefix knative_faas_source_: received_total (requests), delivered_total (that the function has accepted), written_total and
// unwritten_total (answers), and in_flight.
package main

import (
	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/kafka"
)

func main() { adapter.Main("kafka-replies", kafka.RunReplies) }
