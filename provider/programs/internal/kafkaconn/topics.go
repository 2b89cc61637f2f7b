// Topics, by name or by pattern.
package kafkaconn

import (
	"context"
	"regexp"
	"slices"

	"github.com/twmb/franz-go/pkg/kadm"
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
