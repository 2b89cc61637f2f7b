// The whole scaler when something is unreachable, wrong or missing: the scale is kept, and the reason is reported once.
package scaler

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"knative-faas.dev/programs/internal/queue"
)

func TestUnreachableServerKeepsTheScaleAndDelaysNobody(t *testing.T) {
	c, m, slow := newCluster(t), newMetrics(t), newMetrics(t)
	m.set("jobs", 95)
	slow.set("jobs", 40)
	c.revision("a", "work", fields{})
	c.revision("b", "slow", fields{})
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "a", 100))
	c.put(scaledService("slow", entryOf(slow, "jobs", ""), nil, "b", 100))
	log, _ := start(t, c)
	c.waitFloor("a", "10")
	c.waitFloor("b", "4")

	slow.mutex.Lock()
	slow.hangs = make(chan struct{})
	slow.mutex.Unlock()
	time.Sleep(pollEvery + 100*time.Millisecond)
	began := time.Now()
	m.set("jobs", 15)
	c.waitFloor("a", "2")
	if spent := time.Since(began); spent > time.Second {
		t.Errorf("a slow server delayed another by %v", spent)
	}
	close(slow.hangs)
	slow.mutex.Lock()
	slow.hangs = nil
	slow.mutex.Unlock()

	m.unset("jobs")
	eventually(t, "the server is reported as unreachable", func() bool { return len(c.notes("QueueUnknown")) > 0 })
	polled := m.polled.Load()
	time.Sleep(4 * time.Second)
	if more := m.polled.Load() - polled; more < 1 || more > 3 {
		t.Errorf("an unreachable server was polled %d times in 4 s", more)
	}
	m.set("jobs", 25)
	c.waitFloor("a", "3")
	eventually(t, "an Event reports the recovery", func() bool { return len(c.notes("QueueKnown")) > 0 })
	if reported := strings.Count(log.String(), `"msg":"QueueUnknown"`); reported != 1 || len(c.notes("QueueUnknown")) != 1 {
		t.Errorf("logged %d times, and %v", reported, c.notes("QueueUnknown"))
	}
	if note := c.notes("QueueUnknown")[0]; !strings.Contains(note, "prometheus responded with 503") || !strings.Contains(note, "the last scale is kept") {
		t.Error(note)
	}
}

func TestSharedConnections(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	var names []string
	for index := range queue.AtOnce + 4 {
		names = append(names, fmt.Sprintf("work%d", index))
	}
	for _, name := range names {
		m.set(name, 15)
		c.revision(name+"-a", name, fields{})
		c.put(scaledService(name, entryOf(m, name, ""), nil, name+"-a", 100))
	}
	start(t, c)
	for _, name := range names {
		c.waitFloor(name+"-a", "2")
	}
	if number := m.open.Load(); number > queue.AtOnce {
		t.Errorf("%d connections for %d functions", number, len(names))
	}
	for _, name := range names[1:] {
		c.remove(name)
	}
	m.set(names[0], 35)
	c.waitFloor(names[0]+"-a", "4")
	c.remove(names[0])
	eventually(t, "the connections are closed", func() bool { return m.open.Load() == 0 })
}

func TestMalformedEntryKeepsTheScale(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	m.set("jobs", 95)
	c.revision("a", "work", fields{})
	c.revision("b", "work", fields{})
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "a", 100))
	log, _ := start(t, c)
	c.waitFloor("a", "10")
	broken := `{"target": -1, "prometheus": {"address": "nowhere", "query": ""}}`
	c.put(scaledService("work", broken, nil, "a", 100))
	eventually(t, "the mistakes are reported", func() bool { return len(c.notes("ScaleEntryInvalid")) > 0 })
	note := c.notes("ScaleEntryInvalid")[0]
	for _, mistake := range []string{".target: expected a number above 0, got -1", ".prometheus.query: expected text that is not empty", ".prometheus.address: expected a URL"} {
		if !strings.Contains(note, mistake) || !strings.Contains(log.String(), mistake) {
			t.Errorf("not reported: %s", mistake)
		}
	}
	c.put(scaledService("work", broken, nil, "b", 100))
	c.waitFloor("b", "10")
	c.waitFloor("a", "")
	if reported := len(c.notes("ScaleEntryInvalid")); reported != 1 {
		t.Errorf("reported %d times", reported)
	}
	m.set("jobs", 45)
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "b", 100))
	c.waitFloor("b", "5")

	// Without the annotation there is nothing to scale by.
	without := scaledService("work", "", fields{minScale: "1"}, "b", 100)
	delete(without["metadata"].(fields), "annotations")
	c.put(without)
	c.waitFloor("b", "1")
}

func TestLogins(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	m.set("jobs", 95)
	m.password = "first-s3cret"
	secret := func(password string) fields {
		return fields{"user": base64.StdEncoding.EncodeToString([]byte("shop")), "password": base64.StdEncoding.EncodeToString([]byte(password))}
	}
	c.revision("a", "work", fields{})
	login := `, "login": {"user": {"name": "server", "key": "user"}, "password": {"name": "server", "key": "password"}}`
	c.put(scaledService("work", entryOf(m, "jobs", login), nil, "a", 100))
	log, _ := start(t, c)
	eventually(t, "the missing Secret is reported", func() bool { return len(c.notes("ScaleLoginInvalid")) > 0 })
	c.secret("server", secret("first-s3cret"))
	c.waitFloor("a", "10")
	eventually(t, "an Event reports that it exists", func() bool { return len(c.notes("ScaleLoginValid")) > 0 })
	polled := m.polled.Load()
	eventually(t, "the queue is polled again", func() bool { return m.polled.Load() > polled+2 })
	if reads := c.count("GET /api/v1/namespaces/shop/secrets/server"); reads != 2 {
		t.Errorf("the Secret was read %d times", reads)
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if text := log.String() + fmt.Sprint(c.events); strings.Contains(text, "s3cret") {
		t.Error(text)
	}
}

func TestRevisionsThatCannotBePatched(t *testing.T) {
	c, m := newCluster(t), newMetrics(t)
	m.set("jobs", 95)
	c.away = true
	c.revision("a", "work", fields{})
	c.put(scaledService("work", entryOf(m, "jobs", ""), nil, "a", 50, "missing", 50))
	start(t, c)
	eventually(t, "the failure is reported", func() bool { return len(c.notes("RevisionNotScaled")) > 0 })
	c.mutex.Lock()
	c.away = false
	c.mutex.Unlock()
	c.waitFloor("a", "5")
	eventually(t, "the end is reported", func() bool { return len(c.notes("RevisionScaled")) == 1 && len(c.notes("RevisionNotScaled")) == 1 })
}
