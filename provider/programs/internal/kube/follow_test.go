// An object that is followed: created, deleted, and after the server has ended a watch.
package kube

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
)

func TestFollow(t *testing.T) {
	var reads atomic.Int32
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		switch {
		case query.Get("watch") == "":
			if reads.Add(1) == 1 {
				fmt.Fprint(w, `{"metadata": {"name": "a", "resourceVersion": "7"}}`)
				return
			}
			w.WriteHeader(404)
		case query.Get("fieldSelector") != "metadata.name=a":
			t.Error(r.URL)
		case query.Get("resourceVersion") == "7":
			fmt.Fprint(w, `{"type": "MODIFIED", "object": {"metadata": {"deletionTimestamp": "2026-01-31T12:00:00Z"}}}`)
			fmt.Fprint(w, `{"type": "ERROR", "object": {"code": 410}}`)
		default:
			fmt.Fprint(w, `{"type": "ADDED", "object": {"metadata": {"name": "a"}}}`)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}
	})
	ctx, end := context.WithCancel(t.Context())
	var seen []Presence
	client.Follow(ctx, "/apis/apps/v1/namespaces/shop/statefulsets", "a", func(presence Presence) {
		if seen = append(seen, presence); len(seen) == 4 {
			end()
		}
	})
	if want := []Presence{There, Gone, Gone, There}; !slices.Equal(seen, want) {
		t.Errorf("got %v, want %v", seen, want)
	}
}
