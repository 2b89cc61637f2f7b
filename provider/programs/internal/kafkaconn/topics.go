// Topics that are named, or that a pattern finds.
package kafkaconn

import (
	"context"
	"regexp"
	"slices"

	"github.com/twmb/franz-go/pkg/kadm"
)

// Topics are given by their names or by a pattern, which must be that of the whole name.
type Topics struct {
	Names   []string
	Pattern *regexp.Regexp
}

// Whole returns the pattern that matches what another one matches from the beginning to the end.
func Whole(pattern string) (*regexp.Regexp, error) { return regexp.Compile("^(?:" + pattern + ")$") }

// Find returns the topics that are there, and the names of those that are not. What the server keeps for itself is of no pattern.
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
