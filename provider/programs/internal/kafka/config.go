// The configuration of a Kafka source, its defaults and its mistakes.
package kafka

import (
	"cmp"
	"slices"
	"strings"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/kafkaconn"
)

const (
	defaultType           = "dev.knative.kafka.event"
	defaultSubject        = "partition:{partition}#{offset}"
	defaultID             = "{topic}/partition:{partition}/offset:{offset}"
	defaultSessionSeconds = 45
	highestSessionSeconds = 1800
)

// The orders of delivery.
const (
	orderKey       = "key"
	orderPartition = "partition"
	orderNone      = "none"
)

// Config has either Topics or a Pattern.
type Config struct {
	adapter.Common
	Kafka           kafkaconn.Config `json:"kafka"`
	Topics          []string         `json:"topics"`
	Pattern         string           `json:"pattern"`
	Group           string           `json:"group"`
	InitialOffset   string           `json:"initialOffset"` // for partitions without a commit
	Order           string           `json:"order"`
	Replies         string           `json:"replies"` // the topic for answers
	DeadLetterTopic string           `json:"deadLetterTopic"`
	DeleteGroup     bool             `json:"deleteGroup"`    // when the source is deleted, see removal.go
	SessionSeconds  int              `json:"sessionSeconds"` // without a heartbeat, until a Pod's partitions are reassigned

	topics     kafkaconn.Topics
	attributes adapter.Attributes
	// Used if the configured templates expand to nothing.
	otherID, otherSource adapter.Template
}

// Prepare fills in defaults and reports all mistakes.
func (c *Config) Prepare(secrets adapter.Secrets, wrong *adapter.Problems) {
	c.Group = cmp.Or(c.Group, c.Namespace+"-"+c.Name)
	c.InitialOffset = cmp.Or(c.InitialOffset, kafkaconn.Latest)
	c.Order = cmp.Or(c.Order, orderKey)
	c.SessionSeconds = cmp.Or(c.SessionSeconds, defaultSessionSeconds)
	c.Type = cmp.Or(c.Type, defaultType)
	source := "/apis/v1/namespaces/" + c.Namespace + "/kafkasources/" + c.Name + "#{topic}"
	c.Source = cmp.Or(c.Source, source)
	c.Subject = cmp.Or(c.Subject, defaultSubject)
	c.ID = cmp.Or(c.ID, defaultID)
	wrong.Append(kafkaconn.Problems("SOURCE.kafka", c.Kafka)...)
	wrong.Append(kafkaconn.LoginProblems("SOURCE.kafka", c.Kafka, login(secrets))...)
	c.checkTopics(wrong)
	c.checkGroup(wrong)
	c.attributes = c.Attributes(wrong, "topic", "partition", "offset", "key", "header.", "json.")
	c.otherID, _ = adapter.ParseTemplate(defaultID, "topic", "partition", "offset")
	c.otherSource, _ = adapter.ParseTemplate(source, "topic")
}

func (c *Config) checkTopics(wrong *adapter.Problems) {
	c.topics.Names = c.Topics
	switch {
	case c.Pattern != "" && len(c.Topics) > 0:
		wrong.Add("SOURCE.pattern", "expected topics or a pattern, got both")
	case c.Pattern != "":
		var err error
		if c.topics.Pattern, err = kafkaconn.Whole(c.Pattern); err != nil {
			wrong.Add("SOURCE.pattern", "%v", err)
		}
	case len(c.Topics) == 0 || slices.Contains(c.Topics, ""):
		wrong.Add("SOURCE.topics", "expected at least one topic and none that is empty, got %q", c.Topics)
	}
	for path, topic := range map[string]string{"SOURCE.replies": c.Replies, "SOURCE.deadLetterTopic": c.DeadLetterTopic} {
		if topic != "" && (slices.Contains(c.Topics, topic) || c.topics.Pattern != nil && c.topics.Pattern.MatchString(topic)) {
			wrong.Add(path, "expected a topic that is not read, got %q: the source would read what it writes", topic)
		}
	}
	if c.DeadLetterTopic != "" && c.Delivery.DeadLetter != "" {
		wrong.Add("SOURCE.deadLetterTopic", "expected a topic or an address (delivery.deadLetter), got both")
	}
}

func (c *Config) checkGroup(wrong *adapter.Problems) {
	if problem := kafkaconn.CheckBegin(c.InitialOffset); problem != "" {
		wrong.Add("SOURCE.initialOffset", "%s", problem)
	}
	if orders := []string{orderKey, orderPartition, orderNone}; !slices.Contains(orders, c.Order) {
		wrong.Add("SOURCE.order", "expected one of %s, got %q", strings.Join(orders, ", "), c.Order)
	}
	if c.SessionSeconds < 1 || c.SessionSeconds > highestSessionSeconds {
		wrong.Add("SOURCE.sessionSeconds", "expected a number from 1 to %d, got %d", highestSessionSeconds, c.SessionSeconds)
	}
}

func login(s adapter.Secrets) kafkaconn.Login {
	return kafkaconn.Login{
		User: s.User, Password: s.Password, Token: s.Token, CA: s.CA, Cert: s.Cert, Key: s.Key,
	}
}
