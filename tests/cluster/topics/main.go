// A Kafka client for tests: topics, entries, groups and users.
package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

const usage = "topics ADDRESS create TOPIC PARTITIONS | write TOPIC | read TOPIC COUNT | lag GROUP | groups | password USER PASSWORD"

// entry is a line of JSON: of the standard input with `write`, of the standard output with `read`.
type entry struct {
	Key     string            `json:"key"`
	Value   string            `json:"value"`
	Headers map[string]string `json:"headers,omitempty"`
}

func main() {
	if len(os.Args) < 3 {
		log.Fatal(usage)
	}
	client, err := kgo.NewClient(kgo.SeedBrokers(os.Args[1]), kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	if err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := run(ctx, client, os.Args[2], append(os.Args[3:], "", "")); err != nil {
		log.Fatal(err)
	}
	client.Close()
}

func run(ctx context.Context, client *kgo.Client, command string, args []string) error {
	admin := kadm.NewClient(client)
	switch command {
	case "create":
		partitions, err := strconv.Atoi(args[1])
		if err != nil {
			return err
		}
		created, err := admin.CreateTopic(ctx, int32(partitions), 1, nil, args[0])
		return cmp.Or(err, created.Err)
	case "write":
		return write(ctx, client, args[0])
	case "read":
		return read(ctx, client, args[0], args[1])
	case "lag":
		return lag(ctx, admin, args[0])
	case "groups":
		groups, err := admin.ListGroups(ctx)
		fmt.Println(strings.Join(groups.Groups(), "\n"))
		return err
	case "password":
		changed := kadm.UpsertSCRAM{User: args[0], Mechanism: kadm.ScramSha512, Iterations: 4096, Password: args[1]}
		_, err := admin.AlterUserSCRAMs(ctx, nil, []kadm.UpsertSCRAM{changed})
		return err
	}
	return fmt.Errorf("unknown command %q; %s", command, usage)
}

func write(ctx context.Context, client *kgo.Client, topic string) error {
	var records []*kgo.Record
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var one entry
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return err
		}
		record := &kgo.Record{Topic: topic, Key: []byte(one.Key), Value: []byte(one.Value)}
		for name, value := range one.Headers {
			record.Headers = append(record.Headers, kgo.RecordHeader{Key: name, Value: []byte(value)})
		}
		records = append(records, record)
	}
	return cmp.Or(lines.Err(), client.ProduceSync(ctx, records...).FirstErr())
}

// read prints committed entries of a topic from its start, until it has printed count or ten seconds have passed.
func read(ctx context.Context, client *kgo.Client, topic, count string) error {
	want, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	client.AddConsumeTopics(topic)
	out := json.NewEncoder(os.Stdout)
	for seen := 0; seen < want && ctx.Err() == nil; {
		fetches := client.PollFetches(ctx)
		for _, record := range fetches.Records() {
			one := entry{Key: string(record.Key), Value: string(record.Value), Headers: map[string]string{}}
			for _, header := range record.Headers {
				one.Headers[header.Key] = string(header.Value)
			}
			seen++
			if err := out.Encode(one); err != nil {
				return err
			}
		}
	}
	return nil
}

// lag prints the number of entries that a group has not committed, and fails if the group does not exist.
func lag(ctx context.Context, admin *kadm.Client, group string) error {
	known, err := admin.ListGroups(ctx)
	if err != nil {
		return err
	}
	if !slices.Contains(known.Groups(), group) {
		return fmt.Errorf("no group %q among %q", group, known.Groups())
	}
	all, err := admin.Lag(ctx, group)
	if err != nil {
		return err
	}
	fmt.Println(all[group].Lag.Total())
	return all.Error()
}
