// Package adapter is what the sources of events share: it reads their environment, delivers events to the sink over HTTP, bounds
// what is in flight and serves health and metrics.
//
// A source is a type of configuration and a function:
//
//	type Config struct {
//		adapter.Common
//		Topics []string `json:"topics"`
//	}
//
//	// Prepare fills in defaults and tells every mistake.
//	func (c *Config) Prepare(secrets adapter.Secrets, wrong *adapter.Problems) { ... }
//
//	func Run(ctx context.Context, r *adapter.Runtime, config Config) error { ... }
//
//	func main() { adapter.Main("mqtt-source", mqtt.Run) }
//
// The fields of a configuration, and of structs and pointers to structs in it, are known by their json tags; a property without a
// field is a mistake. The defaults of Common are filled in before Prepare is called.
//
// The context of the function ends at SIGTERM: from then on nothing new is taken. What is in flight is delivered with
// Runtime.Work, which lasts for the grace longer. The usual way of a message is
//
//	ok := r.Window.Go(ctx, event.Key, func() {
//		if _, err := r.Sink.Deliver(r.Work, event); err == nil {
//			acknowledge(message)
//		}
//	})
//
// and that of the end is r.Window.Wait(). Every outcome is an end of the message, also Dropped; an error means that there was
// none, and that the message must stay with its server. The sink counts and logs outcomes; the source counts Metrics.Received and
// tells r.Ready whether it is connected.
//
// A source tells Runtime.Login whether its server took or refused it: a refusal that lasts ends the source as SIGTERM does, and the
// program with an exit code, so that it is started with what its Secrets hold by then.
//
// Run does all that Main does but ends no process, for tests of a whole program.
package adapter
