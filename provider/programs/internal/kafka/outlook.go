// Answers what another group, topic or initial offset would mean: a preview asks before the source is changed.
package kafka

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/kafkaconn"
)

const outlookTimeout = 5 * time.Second

// serveOutlook serves /group, which changes nothing: GET /group?name=G&initialOffset=latest&topic=A&topic=B, or with a pattern
// instead of topics; what is left out is that of the source. The response is a kafkaconn.Outlook in JSON. One request is answered
// at a time, so that requests can't burden Kafka.
func (c *Config) serveOutlook(p adapter.Process) {
	turn := make(chan struct{}, 1)
	p.Serve("/group", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), outlookTimeout)
		defer cancel()
		select {
		case turn <- struct{}{}:
			defer func() { <-turn }()
		case <-ctx.Done():
			http.Error(w, "another request is being answered; try again", http.StatusServiceUnavailable)
			return
		}
		asked, problem := c.asked(r)
		if problem != "" {
			http.Error(w, problem, http.StatusBadRequest)
			return
		}
		found, err := asked.outlook(ctx, p)
		if err != nil {
			http.Error(w, "kafka can't be asked: "+kafkaconn.Explain(err), http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(found)
	})
}

// asked is the configuration that a request asks about.
func (c *Config) asked(r *http.Request) (asked Config, problem string) {
	query := r.URL.Query()
	asked = *c
	asked.Group = cmp.Or(query.Get("name"), c.Group)
	asked.InitialOffset = cmp.Or(query.Get("initialOffset"), c.InitialOffset)
	if problem := kafkaconn.CheckBegin(asked.InitialOffset); problem != "" {
		return asked, "initialOffset: " + problem
	}
	if topics := query["topic"]; len(topics) > 0 {
		asked.topics = kafkaconn.Topics{Names: topics}
	} else if pattern := query.Get("pattern"); pattern != "" {
		compiled, err := kafkaconn.Whole(pattern)
		if err != nil {
			return asked, "pattern: " + err.Error()
		}
		asked.topics = kafkaconn.Topics{Pattern: compiled}
	}
	return asked, ""
}

func (c *Config) outlook(ctx context.Context, p adapter.Process) (found kafkaconn.Outlook, err error) {
	client, err := c.client(p)
	if err != nil {
		return found, err
	}
	defer client.Close()
	admin := kadm.NewClient(client)
	topics, _, err := c.topics.Find(ctx, admin)
	if err != nil || len(topics) == 0 {
		return found, err
	}
	return kafkaconn.Foresee(ctx, admin, c.Group, c.InitialOffset, slices.Sorted(maps.Keys(topics))...)
}

// client is for requests outside the source.
func (c *Config) client(p adapter.Process) (*kgo.Client, error) {
	options, err := kafkaconn.Options(c.Kafka, "knative-faas-"+p.Identity, func() (kafkaconn.Login, error) {
		now, err := p.Reread()
		return login(now), err
	})
	if err != nil {
		return nil, err
	}
	return kgo.NewClient(options...)
}
