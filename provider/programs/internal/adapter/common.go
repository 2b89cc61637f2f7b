// The configuration that all sources share.
package adapter

import (
	"cmp"
	"net/url"
	"strings"
	"time"
)

const (
	defaultParallelism    = 32
	highestParallelism    = 10_000
	defaultBackoffSeconds = 0.2
	highestBackoffSeconds = 30
	defaultTimeoutSeconds = 300
	highestTimeoutSeconds = 3600
)

// Common is embedded in the configuration of each source. Type, Source, Subject and ID are templates, which a source parses with
// the placeholders that it supports.
type Common struct {
	Name        string   `json:"name"`
	Namespace   string   `json:"namespace"`
	Instance    string   `json:"instance"` // unique among all sources, across clusters
	Parallelism int      `json:"parallelism"`
	Type        string   `json:"type"`
	Source      string   `json:"source"`
	Subject     string   `json:"subject"`
	ID          string   `json:"id"`
	ContentType string   `json:"contentType"`
	Delivery    Delivery `json:"delivery"`
}

// Delivery configures how events are delivered and what happens to those that can't be. Without Retry there is no limit.
type Delivery struct {
	Retry            *int    `json:"retry"`
	Backoff          string  `json:"backoff"` // exponential or linear
	BackoffSeconds   float64 `json:"backoffSeconds"`
	TimeoutSeconds   float64 `json:"timeoutSeconds"`
	Format           string  `json:"format"`     // binary, json or plain
	DeadLetter       string  `json:"deadLetter"` // the address, or empty
	DeadLetterFormat string  `json:"deadLetterFormat"`
}

func (c *Common) common() *Common { return c }

// reader is a Pod's name at its server: the instance, as Pods of several clusters may have the same name, and the Pod's ordinal.
func (c *Common) reader(pod string) string {
	if c.Instance == "" {
		return pod
	}
	return c.Instance + "-" + pod[strings.LastIndex(pod, "-")+1:]
}

func (c *Common) prepare(wrong *Problems) {
	if c.Name == "" {
		wrong.Add("SOURCE.name", "expected the name of the source, got nothing")
	}
	if c.Namespace == "" {
		wrong.Add("SOURCE.namespace", "expected the namespace of the source, got nothing")
	}
	c.Parallelism = cmp.Or(c.Parallelism, defaultParallelism)
	if c.Parallelism < 1 || c.Parallelism > highestParallelism {
		wrong.Add("SOURCE.parallelism", "expected a number from 1 to %d, got %d", highestParallelism, c.Parallelism)
	}
	if !validHeader(c.ContentType) {
		wrong.Add("SOURCE.contentType", "expected a media type, e.g. application/json, got %q", c.ContentType)
	}
	c.Delivery.prepare(wrong)
}

func (d *Delivery) prepare(wrong *Problems) {
	d.Backoff = cmp.Or(d.Backoff, "exponential")
	d.BackoffSeconds = cmp.Or(d.BackoffSeconds, defaultBackoffSeconds)
	d.TimeoutSeconds = cmp.Or(d.TimeoutSeconds, defaultTimeoutSeconds)
	d.Format = cmp.Or(d.Format, FormatBinary)
	d.DeadLetterFormat = cmp.Or(d.DeadLetterFormat, FormatBinary)
	checkFormat("SOURCE.delivery.format", d.Format, wrong)
	checkFormat("SOURCE.delivery.deadLetterFormat", d.DeadLetterFormat, wrong)
	if d.Retry != nil && *d.Retry < 0 {
		wrong.Add("SOURCE.delivery.retry", "expected 0 or more, got %d; leave it out to retry without end", *d.Retry)
	}
	if d.Backoff != "exponential" && d.Backoff != "linear" {
		wrong.Add("SOURCE.delivery.backoff", "expected exponential or linear, got %q", d.Backoff)
	}
	if d.BackoffSeconds < 0 || d.BackoffSeconds > highestBackoffSeconds {
		wrong.Add("SOURCE.delivery.backoffSeconds", "expected more than 0 and at most %d, got %v", highestBackoffSeconds, d.BackoffSeconds)
	}
	if d.TimeoutSeconds < 0 || d.TimeoutSeconds > highestTimeoutSeconds {
		wrong.Add("SOURCE.delivery.timeoutSeconds", "expected more than 0 and at most %d, got %v", highestTimeoutSeconds, d.TimeoutSeconds)
	}
	if d.DeadLetter != "" {
		checkAddress("SOURCE.delivery.deadLetter", d.DeadLetter, wrong)
	}
}

func checkFormat(path, format string, wrong *Problems) {
	if format != FormatBinary && format != FormatJSON && format != FormatPlain {
		wrong.Add(path, "expected %s, %s or %s, got %q", FormatBinary, FormatJSON, FormatPlain, format)
	}
}

// checkAddress does not show an address that can't be parsed: it may contain a password.
func checkAddress(path, address string, wrong *Problems) {
	parsed, err := url.Parse(address)
	if err != nil {
		wrong.Add(path, "expected an address such as http://orders.shop.svc, got an address that can't be parsed")
		return
	}
	if (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Host == "" {
		wrong.Add(path, "expected an address such as http://orders.shop.svc, got %q", parsed.Redacted())
	}
}

func seconds(number float64) time.Duration { return time.Duration(number * float64(time.Second)) }
