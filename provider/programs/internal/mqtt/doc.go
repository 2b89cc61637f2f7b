// Package mqtt reads messages from an MQTT broker and delivers them as events, at least once.
//
// A message is acknowledged when its event has an outcome, and in the order of receipt, as MQTT requires. What is not acknowledged
// stays with the broker: in the session of the client identifier, which outlives the connection and the process. So after a crash
// the broker sends it again, with the same packet identifier, from which the default ID of its event is derived; this lets a
// receiver recognise duplicates. A broker that has lost the session counts from 1 again, and after 65,535 every broker does: a
// receiver that remembers IDs for longer needs events with IDs of their own, by the template id or as CloudEvents.
//
// The path of a message:
//
//	connection (v5.go, v311.go) -> receive (source.go) -> ledger (ledger.go) -> inbox (inbox.go) -> window -> sink -> ledger
//
// The ledger records what is not acknowledged. When a connection is lost, events in flight are still delivered; the broker sends
// their messages again on the next connection, where the ledger recognises and acknowledges them without a second delivery.
package mqtt
