// A cluster for tests: the client of controller-runtime's own tests, with a Knative whose status the test sets.
package controller

import (
	"context"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/events"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
	"sigs.k8s.io/yaml"

	"knative-faas.dev/programs/internal/function"
	"knative-faas.dev/programs/internal/function/value"
)

var testImage = "registry.example.com/hello@sha256:" + strings.Repeat("a", 64)

type cluster struct {
	*testing.T
	client     client.Client
	reconciler *Reconciler
	events     *events.FakeRecorder
	writes     []string                               // what was applied or deleted
	refuse     func(*unstructured.Unstructured) error // which requests the API server refuses
	uids       int
}

func newCluster(t *testing.T, missing ...string) *cluster {
	c := &cluster{T: t, events: events.NewFakeRecorder(100), refuse: func(*unstructured.Unstructured) error { return nil }}
	mapper := meta.NewDefaultRESTMapper(nil)
	for _, kind := range append(ownedKinds, functionKind, revisionKind) {
		if !strings.Contains(strings.Join(missing, " "), kind.Kind) {
			mapper.Add(kind, meta.RESTScopeNamespace)
		}
	}
	builder := fake.NewClientBuilder().WithScheme(scheme.Scheme).WithRESTMapper(mapper)
	builder = builder.WithStatusSubresource(blank(functionKind)).WithReturnManagedFields()
	c.client = interceptor.NewClient(builder.Build(), interceptor.Funcs{
		Apply: c.apply, Delete: c.delete, SubResourceApply: c.applyStatus,
	})
	c.start(mapper)
	return c
}

// start begins with an empty memory, as after a restart.
func (c *cluster) start(mapper meta.RESTMapper) {
	w := &watches{mapper: mapper, start: func(schema.GroupVersionKind) error { return nil }}
	if err := w.ensureExisting(ownedKinds); err != nil {
		c.Fatal(err)
	}
	c.reconciler = &Reconciler{
		client: c.client, watches: w, events: c.events, applier: newApplier(c.client, c.client, w.ensureOf),
		cluster: function.Cluster{Images: function.Images{"redis-source": testImage, "mqtt-source": testImage}},
	}
}

func (c *cluster) apply(ctx context.Context, to client.WithWatch, config runtime.ApplyConfiguration, options ...client.ApplyOption) error {
	object := contentOf(c.T, config)
	if err := c.refuse(object); err != nil {
		return err
	}
	c.writes = append(c.writes, "apply "+nameOf(object))
	return to.Apply(ctx, config, options...)
}

func (c *cluster) applyStatus(
	ctx context.Context, to client.Client, sub string, config runtime.ApplyConfiguration, options ...client.SubResourceApplyOption,
) error {
	c.writes = append(c.writes, "status")
	return to.SubResource(sub).Apply(ctx, config, options...)
}

func (c *cluster) delete(ctx context.Context, to client.WithWatch, object client.Object, options ...client.DeleteOption) error {
	c.writes = append(c.writes, "delete "+nameOf(object.(*unstructured.Unstructured)))
	return to.Delete(ctx, object, options...)
}

func contentOf(t *testing.T, config runtime.ApplyConfiguration) *unstructured.Unstructured {
	t.Helper()
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(config)
	if err != nil {
		t.Fatal(err)
	}
	if inner, ok := content["Unstructured"].(map[string]any); ok {
		content = inner["Object"].(map[string]any)
	}
	return &unstructured.Unstructured{Object: content}
}

// give creates a Function with a spec, or changes its spec.
func (c *cluster) give(name, spec string) {
	c.Helper()
	object := blank(functionKind)
	err := c.client.Get(c.Context(), types.NamespacedName{Namespace: "shop", Name: name}, object)
	given := value.Object{}
	if err := yaml.Unmarshal([]byte(spec), &given); err != nil {
		c.Fatal(err)
	}
	if _, there := given["image"]; !there {
		given["image"] = testImage
	}
	object.Object["spec"] = numbered(given)
	object.SetGeneration(object.GetGeneration() + 1)
	if err == nil {
		err = c.client.Update(c.Context(), object)
	} else {
		c.uids++
		object.SetName(name)
		object.SetNamespace("shop")
		object.SetUID(types.UID(name + string(rune('0'+c.uids))))
		err = c.client.Create(c.Context(), object)
	}
	if err != nil {
		c.Fatal(err)
	}
}

func numbered(given any) any {
	switch typed := given.(type) {
	case float64:
		if typed == float64(int64(typed)) {
			return int64(typed)
		}
	case []any:
		for index, entry := range typed {
			typed[index] = numbered(entry)
		}
	case value.Object:
		for name, field := range typed {
			typed[name] = numbered(field)
		}
	}
	return given
}

// pass reconciles once and returns what was written.
func (c *cluster) pass(name string) []string {
	c.Helper()
	c.writes = nil
	request := reconcile.Request{NamespacedName: types.NamespacedName{Namespace: "shop", Name: name}}
	if _, err := c.reconciler.Reconcile(c.Context(), request); err != nil {
		c.Logf("reconcile: %v", err)
	}
	return c.writes
}

func (c *cluster) get(kind, name string) *unstructured.Unstructured {
	c.Helper()
	for _, one := range append(ownedKinds, functionKind) {
		object := blank(one)
		if one.Kind == kind && c.client.Get(c.Context(), types.NamespacedName{Namespace: "shop", Name: name}, object) == nil {
			return object
		}
	}
	return nil
}

// says sets the status of an object, as Knative does.
func (c *cluster) says(kind, name, status string) {
	c.Helper()
	object := c.get(kind, name)
	if object == nil {
		c.Fatalf("there is no %s %s", kind, name)
	}
	given := value.Object{}
	if err := yaml.Unmarshal([]byte(status), &given); err != nil {
		c.Fatal(err)
	}
	object.Object["status"] = numbered(given)
	err := c.client.Update(c.Context(), object)
	if object.GroupVersionKind().Group == "apps" { // their status is a subresource, for the fake client too
		object.Object["status"] = given
		err = c.client.Status().Update(c.Context(), object)
	}
	if err != nil {
		c.Fatal(err)
	}
}

// ready makes Knative report the newest revision as ready and routed.
func (c *cluster) ready(name string) string {
	c.Helper()
	revision := newest(c.get("Service", name))
	c.says("Service", name, `{url: "http://`+name+`.example.com", latestCreatedRevisionName: `+revision+`, conditions: [
		{type: ConfigurationsReady, status: "True"}, {type: RoutesReady, status: "True"}, {type: Ready, status: "True"}]}`)
	return revision
}

func newest(service *unstructured.Unstructured) string {
	name, _, _ := unstructured.NestedString(service.Object, "spec", "template", "metadata", "name")
	return name
}

func trafficOf(service *unstructured.Unstructured) string {
	return value.Canonical(value.Child(service.Object, "spec")["traffic"])
}

// condition returns a condition of the Function's status.
func (c *cluster) condition(name, kind string) (status, reason, message string) {
	c.Helper()
	found := conditionOf(c.get("Function", name), kind)
	return found.Status, found.Reason, found.Message
}

func (c *cluster) kindOf(name string) schema.GroupVersionKind {
	c.Helper()
	for _, kind := range ownedKinds {
		if kind.Kind == name {
			return kind
		}
	}
	c.Fatalf("no kind %s is owned", name)
	return schema.GroupVersionKind{}
}
