// A fake API server with one Knative Service, whose controller is as slow, stuck or wrong as a test needs.
package rollout

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"k8s.io/client-go/rest"

	"knative-faas.dev/programs/internal/kube"
)

const (
	servicePath = "/apis/serving.knative.dev/v1/namespaces/shop/services/hello"
	jobsPath    = "/apis/batch/v1/namespaces/shop/jobs"
	podsPath    = "/api/v1/namespaces/shop/pods"
)

type fields = map[string]any

type cluster struct {
	t       *testing.T
	server  *httptest.Server
	mutex   sync.Mutex
	version int
	service fields
	jobs    map[string]fields
	pods    []any
	log     string
	lag     int    // how many reads it takes until the controller has observed a change
	stuck   string // the message of routes that never become ready; empty if they do
	looks   int
	// intercept may respond to a request itself, or change the cluster first; it returns whether it has responded.
	intercept func(w http.ResponseWriter, method, path string) bool
	requests  []string // method and path of all requests
	created   []fields
	queries   []string
}

// newCluster has the Service with the new revision in its template and all traffic at the old one.
func newCluster(t *testing.T) *cluster {
	c := &cluster{t: t, version: 1, jobs: map[string]fields{}}
	c.service = fromJSON(t, `{
		"metadata": {"name": "hello", "uid": "service-uid", "generation": 1, "annotations": {"other": "stays"}},
		"spec": {"template": {"metadata": {"name": "hello-new", "creationTimestamp": null}},
			"traffic": [{"revisionName": "hello-old", "percent": 100, "latestRevision": false}]}
	}`)
	c.jobs["rollout"] = fromJSON(t, `{"metadata": {"name": "rollout", "uid": "rollout-uid"}}`)
	c.observe()
	c.server = httptest.NewServer(http.HandlerFunc(c.serve))
	t.Cleanup(c.server.Close)
	return c
}

func (c *cluster) client() *kube.Client {
	c.t.Helper()
	client, err := kube.New(&rest.Config{Host: c.server.URL})
	if err != nil {
		c.t.Fatal(err)
	}
	client.Backoff = kube.Backoff{First: time.Millisecond, Limit: 300 * time.Millisecond}
	return client
}

func fromJSON(t *testing.T, text string) fields {
	t.Helper()
	var value fields
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func (c *cluster) serve(w http.ResponseWriter, r *http.Request) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.intercept != nil && c.intercept(w, r.Method, r.URL.Path) {
		return
	}
	c.requests = append(c.requests, r.Method+" "+r.URL.Path)
	job, isJob := strings.CutPrefix(r.URL.Path, jobsPath+"/")
	switch {
	case r.URL.Path == servicePath && r.Method == http.MethodGet:
		c.look()
		answer(w, 200, c.service)
	case r.URL.Path == servicePath && r.Method == http.MethodPatch:
		c.patch(w, r)
	case r.URL.Path == jobsPath && r.Method == http.MethodPost:
		c.create(w, r)
	case isJob && c.jobs[job] != nil:
		if r.Method == http.MethodDelete {
			defer delete(c.jobs, job)
		}
		answer(w, 200, c.jobs[job])
	case r.URL.Path == podsPath:
		c.queries = append(c.queries, r.URL.RawQuery)
		answer(w, 200, fields{"items": c.pods})
	case strings.HasPrefix(r.URL.Path, podsPath+"/") && strings.HasSuffix(r.URL.Path, "/log"):
		c.queries = append(c.queries, r.URL.Path+"?"+r.URL.RawQuery)
		fmt.Fprint(w, c.log)
	default:
		refuse(w, 404, fmt.Sprintf("%s not found", r.URL.Path))
	}
}

