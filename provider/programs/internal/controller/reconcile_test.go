// Passes over Functions: what is applied when, what is left alone, and the resulting status.
package controller

import (
	"slices"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"knative-faas.dev/programs/internal/function/value"
)

const withTimer = `triggers: {cron: {nightly: {schedule: "@daily"}}}`

func expect(t *testing.T, what string, got, expected any) {
	t.Helper()
	if value.Canonical(got) != value.Canonical(expected) {
		t.Errorf("%s: expected %v, got %v", what, expected, got)
	}
}

func (c *cluster) expectStatus(name, kind, status, reason, message string) {
	c.Helper()
	gotStatus, gotReason, gotMessage := c.condition(name, kind)
	if gotStatus != status || gotReason != reason || !strings.Contains(gotMessage, message) {
		c.Errorf("%s: expected %s %s %q, got %s %s %q", kind, status, reason, message, gotStatus, gotReason, gotMessage)
	}
}

func (c *cluster) settled(name string) string {
	c.Helper()
	c.pass(name)
	revision := c.ready(name)
	c.pass(name)
	for _, object := range []string{"PingSource", "Trigger"} {
		list := blankList(c.kindOf(object))
		if err := c.client.List(c.Context(), list, client.InNamespace("shop")); err != nil {
			c.Fatal(err)
		}
		for _, item := range list.Items {
			c.says(object, item.GetName(), `conditions: [{type: Ready, status: "True"}]`)
		}
	}
	c.pass(name)
	return revision
}

func TestObjectsAreAppliedInOrder(t *testing.T) {
	c := newCluster(t)
	c.give("hello", withTimer)
	expect(t, "first pass", joined(c.pass("hello")), "apply Service hello, status")
	c.expectStatus("hello", "Ready", isUnknown, "Progressing", "waiting for revision hello-")
	if trafficOf(c.get("Service", "hello")) != "null" || c.get("PingSource", "hello-nightly") != nil {
		t.Error("expected no traffic and no trigger before the revision is ready")
	}
	revision := c.ready("hello")
	expect(t, "second pass", joined(c.pass("hello")), "apply Service hello, apply PingSource hello-nightly, status")
	expect(t, "traffic", trafficOf(c.get("Service", "hello")), `[{"percent":100,"revisionName":"`+revision+`"}]`)
	c.expectStatus("hello", "ServiceReady", isTrue, "Ready", "")
	c.expectStatus("hello", "TriggersReady", isUnknown, "NotReady", "spec.triggers.cron.nightly (PingSource hello-nightly)")
	c.says("PingSource", "hello-nightly", `conditions: [{type: Ready, status: "True"}]`)
	expect(t, "third pass", joined(c.pass("hello")), "status")
	c.expectStatus("hello", "Ready", isTrue, "Ready", "")
	status := value.Child(c.get("Function", "hello").Object, "status")
	expect(t, "url", status["url"], "http://hello.example.com")
	expect(t, "revision", status["revision"], revision)
	expect(t, "an event", strings.Contains(<-c.events.Events, "Normal Ready"), true)
}

func joined(writes []string) string {
	return strings.Join(writes, ", ")
}

func TestNothingIsWrittenWithoutChange(t *testing.T) {
	c := newCluster(t)
	c.give("hello", withTimer)
	c.settled("hello")
	for range 3 {
		expect(t, "writes", joined(c.pass("hello")), "")
	}
	c.start(c.reconciler.watches.mapper)
	expect(t, "writes after a restart", joined(c.pass("hello")), "apply Service hello, apply Service hello, apply PingSource hello-nightly")
	expect(t, "writes then", joined(c.pass("hello")), "")
}

func TestFailedRevisionLeavesTheRestUnchanged(t *testing.T) {
	c := newCluster(t)
	c.give("hello", withTimer)
	before := c.settled("hello")
	traffic := trafficOf(c.get("Service", "hello"))
	c.give("hello", `{env: {A: b}, triggers: {cron: {nightly: {schedule: "@hourly"}, other: {schedule: "@daily"}}}}`)
	c.pass("hello")
	c.says("Service", "hello", `{url: "http://hello.example.com", traffic: [{revisionName: `+before+`, percent: 100}],
		latestCreatedRevisionName: `+before+`, conditions: [
		{type: ConfigurationsReady, status: "False", reason: RevisionFailed,
		 message: 'Revision "hello-x" failed with message: Unable to fetch image.'},
		{type: RoutesReady, status: "True"}, {type: Ready, status: "False"}]}`)
	c.pass("hello")
	revision := newest(c.get("Service", "hello"))
	c.expectStatus("hello", "ServiceReady", isFalse, "RevisionFailed",
		"revision "+revision+" is not ready: Unable to fetch image; traffic is unchanged")
	c.expectStatus("hello", "Ready", isFalse, "RevisionFailed", "Unable to fetch image")
	expect(t, "traffic", trafficOf(c.get("Service", "hello")), traffic)
	expect(t, "schedule", value.Child(c.get("PingSource", "hello-nightly").Object, "spec")["schedule"], "@daily")
	if c.get("PingSource", "hello-other") != nil {
		t.Error("expected no new trigger")
	}
	c.give("hello", `{env: {A: b}}`)
	expect(t, "writes", joined(c.pass("hello")), "delete PingSource hello-nightly, status")
}

