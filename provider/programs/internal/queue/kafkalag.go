// How far a Kafka consumer group is behind the end of its topics.
package queue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"knative-faas.dev/programs/internal/kafkaconn"
	"knative-faas.dev/programs/internal/strict"
)

type kafkaLag struct {
	kafkaconn.Config
	Group         string   `json:"group"`
	Topics        []string `json:"topics"`
	Pattern       string   `json:"pattern"`
	InitialOffset string   `json:"initialOffset"`
	// The limit of what one partition counts, for a group whose order lets a partition occupy only one Pod: if it equals the
	// queue's target, there are never more Pods than partitions.
	MostPerPartition float64   `json:"mostPerPartition"`
	Login            LoginKeys `json:"login"`
}

type kafkaServer struct{ *kadm.Client }

var kafkaLogin = append(slices.Clone(plainLogin), "token")

func (k kafkaLag) check(path string, wrong *strict.Mistakes) {
	k.Login.check(path, kafkaLogin, wrong)
	wrong.Append(kafkaconn.Problems(path, k.Config)...)
	wrong.Text(path+".group", k.Group)
	if k.Pattern == "" {
		wrong.Texts(path+".topics", k.Topics)
	} else if len(k.Topics) > 0 {
		wrong.Add(path+".pattern", "expected topics or a pattern, got both")
	} else if _, err := kafkaconn.Whole(k.Pattern); err != nil {
		wrong.Add(path+".pattern", "%v", err)
	}
	if problem := kafkaconn.CheckBegin(k.InitialOffset); problem != "" {
		wrong.Add(path+".initialOffset", "%s", problem)
	}
	if k.MostPerPartition < 0 {
		wrong.Add(path+".mostPerPartition", "expected a number above 0, got %v", k.MostPerPartition)
	}
}

func (k kafkaLag) keys() LoginKeys { return k.Login }

func (k kafkaLag) Server() string { return identity("kafka", k.Config) }

func (k kafkaLag) Open(login Login) (Server, error) {
	found := kafkaconn.Login{
		User: login["user"], Password: login["password"], Token: login["token"],
		CA: login["ca"], Cert: login["cert"], Key: login["key"],
	}
	options, err := kafkaconn.Options(k.Config, "knative-faas-queue-scaler", func() (kafkaconn.Login, error) { return found, nil })
	if err != nil {
		return nil, err
	}
	client, err := kgo.NewClient(append(options, kgo.RequestRetries(1))...)
	if err != nil {
		return nil, fmt.Errorf("kafka: %w", err)
	}
	return kafkaServer{kadm.NewClient(client)}, nil
}

// Length counts a partition without committed offset from where the group starts: earlier records will never be read.
func (k kafkaLag) Length(ctx context.Context, over Server) (float64, error) {
	admin := over.(kafkaServer).Client
	topics, err := k.topics(ctx, admin)
	if err != nil || len(topics) == 0 {
		return 0, err
	}
	partitions, err := kafkaconn.Lag(ctx, admin, k.Group, cmp.Or(k.InitialOffset, kafkaconn.Latest), topics...)
	if err != nil {
		return 0, explained(ctx, err)
	}
	sum := 0.0
	for _, one := range partitions {
		counted := float64(one)
		if k.MostPerPartition > 0 {
			counted = min(counted, k.MostPerPartition)
		}
		sum += counted
	}
	return sum, nil
}

// topics requests names only for a pattern: the request for offsets reports a named topic that does not exist.
func (k kafkaLag) topics(ctx context.Context, admin *kadm.Client) ([]string, error) {
	if k.Pattern == "" {
		return k.Topics, nil
	}
	pattern, err := kafkaconn.Whole(k.Pattern)
	if err != nil {
		return nil, err
	}
	found, _, err := kafkaconn.Topics{Pattern: pattern}.Find(ctx, admin)
	if err != nil {
		return nil, explained(ctx, err)
	}
	return slices.Sorted(maps.Keys(found)), nil
}

func explained(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("kafka did not respond in time: %w", ctx.Err())
	case errors.Is(err, kerr.UnknownTopicOrPartition):
		return queueError("kafka: %v", err)
	case kafkaconn.Denied(err):
		return denied("kafka: %v", err)
	}
	return fmt.Errorf("kafka: %w", err)
}
