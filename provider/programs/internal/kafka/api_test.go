// A fake API server with the objects of sources: it has no more than what a source reads there.
package kafka

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"time"

	"k8s.io/client-go/rest"

	"knative-faas.dev/programs/internal/kube"
)

// apiServer is shared by all tests, each of which has a source of its own name.
var apiServer = newAPI()

func init() {
	inCluster = func() (*kube.Client, error) { return kube.New(&rest.Config{Host: apiServer.URL}) }
}

type object struct {
	version  int
	deleting bool
}

type api struct {
	*httptest.Server
	mu      sync.Mutex
	objects map[string]*object // by plural/name
	refuses map[string]bool    // by the name of the source
}

func newAPI() *api {
	a := &api{objects: map[string]*object{}, refuses: map[string]bool{}}
	a.Server = httptest.NewServer(http.HandlerFunc(a.serve))
	return a
}

// has creates both objects of a source.
func (a *api) has(name string) {
	a.change(name, func() {
		a.objects["statefulsets/"+name] = &object{}
		a.objects["sinkbindings/"+name] = &object{}
	})
}

func (a *api) change(name string, change func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	change()
	for key, one := range a.objects {
		if path.Base(key) == name {
			one.version++
		}
	}
}

// deletes marks an object as being deleted, as one with dependents is.
func (a *api) deletes(name, plural string) {
	a.change(name, func() { a.objects[plural+"/"+name].deleting = true })
}

func (a *api) gone(name, plural string) {
	a.change(name, func() { delete(a.objects, plural+"/"+name) })
}

// refuse refuses new requests about a source; watches that are open continue.
func (a *api) refuse(name string) { a.change(name, func() { a.refuses[name] = true }) }

func (a *api) text(key string) (text string, version int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	one := a.objects[key]
	if one == nil {
		return "", -1
	}
	metadata := map[string]any{"name": path.Base(key), "resourceVersion": fmt.Sprint(one.version)}
	if one.deleting {
		metadata["deletionTimestamp"] = "2026-01-31T12:00:00Z"
	}
	written, _ := json.Marshal(map[string]any{"metadata": metadata})
	return string(written), one.version
}

func (a *api) serve(w http.ResponseWriter, r *http.Request) {
	isWatch := r.URL.Query().Get("watch") == "true"
	key := path.Base(path.Dir(r.URL.Path)) + "/" + path.Base(r.URL.Path)
	if isWatch {
		key = path.Base(r.URL.Path) + "/" + strings.TrimPrefix(r.URL.Query().Get("fieldSelector"), "metadata.name=")
	}
	a.mu.Lock()
	refused := a.refuses[path.Base(key)]
	a.mu.Unlock()
	text, version := a.text(key)
	switch {
	case refused:
		http.Error(w, `{"kind": "Status", "apiVersion": "v1", "code": 403}`, http.StatusForbidden)
	case isWatch:
		a.watch(w, r, key, version)
	case version < 0:
		http.Error(w, `{"kind": "Status", "apiVersion": "v1", "code": 404}`, http.StatusNotFound)
	default:
		fmt.Fprint(w, text)
	}
}

func (a *api) watch(w http.ResponseWriter, r *http.Request, key string, seen int) {
	w.WriteHeader(http.StatusOK)
	w.(http.Flusher).Flush()
	for ; r.Context().Err() == nil; time.Sleep(5 * time.Millisecond) {
		text, version := a.text(key)
		if version == seen {
			continue
		}
		kind := "MODIFIED"
		if version < 0 {
			kind, text = "DELETED", "{}"
		}
		seen = version
		fmt.Fprintf(w, `{"type": %q, "object": %s}`+"\n", kind, text)
		w.(http.Flusher).Flush()
	}
}
