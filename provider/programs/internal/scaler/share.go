// Divides a function's replicas over its revisions as traffic is divided. Pure.
package scaler

import (
	"math"
	"strconv"
)

// row is one line of a Knative Service's status.traffic; a revision may have several.
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

// shares gives each revision with traffic its part of the replicas, rounded up: a small part is still served.
func shares(wanted int32, traffic []row) map[string]int32 {
	parts := percents(traffic)
	shares := make(map[string]int32, len(parts))
	for revision, percent := range parts {
		shares[revision] = int32((int64(wanted)*percent + 99) / 100)
	}
	return shares
}

// undivided returns the most replicas that give these shares, which is how a scale is found again after a restart: dividing
// it gives the same shares, whatever it was. False when none of the shares is that of a revision with traffic.
func undivided(shares map[string]int32, traffic []row) (int32, bool) {
	whole, found := int64(math.MaxInt32), false
	for revision, percent := range percents(traffic) {
		if share, ok := shares[revision]; ok {
			whole, found = min(whole, int64(share)*100/percent), true
		}
	}
	return int32(whole), found
}

// floors says for each revision with traffic which min-scale it shall have. Knative means a min-scale for each revision,
// so no share lies below that of the template; one that is not above it is written as the template has it ("": not at all).
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