// patch requires the current resource version, like the API server, and adds what Knative's webhook adds.
func (c *cluster) patch(w http.ResponseWriter, r *http.Request) {
	patch := c.body(r)
	if kind := r.Header.Get("Content-Type"); kind != "application/merge-patch+json" || r.URL.Query().Get("fieldManager") != "knative-faas-rollout" {
		c.t.Errorf("PATCH of type %q with %q", kind, r.URL.RawQuery)
	}
	metadata, _ := patch["metadata"].(fields)
	if version := metadata["resourceVersion"]; version != nil && version != fmt.Sprint(c.version) {
		refuse(w, 409, "the object has been modified")
		return
	}
	c.change(patch)
	answer(w, 200, c.service)
}

// change merges a patch into the Service, on behalf of any client.
func (c *cluster) change(patch fields) {
	before := fmt.Sprint(c.service["spec"])
	merge(c.service, patch)
	for _, row := range c.at("spec", "traffic").([]any) {
		if row := row.(fields); row["latestRevision"] == nil {
			row["latestRevision"] = false
		}
	}
	c.version++
	metadata := c.service["metadata"].(fields)
	metadata["resourceVersion"] = fmt.Sprint(c.version)
	if fmt.Sprint(c.service["spec"]) != before {
		metadata["generation"] = metadata["generation"].(float64) + 1
		c.looks = 0
	}
}

func (c *cluster) look() {
	if c.looks++; c.looks > c.lag {
		c.observe()
	}
	c.service["metadata"].(fields)["resourceVersion"] = fmt.Sprint(c.version)
}

// observe is the controller: it routes the traffic of the spec and updates the status.
func (c *cluster) observe() {
	ready, message := "True", ""
	if c.stuck != "" {
		ready, message = "False", c.stuck
	}
	status := fields{
		"observedGeneration": c.at("metadata", "generation"),
		"conditions":         []any{fields{"type": "RoutesReady", "status": ready, "reason": "Broken", "message": message}},
		"traffic":            c.at("status", "traffic"),
	}
	if c.stuck == "" {
		rows := []any{}
		for _, row := range c.at("spec", "traffic").([]any) {
			routed := fields{"url": "http://somewhere"}
			merge(routed, row.(fields))
			rows = append([]any{routed}, rows...)
		}
		status["traffic"] = rows
	}
	c.service["status"] = status
}

func (c *cluster) create(w http.ResponseWriter, r *http.Request) {
	job := c.body(r)
	name := job["metadata"].(fields)["name"].(string)
	if c.jobs[name] != nil {
		refuse(w, 409, "already exists")
		return
	}
	job["metadata"].(fields)["uid"] = "uid-of-" + name
	c.created = append(c.created, job)
	c.jobs[name] = job
	answer(w, 201, job)
}

func (c *cluster) at(path ...string) any {
	var value any = c.service
	for _, name := range path {
		within, _ := value.(fields)
		value = within[name]
	}
	return value
}

func (c *cluster) body(r *http.Request) fields {
	text, err := io.ReadAll(r.Body)
	if err != nil {
		c.t.Error(err)
	}
	var value fields
	if err := json.Unmarshal(text, &value); err != nil {
		c.t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	return value
}

// routes returns the table of the spec as a sentence; the test fails if a row has fields that a plan has not.
func (c *cluster) routes() string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	text, _ := json.Marshal(c.at("spec", "traffic"))
	var table []kube.Target
	if err := json.Unmarshal(text, &table); err != nil {
		c.t.Error(err)
	}
	return words(table)
}

func (c *cluster) count(request string) (number int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, made := range c.requests {
		if made == request {
			number++
		}
	}
	return number
}

func (c *cluster) recorded() any {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.at("metadata", "annotations", failureAnnotation)
}

// merge implements RFC 7386.
func merge(into, patch fields) {
	for name, value := range patch {
		change, isMap := value.(fields)
		within, hasMap := into[name].(fields)
		switch {
		case value == nil:
			delete(into, name)
		case isMap && hasMap:
			merge(within, change)
		default:
			into[name] = value
		}
	}
}

func answer(w http.ResponseWriter, code int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(value)
}

func refuse(w http.ResponseWriter, code int, message string) {
	answer(w, code, fields{"kind": "Status", "status": "Failure", "code": code, "message": message})
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}
