// Package mqtt reads messages of an MQTT broker and delivers them as events, at least once.
//
// A message is acknowledged when its event has an outcome, and in the order of receipt, as MQTT asks for. What is not acknowledged
// stays with the broker: in the session of our client identifier, which outlives the connection and the process. So after a kill
// the broker sends it again, under the same packet identifier, from which the default identity of its event is made; a receiver
// knows a duplicate by that. A broker that has lost the session counts from 1 again, and every broker counts in a circle of 65,535:
// who keeps identities for longer than that should give events one of their own, by the template id or as CloudEvents.
//
// The way of a message:
//
//	connection (v5.go, v311.go) -> receive (source.go) -> ledger (ledger.go) -> inbox (inbox.go) -> window -> sink -> ledger
//
// The ledger keeps what is not acknowledged. When a connection is lost, what is in flight goes on; the broker sends it again on the
// next connection, and the ledger knows it, so that it is acknowledged there and not delivered a second time.
package mqtt
