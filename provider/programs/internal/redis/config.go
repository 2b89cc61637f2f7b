// The configuration of a Redis source, its defaults and its mistakes.
package redis

import (
	"cmp"
	"slices"
	"strings"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/redisconn"
)

const (
	defaultBatch        = 64
	highestBatch        = 10_000
	defaultClaimSeconds = 60
	highestClaimSeconds = 86_400
)

// Config has exactly one of Stream, List and Channel.
type Config struct {
	adapter.Common
	Redis   redisconn.Config `json:"redis"`
	Stream  *Stream          `json:"stream"`
	List    *List            `json:"list"`
	Channel *Channel         `json:"channel"`
	OrderBy string           `json:"orderBy"`
	Batch   int              `json:"batch"`

	form form
}

// Stream is read as a consumer group.
type Stream struct {
	Keys         []string `json:"keys"`
	Group        string   `json:"group"`
	From         string   `json:"from"` // start or end, for a group that is created
	ClaimSeconds int      `json:"claimSeconds"`
	DataField    string   `json:"dataField"`
}

// List is a queue; its entries are taken from the left or the right.
type List struct {
	Key  string `json:"key"`
	Take string `json:"take"`
}

// Channel is pub/sub.
type Channel struct {
	Names    []string `json:"names"`
	Patterns []string `json:"patterns"`
}

// Prepare fills in defaults and reports all mistakes.
func (c *Config) Prepare(secrets adapter.Secrets, wrong *adapter.Problems) {
	for _, text := range redisconn.Problems("SOURCE.redis", c.Redis, login(secrets)) {
		path, words, _ := strings.Cut(text, ": ")
		wrong.Add(path, "%s", words)
	}
	c.Batch = cmp.Or(c.Batch, defaultBatch)
	if c.Batch < 1 || c.Batch > highestBatch {
		wrong.Add("SOURCE.batch", "expected a number from 1 to %d, got %d", highestBatch, c.Batch)
	}
	switch kinds := c.kinds(); {
	case len(kinds) != 1:
		wrong.Add("SOURCE", "expected exactly one of stream, list and channel, got %s", cmp.Or(strings.Join(kinds, " and "), "none"))
	case c.Stream != nil:
		c.Stream.prepare(c.Namespace+"-"+c.Name, wrong)
	case c.List != nil:
		c.List.prepare(c.Redis.Cluster, wrong)
	default:
		c.Channel.prepare(wrong)
	}
	c.form = parseForm(c, wrong)
}

func (c *Config) kinds() (given []string) {
	if c.Stream != nil {
		given = append(given, "stream")
	}
	if c.List != nil {
		given = append(given, "list")
	}
	if c.Channel != nil {
		given = append(given, "channel")
	}
	return given
}

func (c *Config) keys() []string {
	if c.Stream != nil {
		return c.Stream.Keys
	}
	return nil
}

func (s *Stream) prepare(group string, wrong *adapter.Problems) {
	s.Group = cmp.Or(s.Group, group)
	s.From = cmp.Or(s.From, "start")
	s.ClaimSeconds = cmp.Or(s.ClaimSeconds, defaultClaimSeconds)
	notEmpty("SOURCE.stream.keys", s.Keys, wrong)
	if len(slices.Compact(slices.Sorted(slices.Values(s.Keys)))) < len(s.Keys) {
		wrong.Add("SOURCE.stream.keys", "expected each key once, got %q", s.Keys)
	}
	if s.From != "start" && s.From != "end" {
		wrong.Add("SOURCE.stream.from", "expected start or end, got %q", s.From)
	}
	if s.ClaimSeconds < 1 || s.ClaimSeconds > highestClaimSeconds {
		wrong.Add("SOURCE.stream.claimSeconds", "expected a number from 1 to %d, got %d", highestClaimSeconds, s.ClaimSeconds)
	}
}

func (l *List) prepare(cluster bool, wrong *adapter.Problems) {
	l.Take = cmp.Or(l.Take, "left")
	if l.Key == "" {
		wrong.Add("SOURCE.list.key", "expected the key of a list, got nothing")
	}
	if cluster && !redisconn.OneSlot(l.Key) {
		wrong.Add("SOURCE.list.key", "in a cluster expected no braces but around a part that is not empty, as in {shop}:jobs, got %q", l.Key)
	}
	if l.Take != "left" && l.Take != "right" {
		wrong.Add("SOURCE.list.take", "expected left or right, got %q", l.Take)
	}
}

func (c *Channel) prepare(wrong *adapter.Problems) {
	notEmpty("SOURCE.channel.names or SOURCE.channel.patterns", append(slices.Clone(c.Names), c.Patterns...), wrong)
}

func notEmpty(path string, texts []string, wrong *adapter.Problems) {
	if len(texts) == 0 || slices.Contains(texts, "") {
		wrong.Add(path, "expected at least one text and none that is empty, got %q", texts)
	}
}

func login(s adapter.Secrets) redisconn.Login {
	return redisconn.Login{
		User: s.User, Password: s.Password, SentinelUser: s.SentinelUser, SentinelPassword: s.SentinelPassword,
		CA: s.CA, Cert: s.Cert, Key: s.Key,
	}
}
