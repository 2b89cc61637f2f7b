// The whole scaler with a fake API server and a fake queue: traffic splits, new revisions, bounds, restarts.
package scaler

import (
	"strings"
	"testing"
	"time"
)

func TestFollowsQueueAndTraffic(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	m.set("jobs", 0)
	c.revision("a", "work", fields{"other": "stays"})
	c.revision("b", "work", fields{})
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "a", 100))
	log, _ := start(t, c)
	eventually(t, "the queue is polled", func() bool { return m.polled.Load() > 2 })
	if c.count("PATCH") > 0 {
		t.Error("an empty queue made writes")
	}

	began := time.Now()
	m.set("jobs", 95)
	c.waitFloor("a", "10")
	if spent := time.Since(began); spent > time.Second {
		t.Errorf("the scale came after %v", spent)
	}
	polled := m.polled.Load()
	eventually(t, "the queue is polled again", func() bool { return m.polled.Load() > polled+3 })
	if patches, reads := c.count("PATCH"), c.count("GET "+revisionPath("")); patches != 1 || reads != 1 {
		t.Errorf("nothing changed, but there were %d patches and %d reads", patches, reads)
	}

	began = time.Now()
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "a", 75, "b", 25))
	c.waitFloor("a", "8")
	c.waitFloor("b", "3")
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "b", 100, "a", 0))
	c.waitFloor("b", "10")
	c.waitFloor("a", "")
	if spent := time.Since(began); spent > time.Second {
		t.Errorf("traffic was followed after %v", spent)
	}

	m.set("jobs", 0)
	c.waitFloor("b", "")
	c.remove("work")
	eventually(t, "the queue is no longer polled", func() bool {
		polled := m.polled.Load()
		time.Sleep(pollEvery + 200*time.Millisecond)
		return m.polled.Load() == polled
	})
	eventually(t, "the connection is closed", func() bool { return m.open.Load() == 0 })
	if text := log.String(); strings.Contains(text, `"level":"ERROR"`) {
		t.Error(text)
	}
}

func TestTemplateBounds(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	m.set("jobs", 1000)
	c.revision("a", "work", fields{minScale: "2", maxScale: "7"})
	c.revision("b", "work", fields{minScale: "1", maxScale: "3"})
	template := fields{minScale: "2", maxScale: "7"}
	c.put(scaledService("work", entryOf(m, "jobs", ""), template, "a", 100))
	start(t, c)
	c.waitFloor("a", "7")
	// The older revision has its own max-scale, above which Knative would refuse the patch.
	c.put(scaledService("work", entryOf(m, "jobs", ""), template, "a", 10, "b", 90))
	c.waitFloor("b", "3")
	c.waitFloor("a", "2")
	m.set("jobs", 0)
	c.waitFloor("b", "2")
	if c.count("PATCH") != 4 {
		t.Errorf("%d patches", c.count("PATCH"))
	}
}

func TestRestartKeepsTheScale(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	m.set("jobs", 95)
	c.revision("a", "work", fields{})
	c.revision("b", "work", fields{})
	c.revision("foreign", "other", fields{minScale: "3"})
	c.revision("left", "gone", fields{})
	entry := strings.Replace(entryOf(m, "jobs", ""), `"cooldownSeconds": 0`, `"cooldownSeconds": 3`, 1)
	c.put(scaledService("work", entry, nil, "a", 90, "b", 10))
	c.put(scaledService("gone", entry, fields{minScale: "1"}, "left", 100))
	_, stop := start(t, c)
	c.waitFloor("a", "9")
	c.waitFloor("b", "1")
	c.waitFloor("left", "10")
	stop()

	// While the program is stopped its server becomes unreachable, one function loses its label, another gets a new revision.
	m.unset("jobs")
	unlabelled := scaledService("gone", entry, fields{minScale: "1"}, "left", 100)
	delete(unlabelled["metadata"].(fields), "labels")
	c.put(unlabelled)
	before := c.count("PATCH")
	_, stop = start(t, c)
	c.waitFloor("left", "1")
	eventually(t, "the server is reported as unreachable", func() bool { return len(c.notes("QueueUnknown")) > 0 })
	if c.floor("a") != "9" || c.floor("b") != "1" || c.floor("foreign") != "3" || c.count("PATCH") != before+1 {
		t.Errorf("a %s, b %s, foreign %s, %d patches", c.floor("a"), c.floor("b"), c.floor("foreign"), c.count("PATCH")-before)
	}
	c.revision("c", "work", fields{})
	c.put(scaledService("work", entry, nil, "c", 100))
	c.waitFloor("c", "10")
	c.waitFloor("a", "")
	c.waitFloor("b", "")
	stop()

	// An empty queue removes no replicas before the cooldown is over.
	m.set("jobs", 0)
	began := time.Now()
	start(t, c)
	c.waitFloor("c", "")
	if spent := time.Since(began); spent < 3*time.Second {
		t.Errorf("taken away after %v", spent)
	}
}
