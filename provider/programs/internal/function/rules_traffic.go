// What must hold for traffic.
package function

import (
	"fmt"
	"strings"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

func (r *ruling) targets() []value.Object {
	return value.Objects(value.List(r.spec, "traffic"))
}

func wholeTraffic(r *ruling) {
	if !value.Has(r.spec, "traffic") {
		return
	}
	var sum int64
	var shares []string
	for _, target := range r.targets() {
		percent, _ := value.Whole(target, "percent")
		sum += percent
		shares = append(shares, fmt.Sprint(percent))
	}
	if sum != 100 {
		r.wrong("traffic", "expected shares that sum up to 100 percent, got %s = %d; change percent", strings.Join(shares, " + "), sum)
	}
}

func distinctTags(r *ruling) {
	seen := map[string]bool{}
	for index, target := range r.targets() {
		tag := value.Text(target, "tag")
		if tag != "" && seen[tag] {
			r.wrong(shape.Index("traffic", index)+".tag", "is the tag of another share too, got %q; choose another", tag)
		}
		seen[tag] = true
	}
}

// Knative makes an object of the name `TAG-NAME`.
func tagLengths(r *ruling) {
	most := 63 - 1 - len(r.name)
	for index, target := range r.targets() {
		if tag := value.Text(target, "tag"); len(tag) > most {
			r.wrong(shape.Index("traffic", index)+".tag",
				"expected at most %d characters beside the function's name, got %q; shorten it", most, tag)
		}
	}
}

// `false` would say nothing at all.
func latestIsTrue(r *ruling) {
	for index, target := range r.targets() {
		if target["latest"] == false {
			r.wrong(shape.Index("traffic", index)+".latest", "expected true, got false; name a revision instead")
		}
	}
}
