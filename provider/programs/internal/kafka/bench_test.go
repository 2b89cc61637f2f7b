// Entries per second that are delivered to a sink, for each order: go test -run - -bench . -benchtime 30000x
package kafka

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
)

func BenchmarkSource(b *testing.B) {
	for _, order := range []string{orderKey, orderPartition, orderNone} {
		b.Run(order, func(b *testing.B) {
			k, topic := serve(b), fmt.Sprintf("bench-%s-%d", order, b.N)
			k.make(topic, 12)
			k.puts(topic, 12, 64, 1, b.N)
			var count atomic.Int64
			all := make(chan struct{})
			to := &sink{Server: httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
				if count.Add(1) == int64(b.N) {
					close(all)
				}
			}))}
			defer to.Close()
			b.ResetTimer()
			source := k.run(to, settings{config: fmt.Sprintf(`"topics":[%q],"group":%q,"initialOffset":"earliest","order":%q`, topic, topic, order)})
			<-all
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
			b.StopTimer()
			source.stop()
		})
	}
}
