// Divides a function's replicas among its revisions in proportion to traffic. No side effects.
package scaler

import (
	"math"
	"strconv"
)

// row is a row of a Knative Service's status.traffic; a revision may have several.
type row struct {
	revision string
	percent  int64
}

func percents(traffic []row) map[string]int64 {
	sums := map[string]int64{}
	for _, row := range traffic {
		if row.percent > 0 {
			sums[row.revision] += row.percent
		}
	}
	return sums
}

// shares returns the replicas of each revision with traffic, rounded up, so that a small share is still served.
func shares(wanted int32, traffic []row) map[string]int32 {
	parts := percents(traffic)
	shares := make(map[string]int32, len(parts))
	for revision, percent := range parts {
		shares[revision] = int32((int64(wanted)*percent + 99) / 100)
	}
	return shares
}

// undivided returns the highest number of replicas with these shares, which restores a scale after a restart: dividing it gives the
// same shares, whatever it was. False if none of the shares belongs to a revision with traffic.
func undivided(shares map[string]int32, traffic []row) (int32, bool) {
	whole, found := int64(math.MaxInt32), false
	for revision, percent := range percents(traffic) {
		if share, ok := shares[revision]; ok {
			whole, found = min(whole, int64(share)*100/percent), true
		}
	}
	return int32(whole), found
}

// floors returns the min-scale for each revision with traffic. Knative applies a min-scale per revision, so no share is below the
// template's; one that is not above it is written like the template's ("": not at all).
func floors(wanted int32, s *service) map[string]string {
	floors := map[string]string{}
	for revision, share := range shares(wanted, s.traffic) {
		floors[revision] = s.minScale
		if share > s.bounds.Min {
			floors[revision] = strconv.Itoa(int(share))
		}
	}
	return floors
}
