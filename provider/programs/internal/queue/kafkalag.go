// How far a Kafka consumer group is behind the end of topics.
package queue

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"

	"knative-faas.dev/programs/internal/strict"
)

type kafkaLag struct {
	BootstrapServers []string   `json:"bootstrapServers"`
	SASL             string     `json:"sasl"`
	TLS              *serverTLS `json:"tls"`
	Group            string     `json:"group"`
	Topics           []string   `json:"topics"`
	InitialOffset    string     `json:"initialOffset"`
	Login            LoginKeys  `json:"login"`
}

// Where the group starts in a partition without committed offset.
const (
	latest   = "latest"
	earliest = "earliest"
)

type kafkaServer struct{ *kadm.Client }

var mechanisms = map[string]func(user, password string) sasl.Mechanism{
	"PLAIN": func(user, password string) sasl.Mechanism {
		return plain.Auth{User: user, Pass: password}.AsMechanism()
	},
	"SCRAM-SHA-256": func(user, password string) sasl.Mechanism {
		return scram.Auth{User: user, Pass: password}.AsSha256Mechanism()
	},
	"SCRAM-SHA-512": func(user, password string) sasl.Mechanism {
		return scram.Auth{User: user, Pass: password}.AsSha512Mechanism()
	},
}

func (k kafkaLag) check(path string, wrong *strict.Mistakes) {
	k.Login.check(path, plainLogin, wrong)
	wrong.Texts(path+".bootstrapServers", k.BootstrapServers)
	wrong.Text(path+".group", k.Group)
	wrong.Texts(path+".topics", k.Topics)
	if k.InitialOffset != "" && k.InitialOffset != latest && k.InitialOffset != earliest {
		wrong.Add(path+".initialOffset", "expected %s or %s, got %q", latest, earliest, k.InitialOffset)
	}
	if k.SASL != "" && mechanisms[k.SASL] == nil {
		wrong.Add(path+".sasl", "expected PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512, got %q", k.SASL)
	}
}

func (k kafkaLag) keys() LoginKeys { return k.Login }

func (k kafkaLag) Server() string {
	return identity("kafka", kafkaLag{BootstrapServers: k.BootstrapServers, SASL: k.SASL, TLS: k.TLS})
}

func (k kafkaLag) Open(login Login) (Server, error) {
	options := []kgo.Opt{kgo.SeedBrokers(k.BootstrapServers...), kgo.ClientID("knative-faas-queue-scaler"), kgo.RequestRetries(1)}
	if k.TLS != nil {
		config, err := k.TLS.config(login)
		if err != nil {
			return nil, err
		}
		options = append(options, kgo.DialTLSConfig(config))
	}
	if k.SASL != "" {
		options = append(options, kgo.SASL(mechanisms[k.SASL](login["user"], login["password"])))
	}
	client, err := kgo.NewClient(options...)
	if err != nil {
		return nil, fmt.Errorf("kafka: %w", err)
	}
	return kafkaServer{kadm.NewClient(client)}, nil
}

// Length counts a partition without committed offset from where the group starts: earlier records will never be read.
func (k kafkaLag) Length(ctx context.Context, over Server) (float64, error) {
	admin := over.(kafkaServer)
	committed, err := admin.FetchOffsets(ctx, k.Group)
	if err != nil && !errors.Is(err, kerr.GroupIDNotFound) {
		return 0, explained(ctx, err)
	}
	first, err := admin.ListStartOffsets(ctx, k.Topics...)
	if err != nil {
		return 0, explained(ctx, err)
	}
	end, err := admin.ListEndOffsets(ctx, k.Topics...)
	if err != nil {
		return 0, explained(ctx, err)
	}
	if err := errors.Join(committed.Error(), first.Error(), end.Error()); err != nil {
		return 0, explained(ctx, err)
	}
	return float64(lag(committed, first, end, cmp.Or(k.InitialOffset, latest))), nil
}

// The committed offset can be before the first record, as retention deletes records: deleted ones will never be read.
func lag(committed kadm.OffsetResponses, first, end kadm.ListedOffsets, initialOffset string) (sum int64) {
	end.Each(func(last kadm.ListedOffset) {
		from := int64(0)
		if earliest, ok := first.Lookup(last.Topic, last.Partition); ok {
			from = earliest.Offset
		}
		if commit, ok := committed.Lookup(last.Topic, last.Partition); ok {
			from = max(from, commit.At)
		} else if initialOffset == latest {
			return
		}
		sum += max(0, last.Offset-from)
	})
	return sum
}

func explained(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("kafka did not respond in time: %w", ctx.Err())
	case errors.Is(err, kerr.UnknownTopicOrPartition):
		return queueError("kafka: %v", err)
	case errors.Is(err, kerr.TopicAuthorizationFailed) || errors.Is(err, kerr.GroupAuthorizationFailed):
		return denied("kafka: %v", err)
	}
	return fmt.Errorf("kafka: %w", err)
}