// A status that precedes the new template must not be mistaken for its status.
func TestTrafficWaitsForThisVeryRevision(t *testing.T) {
	c := newCluster(t)
	c.give("hello", "{}")
	before := c.settled("hello")
	c.give("hello", `env: {A: b}`)
	expect(t, "writes", joined(c.pass("hello")), "apply Service hello, status")
	if !strings.Contains(trafficOf(c.get("Service", "hello")), before) {
		t.Errorf("expected traffic to stay at %s, got %s", before, trafficOf(c.get("Service", "hello")))
	}
}

func TestTrafficOfEarlierRevisionsWaitsForNone(t *testing.T) {
	c := newCluster(t)
	c.give("hello", "{}")
	before := c.settled("hello")
	c.give("hello", `{env: {A: b}, traffic: [{revision: `+before+`, percent: 100, tag: old}]}`)
	c.pass("hello")
	expect(t, "traffic", trafficOf(c.get("Service", "hello")), `[{"percent":100,"revisionName":"`+before+`","tag":"old"}]`)
	c.expectStatus("hello", "ServiceReady", isUnknown, "Progressing", "waiting for revision")
}

func TestEditsOfOthersAreRepaired(t *testing.T) {
	c := newCluster(t)
	c.give("hello", withTimer)
	c.settled("hello")
	for _, edit := range []func(*unstructured.Unstructured){
		func(source *unstructured.Unstructured) { value.Child(source.Object, "spec")["schedule"] = "@yearly" },
		func(source *unstructured.Unstructured) { source.SetLabels(nil) },
	} {
		source := c.get("PingSource", "hello-nightly")
		edit(source)
		if err := c.client.Update(t.Context(), source); err != nil {
			t.Fatal(err)
		}
		expect(t, "writes", joined(c.pass("hello")), "apply PingSource hello-nightly")
		repaired := c.get("PingSource", "hello-nightly")
		expect(t, "schedule", value.Child(repaired.Object, "spec")["schedule"], "@daily")
		expect(t, "label", repaired.GetLabels()[functionLabel], "hello")
	}
	service := c.get("Service", "hello")
	value.Objects(value.List(value.Child(service.Object, "spec"), "traffic"))[0]["tag"] = "mine"
	if err := c.client.Update(t.Context(), service); err != nil {
		t.Fatal(err)
	}
	expect(t, "writes", joined(c.pass("hello")), "apply Service hello")
	if err := c.client.Delete(t.Context(), c.get("PingSource", "hello-nightly")); err != nil {
		t.Fatal(err)
	}
	c.pass("hello")
	if c.get("PingSource", "hello-nightly") == nil {
		t.Error("expected the trigger again")
	}
}

func TestTriggerIsDeletedOnceItsReplacementIsReady(t *testing.T) {
	c := newCluster(t)
	c.give("hello", `triggers: {event: {paid: {broker: one}}}`)
	c.settled("hello")
	c.give("hello", `triggers: {event: {paid: {broker: two}}}`)
	c.pass("hello")
	expect(t, "triggers", c.count("Trigger"), 2)
	c.settled("hello")
	expect(t, "triggers", c.count("Trigger"), 1)
	c.give("hello", "{}")
	c.pass("hello")
	expect(t, "triggers", c.count("Trigger"), 0)
}

func (c *cluster) count(kind string) int {
	c.Helper()
	list := blankList(c.kindOf(kind))
	if err := c.client.List(c.Context(), list); err != nil {
		c.Fatal(err)
	}
	return len(list.Items)
}

