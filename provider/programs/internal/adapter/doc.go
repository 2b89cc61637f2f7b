// Package adapter is what the sources of events share: it reads their environment, delivers events to the sink over HTTP, limits
// what is in flight and serves health checks and metrics.
//
// A source is a type of configuration and a function:
//
//	type Config struct {
//		adapter.Common
//		Topics []string `json:"topics"`
//	}
//
//	// Prepare fills in defaults and reports all mistakes.
//	func (c *Config) Prepare(secrets adapter.Secrets, wrong *adapter.Problems) { ... }
//
//	func Run(ctx context.Context, r *adapter.Runtime, config Config) error { ... }
//
//	func main() { adapter.Main("mqtt-source", mqtt.Run) }
//
// The fields of a configuration, and of structs and pointers to structs in it, are matched by their json tags; a property without
// a field is a mistake. The defaults of Common are filled in before Prepare is called.
//
// The context of the function ends at SIGTERM: the source must accept no new messages then. What is in flight is delivered with
// Runtime.Work, which outlives it by the grace. A source usually handles a message like this:
//
//	ok := r.Window.Go(ctx, event.Key, func() {
//		if _, err := r.Sink.Deliver(r.Work, event); err == nil {
//			acknowledge(message)
//		}
//	})
//
// and calls r.Window.Wait() at the end. Every outcome is final, including Dropped; an error means that there was none, and that
// the message must stay with its server. The sink counts and logs outcomes; the source counts Metrics.Received and calls r.Ready
// when it connects or disconnects.
//
// A source reports to Runtime.Login whether its server accepted or refused the login: a refusal that lasts ends the source like
// SIGTERM, and the program with an exit code, so that it is restarted with the current values of its Secrets.
//
// A configuration with the method Beside has more to do than to deliver: see companion.
//
// Run does the same as Main without exiting the process, for tests of a whole program.
package adapter
