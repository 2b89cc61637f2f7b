// What a consumer group would read of topics, before it does.
package kafkaconn

import (
	"context"
	"errors"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
)

// Outlook counts partitions, and entries by their offsets: those that compaction removed and the markers of transactions count too.
type Outlook struct {
	Committed int   `json:"committed"` // partitions of which the group has committed something
	Left      int64 `json:"left"`      // entries in these that it has not committed
	Fresh     int   `json:"fresh"`     // all other partitions
	Skipped   int64 `json:"skipped"`   // entries in these before the offset where the group would begin
	Ahead     int64 `json:"ahead"`     // and from there on
}

// Foresee returns the outlook of a group that begins where the text begin says.
func Foresee(ctx context.Context, admin *kadm.Client, group, begin string, topics ...string) (o Outlook, err error) {
	committed, err := admin.FetchOffsets(ctx, group)
	if err != nil && !errors.Is(err, kerr.GroupIDNotFound) {
		return o, err
	}
	first, err := admin.ListStartOffsets(ctx, topics...)
	if err != nil {
		return o, err
	}
	end, err := admin.ListEndOffsets(ctx, topics...)
	if err != nil {
		return o, err
	}
	start, err := Begin(ctx, admin, begin, topics...)
	if err != nil {
		return o, err
	}
	if err := errors.Join(committed.Error(), first.Error(), end.Error(), start.Error()); err != nil {
		return o, err
	}
	end.Each(func(last kadm.ListedOffset) {
		oldest := offsetAt(first, last)
		if commit, ok := committed.Lookup(last.Topic, last.Partition); ok {
			o.Committed++
			o.Left += max(0, last.Offset-max(oldest, commit.At))
			return
		}
		from := max(oldest, offsetAt(start, last))
		o.Fresh++
		o.Skipped += from - oldest
		o.Ahead += max(0, last.Offset-from)
	})
	return o, nil
}

func offsetAt(all kadm.ListedOffsets, like kadm.ListedOffset) int64 {
	found, _ := all.Lookup(like.Topic, like.Partition)
	return found.Offset
}