func TestObjectsOfOthersAreLeftAlone(t *testing.T) {
	c := newCluster(t)
	other := blank(serviceKind)
	other.SetName("hello")
	other.SetNamespace("shop")
	if err := c.client.Create(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	c.give("hello", "{}")
	expect(t, "writes", joined(c.pass("hello")), "status")
	c.expectStatus("hello", "Ready", isFalse, "NotOwned", "Service hello already exists and is not owned by this Function")
}

func TestMistakesAreReported(t *testing.T) {
	c := newCluster(t)
	c.give("hello", "{}")
	c.settled("hello")
	c.give("hello", `triggers: {cron: {a: {schedule: "30-10 * * * *"}, b: {schedule: "@daily", timeZone: Nowhere}}}`)
	expect(t, "writes", joined(c.pass("hello")), "status")
	c.expectStatus("hello", "Ready", isFalse, "InvalidSpec", "spec.triggers.cron.a.schedule: expected a cron expression")
	c.expectStatus("hello", "Ready", isFalse, "InvalidSpec", "; spec.triggers.cron.b.timeZone: expected the name of a time zone")
	expect(t, "url", value.Child(c.get("Function", "hello").Object, "status")["url"], "http://hello.example.com")
	expect(t, "writes then", joined(c.pass("hello")), "")
}

// Specs that an older CRD, or none, accepted.
func TestWrongTypesAreReported(t *testing.T) {
	c := newCluster(t)
	c.give("hello", `{port: ten, scale: {min: [1]}}`)
	expect(t, "writes", joined(c.pass("hello")), "status")
	c.expectStatus("hello", "Ready", isFalse, "InvalidSpec",
		`spec.port: expected a whole number, got text; spec.scale.min: expected a whole number, got a list of 1`)
}

func TestRefusalsAreReportedVerbatim(t *testing.T) {
	c := newCluster(t)
	words := `admission webhook "validation.webhook.serving.knative.dev" denied the request: must not set the field(s): spec.template.spec.hostNetwork`
	c.refuse = func(object *unstructured.Unstructured) error {
		if object.GetKind() == "Service" {
			return apierrors.NewBadRequest(words)
		}
		return nil
	}
	c.give("hello", "pod: {hostNetwork: true}")
	c.pass("hello")
	c.expectStatus("hello", "Ready", isFalse, "Refused", words)
	c.refuse = func(*unstructured.Unstructured) error {
		return apierrors.NewInternalError(apierrors.NewTooManyRequestsError("x"))
	}
	c.pass("hello")
	c.expectStatus("hello", "Ready", isUnknown, "Retrying", "")
}

func TestMissingKind(t *testing.T) {
	c := newCluster(t, "KafkaSource")
	c.give("hello", `triggers: {knativeKafka: {in: {bootstrapServers: ["k:9092"], topics: [t]}}, cron: {nightly: {schedule: "@daily"}}}`)
	c.settled("hello")
	c.expectStatus("hello", "ServiceReady", isTrue, "Ready", "")
	c.expectStatus("hello", "TriggersReady", isFalse, "KindMissing", "spec.triggers.knativeKafka.in (KafkaSource hello-in)")
	if c.get("PingSource", "hello-nightly") == nil {
		t.Error("expected the other trigger to be made")
	}
}

func TestPodsAreCounted(t *testing.T) {
	c := newCluster(t)
	c.give("hello", "{}")
	c.settled("hello")
	for name, pods := range map[string]int64{"hello-1": 2, "hello-2": 1, "other-1": 4} {
		revision := blank(revisionKind)
		revision.SetName(name)
		revision.SetNamespace("shop")
		revision.SetLabels(map[string]string{revisionService: strings.Split(name, "-")[0]})
		revision.Object["status"] = value.Object{"actualReplicas": pods}
		if err := c.client.Create(t.Context(), revision); err != nil {
			t.Fatal(err)
		}
	}
	c.pass("hello")
	expect(t, "replicas", value.Child(c.get("Function", "hello").Object, "status")["replicas"], 3)
}

func TestScalerRightsAreDeletedWithTheQueue(t *testing.T) {
	c := newCluster(t)
	c.give("hello", `scale: {max: 5, queue: {redisList: {addresses: ["r:1"], keys: [a], target: 1, password: {name: s, key: p}}}}`)
	c.settled("hello")
	if c.get("Role", "hello-queue-scaler") == nil || c.get("RoleBinding", "hello-queue-scaler") == nil {
		t.Error("expected the rights of the scaler")
	}
	c.give("hello", "{}")
	writes := c.pass("hello")
	slices.Sort(writes)
	expect(t, "writes", joined(writes), "apply Service hello, delete Role hello-queue-scaler, delete RoleBinding hello-queue-scaler, status")
	if label := c.get("Service", "hello").GetLabels()["knative-faas.dev/scaled"]; label != "" {
		t.Errorf("expected the label to go, got %q", label)
	}
}
