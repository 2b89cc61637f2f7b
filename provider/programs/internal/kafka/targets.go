// The topics that a source writes to. While one of them is missing nothing is delivered: the function would be called for an outcome
// that can't be written, again and again.
package kafka

import (
	"context"
	"errors"
	"fmt"

	"github.com/twmb/franz-go/pkg/kerr"

	"knative-faas.dev/programs/internal/kafkaconn"
)

// target is a topic that the source writes to, and what it is for.
type target struct{ name, purpose string }

func (t target) String() string { return t.name + ", " + t.purpose }

func (c *Config) targets() (all []target) {
	if c.Replies != "" && c.Replies == c.DeadLetterTopic {
		return []target{{c.Replies, "where answers and dead letters are written"}}
	}
	if c.Replies != "" {
		all = append(all, target{c.Replies, "where answers are written"})
	}
	if c.DeadLetterTopic != "" {
		all = append(all, target{c.DeadLetterTopic, "where dead letters are written"})
	}
	return all
}

// lookAtTargets opens the gate if all targets exist, and describes those that don't.
func (s *source) lookAtTargets(ctx context.Context) (missing []string, err error) {
	for _, one := range s.config.targets() {
		exists, err := kafkaconn.Exists(ctx, s.lookout, one.name)
		if err != nil {
			return nil, err
		}
		if !exists {
			missing = append(missing, one.String())
		}
	}
	s.gate.set(len(missing) == 0)
	return missing, nil
}

// named adds to an error which topic was written to, and what for.
func (c *Config) named(topic string, err error) error {
	for _, one := range c.targets() {
		if one.name == topic && err != nil {
			return fmt.Errorf("topic %s: %w", one, err)
		}
	}
	return err
}

// isGone reports whether a write failed because its topic was deleted; another one may have its name by now.
func isGone(err error) bool {
	return errors.Is(err, kerr.UnknownTopicOrPartition) || errors.Is(err, kerr.UnknownTopicID)
}

// forgetTargets makes the client find a topic again that was deleted and created.
func (c *consumer) forgetTargets() {
	for _, one := range c.config.targets() {
		c.client.PurgeTopicsFromProducing(one.name)
	}
}
