// The configuration of the source: defaults, and all mistakes in it.
package mqtt

import (
	"crypto/tls"
	"net/url"
	"strconv"
	"strings"

	"knative-faas.dev/programs/internal/adapter"
)

const (
	defaultType           = "dev.knative-faas.mqtt.message"
	defaultSessionSeconds = 86400
	// longestSessionSeconds means, in the protocol, that the session never expires.
	longestSessionSeconds = 1<<32 - 1
	longestText           = 65535
)

// Config is the content of SOURCE.
type Config struct {
	adapter.Common
	Address        string   `json:"address"`
	Protocol       string   `json:"protocol"`
	Topics         []string `json:"topics"`
	QoS            *int     `json:"qos"`
	ClientID       string   `json:"clientId"`
	Group          string   `json:"group"`
	SessionSeconds *int     `json:"sessionSeconds"`
	Ordered        bool     `json:"ordered"`
	TLS            *TLS     `json:"tls"`

	server     *url.URL
	security   *tls.Config
	attributes adapter.Attributes
}

// TLS configures how the broker's certificate is verified.
type TLS struct {
	ServerName string `json:"serverName"`
}

// Prepare fills in defaults and reports all mistakes.
func (c *Config) Prepare(secrets adapter.Secrets, wrong *adapter.Problems) {
	c.defaults()
	c.server = readAddress(c.Address, wrong)
	if c.server != nil {
		c.security = security(c, secrets, wrong)
		if c.Source == "" {
			c.Source = c.Address
		}
	}
	c.checkSession(secrets, wrong)
	c.checkTopics(wrong)
	c.attributes = c.Attributes(wrong, "topic", "topic.", "json.")
	for _, name := range c.attributes.Names() {
		if level, found := strings.CutPrefix(name, "topic."); found && !isLevel(level) {
			wrong.Add("SOURCE", "expected the number of a topic's level, from 1, in {topic.1}, got {%s}", name)
		}
	}
}

func (c *Config) defaults() {
	set(&c.Protocol, "5")
	set(&c.Type, defaultType)
	set(&c.Subject, "{topic}")
	set(&c.ClientID, c.Namespace+"-"+c.Name)
	if c.QoS == nil {
		c.QoS = new(1)
	}
	if c.SessionSeconds == nil {
		c.SessionSeconds = new(defaultSessionSeconds)
	}
}

func set(text *string, otherwise string) {
	if *text == "" {
		*text = otherwise
	}
}

func (c *Config) checkSession(secrets adapter.Secrets, wrong *adapter.Problems) {
	if c.Protocol != "5" && c.Protocol != "3.1.1" {
		wrong.Add("SOURCE.protocol", "expected 5 or 3.1.1, got %q", c.Protocol)
	}
	if *c.QoS < 0 || *c.QoS > 2 {
		wrong.Add("SOURCE.qos", "expected 0, 1 or 2, got %d", *c.QoS)
	}
	if *c.SessionSeconds < 0 || *c.SessionSeconds > longestSessionSeconds {
		wrong.Add("SOURCE.sessionSeconds", "expected a number from 0 to %d, got %d", longestSessionSeconds, *c.SessionSeconds)
	}
	if !validText(c.ClientID) {
		wrong.Add("SOURCE.clientId", "expected a text of MQTT, at most %d bytes and without zeros, got %q", longestText, short(c.ClientID))
	}
	if strings.ContainsAny(c.Group, "/+#") || !validText(c.Group) {
		wrong.Add("SOURCE.group", `expected a name without "/", "+" and "#", got %q`, short(c.Group))
	}
	if secrets.Password != "" && secrets.User == "" && c.Protocol == "3.1.1" {
		wrong.Add("SECRET_USER", "expected a user along with the password, got nothing: MQTT 3.1.1 allows no password without a user")
	}
}

func (c *Config) checkTopics(wrong *adapter.Problems) {
	if len(c.Topics) == 0 {
		wrong.Add("SOURCE.topics", "expected at least one topic, got none")
	}
	for index, topic := range c.Topics {
		path := "SOURCE.topics[" + strconv.Itoa(index) + "]"
		if strings.HasPrefix(topic, "$share/") {
			wrong.Add(path, "got %q: for a shared subscription set group instead of $share", short(topic))
		} else if !validFilter(topic) {
			wrong.Add(path, `expected a topic, in which "+" matches one level and "#" all that follow, got %q`, short(topic))
		}
	}
}

func validFilter(topic string) bool {
	levels := strings.Split(topic, "/")
	for index, level := range levels {
		last := index == len(levels)-1
		if strings.ContainsAny(level, "+#") && level != "+" && (level != "#" || !last) {
			return false
		}
	}
	return topic != "" && validText(topic)
}

func validText(text string) bool {
	return len(text) <= longestText && strings.ToValidUTF8(text, "") == text && !strings.Contains(text, "\x00")
}

func isLevel(text string) bool {
	number, err := strconv.Atoi(text)
	return err == nil && number >= 1
}

func short(text string) string { return text[:min(len(text), 100)] }

// filters are the topics to subscribe to.
func (c *Config) filters() []string {
	if c.Group == "" {
		return c.Topics
	}
	filters := make([]string, len(c.Topics))
	for index, topic := range c.Topics {
		filters[index] = "$share/" + c.Group + "/" + topic
	}
	return filters
}

// client returns the client identifier of a Pod: with a group each Pod has its own session, which its successor resumes by the
// ordinal in the Pod's name.
func (c *Config) client(identity string) string {
	if c.Group == "" {
		return c.ClientID
	}
	return c.ClientID + "-" + identity[strings.LastIndex(identity, "-")+1:]
}

// isRemovable reports whether a Pod may be removed permanently, and its session with it: with a group, every Pod but the first.
func (c *Config) isRemovable(identity string) bool {
	number, err := strconv.Atoi(identity[strings.LastIndex(identity, "-")+1:])
	return c.Group != "" && (err != nil || number >= 1)
}
