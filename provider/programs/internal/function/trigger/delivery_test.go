// Tests of durations: seconds as Knative reads them.
package trigger

import "testing"

func TestPeriod(t *testing.T) {
	for _, c := range []struct{ seconds, want any }{
		{nil, nil}, {int64(0), "PT0S"}, {0.2, "PT0.2S"}, {int64(30), "PT30S"}, {90.5, "PT1M30.5S"},
		{int64(300), "PT5M"}, {int64(3600), "PT1H"}, {int64(604_800), "PT168H"},
	} {
		if got := period(c.seconds); got != c.want {
			t.Errorf("%v: expected %v, got %v", c.seconds, c.want, got)
		}
	}
}
