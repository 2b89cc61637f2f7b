// How far a consumer group is behind the end of topics.
package kafkaconn

import (
	"context"
	"errors"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
)

// Lag asks how many entries each partition of the topics has that the group has not committed. In a partition without a commit
// they are counted from where the group begins: what was there before it does not wait.
func Lag(ctx context.Context, admin *kadm.Client, group, begin string, topics ...string) ([]int64, error) {
	committed, err := admin.FetchOffsets(ctx, group)
	if err != nil && !errors.Is(err, kerr.GroupIDNotFound) {
		return nil, err
	}
	first, err := admin.ListStartOffsets(ctx, topics...)
	if err != nil {
		return nil, err
	}
	end, err := admin.ListEndOffsets(ctx, topics...)
	if err != nil {
		return nil, err
	}
	start, err := beginOf(ctx, admin, begin, first, end, committed, topics)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(committed.Error(), first.Error(), end.Error(), start.Error()); err != nil {
		return nil, err
	}
	return lag(committed, first, start, end), nil
}

// beginOf asks for a time alone, and only where it decides.
func beginOf(
	ctx context.Context, admin *kadm.Client, begin string, first, end kadm.ListedOffsets, committed kadm.OffsetResponses, topics []string,
) (kadm.ListedOffsets, error) {
	switch begin {
	case Latest:
		return end, nil
	case Earliest:
		return first, nil
	}
	uncommitted := false
	end.Each(func(last kadm.ListedOffset) {
		_, known := committed.Lookup(last.Topic, last.Partition)
		uncommitted = uncommitted || !known
	})
	if !uncommitted {
		return end, nil
	}
	return Begin(ctx, admin, begin, topics...)
}

// The committed offset can be before the first record, as retention deletes records: deleted ones will never be read.
func lag(committed kadm.OffsetResponses, first, start, end kadm.ListedOffsets) (all []int64) {
	end.Each(func(last kadm.ListedOffset) {
		from := int64(0)
		if commit, ok := committed.Lookup(last.Topic, last.Partition); ok {
			from = commit.At
		} else if begin, ok := start.Lookup(last.Topic, last.Partition); ok {
			from = begin.Offset
		}
		if oldest, ok := first.Lookup(last.Topic, last.Partition); ok {
			from = max(from, oldest.Offset)
		}
		all = append(all, max(0, last.Offset-from))
	})
	return all
}
