// How far a consumer group is behind the end of its topics.
package kafkaconn

import (
	"context"
	"errors"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
)

// Lag returns, for each partition of the topics, how many entries the group has not committed. A partition without a commit is
// counted from where the group begins: earlier entries will never be read.
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

// beginOf requests offsets only if the group begins at a time and a partition has no commit; otherwise they are known.
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

// lag does not count entries that were deleted by retention after the last commit: they will never be read.
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
