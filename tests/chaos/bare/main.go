// The peer of the Kafka source in benchmarks: the simplest loop on franz-go that reads, posts CloudEvents and commits.
package main

import (
	"bytes"
	"context"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/twmb/franz-go/pkg/kgo"
)

func main() {
	parallelism, err := strconv.Atoi(os.Getenv("PARALLELISM"))
	must(err)
	client, err := kgo.NewClient(kgo.SeedBrokers(strings.Split(os.Getenv("SERVER"), ",")...), kgo.ConsumerGroup(os.Getenv("GROUP")),
		kgo.ConsumeTopics(os.Getenv("TOPIC")), kgo.DisableAutoCommit(), kgo.InstanceID(os.Getenv("GROUP")+"-0"))
	must(err)
	to := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: parallelism, MaxConnsPerHost: parallelism}}
	for {
		records := client.PollFetches(context.Background()).Records()
		work := make(chan *kgo.Record)
		var all sync.WaitGroup
		for range parallelism {
			all.Go(func() {
				for record := range work {
					post(to, record)
				}
			})
		}
		for _, record := range records {
			work <- record
		}
		close(work)
		all.Wait()
		if err := client.CommitRecords(context.Background(), records...); err != nil {
			log.Print(err)
		}
	}
}

func post(to *http.Client, record *kgo.Record) {
	for {
		request, err := http.NewRequest(http.MethodPost, os.Getenv("K_SINK"), bytes.NewReader(record.Value))
		must(err)
		request.Header = http.Header{
			"Content-Type": {"application/json"}, "Ce-Specversion": {"1.0"}, "Ce-Type": {"entry"}, "Ce-Source": {record.Topic},
			"Ce-Id": {strconv.Itoa(int(record.Partition)) + "/" + strconv.FormatInt(record.Offset, 10)},
		}
		response, err := to.Do(request)
		if err != nil {
			continue
		}
		_, _ = io.Copy(io.Discard, response.Body)
		response.Body.Close()
		if response.StatusCode < 300 {
			return
		}
	}
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
