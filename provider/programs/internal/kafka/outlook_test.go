// What a source answers about another group, topic and initial offset.
package kafka

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestOutlook(t *testing.T) {
	t.Parallel()
	k, sink := serve(t), newSink(t, nil)
	k.make("outlook", 2)
	k.make("outlook-more", 1)
	k.puts("outlook", 2, 2, 1, 10)
	time.Sleep(50 * time.Millisecond)
	between := time.Now().UTC()
	time.Sleep(50 * time.Millisecond)
	k.puts("outlook", 2, 2, 11, 14)
	k.puts("outlook-more", 1, 1, 1, 7)
	source := k.run(sink, settings{config: `"topics":["outlook"],"group":"outlook","initialOffset":"earliest"`})
	eventually(t, "all are committed", func() bool { return k.committed("outlook", "outlook") == 14 })
	for query, want := range map[string]string{
		"":                                       `{"committed":2,"left":0,"fresh":0,"skipped":0,"ahead":0}`,
		"?name=outlook-2&initialOffset=latest":   `{"committed":0,"left":0,"fresh":2,"skipped":14,"ahead":0}`,
		"?name=outlook-2&initialOffset=earliest": `{"committed":0,"left":0,"fresh":2,"skipped":0,"ahead":14}`,
		"?name=outlook-2&initialOffset=" + between.Format(time.RFC3339Nano): `{"committed":0,"left":0,"fresh":2,"skipped":10,"ahead":4}`,
		"?topic=outlook&topic=outlook-more&initialOffset=latest":            `{"committed":2,"left":0,"fresh":1,"skipped":7,"ahead":0}`,
		"?name=outlook-2&pattern=outlook-.*":                                `{"committed":0,"left":0,"fresh":1,"skipped":0,"ahead":7}`,
		"?topic=outlook-none":                                               `{"committed":0,"left":0,"fresh":0,"skipped":0,"ahead":0}`,
	} {
		status, text := source.get("/group" + query)
		equal(t, query, fmt.Sprint(status, " ", strings.TrimSpace(text)), "200 "+want)
	}
	for query, words := range map[string]string{"?initialOffset=middle": "initialOffset: expected latest", "?pattern=(": "pattern: "} {
		if status, text := source.get("/group" + query); status != 400 || !strings.Contains(text, words) {
			t.Errorf("%s: got %d %s", query, status, text)
		}
	}
	if groups, _ := k.admin.ListGroups(t.Context()); groups["outlook-2"].Group != "" {
		t.Error("the question created the group")
	}
}

func TestOutlookWithoutKafka(t *testing.T) {
	t.Parallel()
	k := serve(t)
	source := k.run(newSink(t, nil), settings{kafka: fmt.Sprintf(`{"bootstrapServers":["127.0.0.1:%s"]}`, freePort()), config: `"topics":["a"]`})
	began := time.Now()
	if status, text := source.get("/group"); status != 502 || !strings.Contains(text, "kafka can't be asked") || time.Since(began) > 6*time.Second {
		t.Errorf("got %d %s after %v", status, text, time.Since(began))
	}
}
