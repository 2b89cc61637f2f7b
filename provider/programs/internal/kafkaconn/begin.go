// Where a consumer group begins in a partition for which it has committed no offset.
package kafkaconn

import (
	"context"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
)

// Latest and Earliest are where a group can begin, besides a time.
const (
	Latest   = "latest"
	Earliest = "earliest"
)

// CheckBegin returns what is wrong with the text, or "". An empty text is valid: it stands for the default.
func CheckBegin(text string) string {
	if _, err := time.Parse(time.RFC3339, text); err == nil || text == "" || text == Latest || text == Earliest {
		return ""
	}
	return fmt.Sprintf("expected %s, %s or a time such as 2026-01-31T12:00:00Z, got %q", Latest, Earliest, text)
}

// Begin returns, for each partition of the topics, the offset where a group without a commit begins.
func Begin(ctx context.Context, admin *kadm.Client, text string, topics ...string) (kadm.ListedOffsets, error) {
	switch text {
	case Latest:
		return admin.ListEndOffsets(ctx, topics...)
	case Earliest:
		return admin.ListStartOffsets(ctx, topics...)
	}
	from, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil, err
	}
	return admin.ListOffsetsAfterMilli(ctx, from.UnixMilli(), topics...)
}
