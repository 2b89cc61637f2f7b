// A fake API server with the few paths that the scaler uses: Services that are watched, Revisions whose fields have managers.
package scaler

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

type fields = map[string]any

type cluster struct {
	t        *testing.T
	server   *httptest.Server
	mutex    sync.Mutex
	version  int
	objects  map[string]fields // by path
	watchers []chan fields
	requests []string // method and path of all requests except leases, events and watches
	events   []fields
	away     bool // Revisions can't be patched
}

const servingPath = "/apis/serving.knative.dev/v1/"

func newCluster(t *testing.T) *cluster {
	c := &cluster{t: t, version: 1, objects: map[string]fields{}}
	c.server = httptest.NewServer(http.HandlerFunc(c.serve))
	t.Cleanup(func() {
		c.server.CloseClientConnections()
		c.server.Close()
	})
	return c
}

func (c *cluster) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	path, verb := r.URL.Path, r.Method
	if r.URL.Query().Get("watch") != "" {
		c.watch(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body)
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch {
	case strings.Contains(path, "/events"):
		c.events = append(c.events, fromJSON(c.t, string(body)))
		answer(w, 201, fromJSON(c.t, string(body)))
		return
	case strings.Contains(path, "/leases"):
		c.lease(w, verb, path, body)
		return
	}
	c.requests = append(c.requests, verb+" "+path)
	switch {
	case verb == http.MethodPatch:
		c.patch(w, r, body)
	case verb != http.MethodGet:
		refuse(w, 405, verb)
	case path == servingPath+"services" || path == servingPath+"revisions":
		c.list(w, r)
	case c.objects[path] == nil:
		refuse(w, 404, path+" not found")
	default:
		answer(w, 200, c.shown(r, c.objects[path]))
	}
}

// lease lets whoever requests it be the leader.
func (c *cluster) lease(w http.ResponseWriter, verb, path string, body []byte) {
	if verb == http.MethodGet {
		if held := c.objects[path]; held != nil {
			answer(w, 200, held)
			return
		}
		refuse(w, 404, path)
		return
	}
	given := fromJSON(c.t, string(body))
	at := path
	if verb == http.MethodPost {
		at = path + "/" + given["metadata"].(fields)["name"].(string)
	}
	c.version++
	given["metadata"].(fields)["resourceVersion"] = strconv.Itoa(c.version)
	c.objects[at] = given
	answer(w, 200, given)
}

// Two pages, so that the second one is requested as well.
func (c *cluster) list(w http.ResponseWriter, r *http.Request) {
	kind := strings.TrimPrefix(r.URL.Path, servingPath)
	var items []any
	for _, path := range slices.Sorted(maps.Keys(c.objects)) {
		if strings.Contains(path, "/"+kind+"/") && strings.HasPrefix(path, servingPath) && matches(c.objects[path], r) {
			items = append(items, c.shown(r, c.objects[path]))
		}
	}
	list := fields{"apiVersion": "serving.knative.dev/v1", "kind": "ServiceList", "metadata": fields{"resourceVersion": strconv.Itoa(c.version)}}
	if kind == "revisions" {
		list["apiVersion"], list["kind"] = "meta.k8s.io/v1", "PartialObjectMetadataList"
		if page := r.URL.Query().Get("continue"); page == "" && len(items) > 1 {
			items, list["metadata"] = items[:1], fields{"continue": "more", "resourceVersion": "1"}
		} else if page == "more" {
			items = items[1:]
		}
	}
	list["items"] = append([]any{}, items...)
	answer(w, 200, list)
}

func matches(object fields, r *http.Request) bool {
	labels, _ := object["metadata"].(fields)["labels"].(fields)
	name, value, valued := strings.Cut(r.URL.Query().Get("labelSelector"), "=")
	has, there := labels[name]
	return name == "" || (there && (!valued || has == value))
}

func (c *cluster) shown(r *http.Request, object fields) fields {
	if !strings.Contains(r.Header.Get("Accept"), "as=PartialObjectMetadata") {
		return object
	}
	return fields{"apiVersion": "meta.k8s.io/v1", "kind": "PartialObjectMetadata", "metadata": object["metadata"]}
}

