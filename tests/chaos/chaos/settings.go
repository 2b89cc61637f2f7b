// The settings of a run: how much is published, which failures occur, and the time limit.
package main

import (
	"flag"
	"fmt"
	"strings"
	"time"
)

type settings struct {
	Kind     string `json:"kind"`
	Upstream bool   `json:"upstream"`
	Messages int    `json:"messages"`
	Kills    int    `json:"kills"`
	Stops    int    `json:"stops"`
	Restarts int    `json:"restarts"`
	Outages  int    `json:"outages"`
	// Rebalances are caused by a member that joins the consumer group and leaves it.
	Rebalances int `json:"rebalances"`

	program     string
	failing     float64
	parallelism int
	cloudEvents bool
	seed        uint64
	rate        int
	brokers     int
	limit       time.Duration
}

func readSettings() (settings, error) {
	var s settings
	flag.StringVar(&s.Kind, "kind", "", "what the source reads: "+strings.Join(kindNames(), ", "))
	flag.StringVar(&s.program, "adapter", "", "the executable of the source")
	flag.BoolVar(&s.Upstream, "upstream", false, "the executable is Knative's, and gets its environment")
	flag.IntVar(&s.Messages, "messages", 100_000, "number of messages")
	flag.IntVar(&s.Kills, "kills", 100, "how often SIGKILL is sent to the source")
	flag.IntVar(&s.Stops, "stops", 0, "how often SIGTERM is sent to the source")
	flag.IntVar(&s.Restarts, "restarts", 5, "how often the server is restarted")
	flag.IntVar(&s.Outages, "outages", 0, fmt.Sprintf("how often the sink fails every request, for %s", outageLength))
	flag.IntVar(&s.Rebalances, "rebalances", 0, "kafka: how often another member of the group comes and goes")
	flag.Float64Var(&s.failing, "fail", 0.05, "the share of the requests that the sink fails at any time")
	flag.IntVar(&s.parallelism, "parallelism", 32, "how many events the source may have in flight")
	flag.BoolVar(&s.cloudEvents, "cloudevents", false, "mqtt: messages are CloudEvents, which Knative's source requires")
	flag.Uint64Var(&s.seed, "seed", 1, "seed of the failures")
	flag.IntVar(&s.rate, "rate", 0, "messages that are published in a second; 0: as many as the source takes")
	flag.IntVar(&s.brokers, "brokers", 1, "kafka: of how many brokers the server consists")
	flag.DurationVar(&s.limit, "limit", 300*time.Second, "time limit of the run")
	flag.Parse()
	return s, s.check()
}

func (s settings) check() error {
	k, there := kinds[s.Kind]
	switch {
	case flag.NArg() > 0:
		return fmt.Errorf("expected flags only, got %q", flag.Args())
	case !there:
		return fmt.Errorf("-kind: expected one of %s, got %q", strings.Join(kindNames(), ", "), s.Kind)
	case s.Upstream && k.upstream == nil:
		return fmt.Errorf("-upstream: Knative has no source of kind %s", s.Kind)
	case s.Rebalances > 0 && k.visit == nil:
		return fmt.Errorf("-rebalances: there are no groups of kind %s", s.Kind)
	case s.brokers < 1 || s.brokers > 1 && k.visit == nil:
		return fmt.Errorf("-brokers: expected 1, or more of kind kafka, got %d", s.brokers)
	case s.program == "":
		return fmt.Errorf("-adapter: expected the path of an executable, got none")
	case s.Messages < 1 || s.parallelism < 1 || min(s.Kills, s.Stops, s.Restarts, s.Outages, s.Rebalances) < 0:
		return fmt.Errorf("-messages, -parallelism: expected at least 1; -kills, -stops, -restarts, -outages, -rebalances: at least 0")
	case s.failing < 0 || s.failing >= 1:
		return fmt.Errorf("-fail: expected a share from 0 to below 1, got %g", s.failing)
	}
	return nil
}
