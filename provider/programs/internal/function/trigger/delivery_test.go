// Tests of durations: seconds as Knative reads them.
package trigger

import "testing"

func TestPeriod(t *testing.T) {
	if got := period[int64](nil); got != nil {
		t.Errorf("expected nothing, got %v", got)
	}
	for seconds, want := range map[float64]string{
		0: "PT0S", 0.2: "PT0.2S", 30: "PT30S", 90.5: "PT1M30.5S", 300: "PT5M", 3600: "PT1H", 604_800: "PT168H",
	} {
		if got := period(&seconds); got != want {
			t.Errorf("%v: expected %v, got %v", seconds, want, got)
		}
	}
}