// watch sends the existing objects, a bookmark, and then each change as the selector sees it.
func (c *cluster) watch(w http.ResponseWriter, r *http.Request) {
	changes := make(chan fields, 100)
	c.mutex.Lock()
	for path, object := range c.objects {
		if strings.Contains(path, "/services/") && matches(object, r) {
			changes <- fields{"type": "ADDED", "object": copied(object)}
		}
	}
	changes <- fields{"type": "BOOKMARK", "object": fields{
		"apiVersion": "serving.knative.dev/v1", "kind": "Service",
		"metadata": fields{"resourceVersion": strconv.Itoa(c.version), "annotations": fields{"k8s.io/initial-events-end": "true"}},
	}}
	c.watchers = append(c.watchers, changes)
	c.mutex.Unlock()
	for {
		select {
		case change := <-changes:
			_ = json.NewEncoder(w).Encode(change)
			w.(http.Flusher).Flush()
		case <-r.Context().Done():
			return
		}
	}
}

// patch merges, and assigns changed fields to the manager that the request names.
func (c *cluster) patch(w http.ResponseWriter, r *http.Request, body []byte) {
	object, patch := c.objects[r.URL.Path], fromJSON(c.t, string(body))
	manager := r.URL.Query().Get("fieldManager")
	annotations, _ := patch["metadata"].(fields)["annotations"].(fields)
	value, there := annotations[minScale]
	if r.Header.Get("Content-Type") != "application/merge-patch+json" || manager != FieldManager || !there || len(annotations)+len(patch)+len(patch["metadata"].(fields)) != 3 {
		c.t.Errorf("patch %s of %s by %s: %s", r.Header.Get("Content-Type"), r.URL.Path, manager, body)
	}
	switch {
	case c.away:
		refuse(w, 500, "no leader")
	case object == nil:
		refuse(w, 404, r.URL.Path+" not found")
	case value != nil && scale(value.(string)) > scale(annotation(object, maxScale)) && annotation(object, maxScale) != "":
		refuse(w, 422, "max-scale is less than min-scale")
	default:
		metadata := object["metadata"].(fields)
		merge(metadata["annotations"].(fields), annotations)
		delete(metadata, "managedFields")
		if value != nil {
			metadata["managedFields"] = []any{fields{"manager": manager, "operation": "Update", "fieldsV1": fromJSON(c.t, `{"f:metadata": {"f:annotations": {"f:`+minScale+`": {}}}}`)}}
		}
		answer(w, 200, c.shown(r, object))
	}
}

// put creates or changes a Service and notifies the watchers.
func (c *cluster) put(object fields) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.version++
	metadata := object["metadata"].(fields)
	metadata["resourceVersion"] = strconv.Itoa(c.version)
	path := servingPath + "namespaces/shop/services/" + metadata["name"].(string)
	kind := "MODIFIED"
	if c.objects[path] == nil {
		kind = "ADDED"
	}
	if labels, _ := metadata["labels"].(fields); labels[Label] != "true" {
		kind = "DELETED" // as a watch with a selector sees it
	}
	c.objects[path] = object
	c.record(kind, object)
}

func (c *cluster) remove(name string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	path := servingPath + "namespaces/shop/services/" + name
	object := c.objects[path]
	delete(c.objects, path)
	c.version++
	object["metadata"].(fields)["resourceVersion"] = strconv.Itoa(c.version)
	c.record("DELETED", object)
}

func (c *cluster) record(kind string, object fields) {
	for _, watcher := range c.watchers {
		watcher <- fields{"type": kind, "object": copied(object)}
	}
}

func (c *cluster) revision(name, service string, annotations fields) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.objects[revisionPath(name)] = fields{
		"apiVersion": "serving.knative.dev/v1", "kind": "Revision",
		"metadata": fields{"name": name, "namespace": "shop", "labels": fields{serviceLabel: service}, "annotations": annotations},
	}
}

func (c *cluster) secret(name string, data fields) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	path := "/api/v1/namespaces/shop/secrets/" + name
	c.objects[path] = fields{"apiVersion": "v1", "kind": "Secret", "metadata": fields{"name": name, "namespace": "shop"}, "data": data}
}

func revisionPath(name string) string { return servingPath + "namespaces/shop/revisions/" + name }

// floor returns a Revision's min-scale, "" for none.
func (c *cluster) floor(name string) string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return annotation(c.objects[revisionPath(name)], minScale)
}

func annotation(object fields, name string) string {
	text, _ := object["metadata"].(fields)["annotations"].(fields)[name].(string)
	return text
}

// count returns the number of requests whose method and path start with a text.
func (c *cluster) count(request string) (number int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, made := range c.requests {
		if strings.HasPrefix(made, request) {
			number++
		}
	}
	return number
}

// notes returns the Events with a reason.
func (c *cluster) notes(reason string) (notes []string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, event := range c.events {
		if event["reason"] == reason {
			notes = append(notes, fmt.Sprint(event["note"]))
		}
	}
	return notes
}
