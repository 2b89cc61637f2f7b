// Passes over Functions whose answers are written: the program is ready before anything sends events to it.
package controller

import "testing"

// What sends events to a program must not exist before it; of its Pods, those of an earlier template do not count.
func TestTriggerWaitsForTheProgramOfAnswers(t *testing.T) {
	c := newCluster(t)
	replies := `replies: {image: "` + testImage + `", bootstrapServers: ["kafka:9092"], topic: reports}`
	c.give("hello", `triggers: {cron: {nightly: {schedule: "@daily", `+replies+`}}}`)
	c.pass("hello")
	c.ready("hello")
	expect(t, "second pass", joined(c.pass("hello")), "apply Service hello, apply Deployment hello-nightly-replies, status")
	c.expectStatus("hello", "TriggersReady", isUnknown, "PodsNotReady", "0 of 1 Pods of hello-nightly-replies are ready; see kubectl logs deployment/hello-nightly-replies")
	c.says("Deployment", "hello-nightly-replies", `{replicas: 2, readyReplicas: 1, updatedReplicas: 1}`)
	expect(t, "while Pods are replaced", joined(c.pass("hello")), "status")
	c.says("Deployment", "hello-nightly-replies", `{replicas: 1, readyReplicas: 1, updatedReplicas: 1}`)
	expect(t, "third pass", joined(c.pass("hello")), "apply Service hello-nightly-replies, apply PingSource hello-nightly, status")
	c.says("PingSource", "hello-nightly", `conditions: [{type: Ready, status: "True"}]`)
	c.pass("hello")
	c.expectStatus("hello", "Ready", isTrue, "Ready", "")
	c.give("hello", withTimer)
	c.settled("hello")
	if c.get("Deployment", "hello-nightly-replies") != nil || c.get("Service", "hello-nightly-replies") != nil {
		t.Error("expected the program to be deleted with its property")
	}
}
