// Topics, by name or by pattern.
package kafkaconn

import (
	"context"
	"regexp"
	"slices"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// Topics has either Names or a Pattern, which must match whole names, like one that Whole returns.
type Topics struct {
	Names   []string
	Pattern *regexp.Regexp
}

// Whole compiles a pattern so that it only matches whole names.
func Whole(pattern string) (*regexp.Regexp, error) { return regexp.Compile("^(?:" + pattern + ")$") }

// Find returns the topics that exist, and the names of those that don't. A pattern never matches the server's internal topics.
func (t Topics) Find(ctx context.Context, admin *kadm.Client) (found kadm.TopicDetails, missing []string, err error) {
	if t.Pattern == nil {
		found, err = admin.ListTopics(ctx, t.Names...)
	} else {
		found, err = admin.ListTopics(ctx)
	}
	if err != nil {
		return nil, nil, err
	}
	if t.Pattern != nil {
		found.FilterInternal()
		for name := range found {
			if !t.Pattern.MatchString(name) {
				delete(found, name)
			}
		}
	}
	for _, name := range t.Names {
		if !found.Has(name) {
			missing = append(missing, name)
			delete(found, name)
		}
	}
	slices.Sort(missing)
	return found, missing, nil
}

// Exists looks for a topic to write to. A broker that creates topics by itself, and the user may do that, creates a missing one soon.
func Exists(ctx context.Context, client *kgo.Client, topic string) (bool, error) {
	_, missing, err := Topics{Names: []string{topic}}.Find(ctx, kadm.NewClient(client))
	if err != nil || len(missing) == 0 {
		return err == nil, err
	}
	// Only a request that allows it creates a topic. The response does not matter, as the topic is looked for again.
	request := kmsg.NewPtrMetadataRequest()
	request.AllowAutoTopicCreation = true
	name := kmsg.NewMetadataRequestTopic()
	name.Topic = &topic
	request.Topics = append(request.Topics, name)
	_, _ = request.RequestWith(ctx, client)
	return false, nil
}
