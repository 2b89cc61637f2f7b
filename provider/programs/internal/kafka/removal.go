// With deleteGroup: finds out at SIGTERM whether the source is deleted, and then deletes its consumer group.
package kafka

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"knative-faas.dev/programs/internal/kube"
	"knative-faas.dev/programs/internal/wait"
)

const (
	// decideWithin is how long one of the source's two objects may be gone before the other.
	decideWithin = 15 * time.Second
	// unseenWithin is how long a change may take to be seen if the objects can't be read any more.
	unseenWithin = 2 * time.Second
	askTimeout   = 2 * time.Second
	decideEvery  = 200 * time.Millisecond
)

// inCluster is replaced in tests.
var inCluster = kube.InCluster

// removal follows the two objects of a source. A source is deleted when both are gone: one of them alone may be replaced, and a Pod
// alone may be evicted. They are followed from the start, as the permission to read them may be deleted together with them.
type removal struct {
	log         *slog.Logger
	api         *kube.Client
	name        string
	collections []string
	end         context.CancelFunc

	mu   sync.Mutex
	seen map[string]kube.Presence // by collection
}

func follow(log *slog.Logger, api *kube.Client, namespace, name string) *removal {
	ctx, end := context.WithCancel(context.Background())
	r := &removal{log: log, api: api, name: name, end: end, seen: map[string]kube.Presence{}, collections: []string{
		"/apis/apps/v1/namespaces/" + namespace + "/statefulsets",
		"/apis/sources.knative.dev/v1/namespaces/" + namespace + "/sinkbindings",
	}}
	for _, collection := range r.collections {
		go api.Follow(ctx, collection, name, func(presence kube.Presence) { r.see(collection, presence) })
	}
	return r
}

func (r *removal) see(collection string, presence kube.Presence) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen[collection] = presence
}

// counted returns how many of the objects are gone, and how many are there; of the others nothing is known.
func (r *removal) counted() (gone, there int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, presence := range r.seen {
		switch presence {
		case kube.Gone:
			gone++
		case kube.There:
			there++
		}
	}
	return gone, there
}

// ask reads the objects once more, as the last change may not have been seen yet, and reports whether it could read both.
func (r *removal) ask(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	var failure error
	for _, collection := range r.collections {
		presence, err := r.api.Present(ctx, collection, r.name)
		if err == nil {
			r.see(collection, presence)
		}
		failure = errors.Join(failure, err)
	}
	if failure != nil {
		r.log.Info("the objects of the source can't be read now: what was last seen of them counts", "error", failure)
	}
	return failure == nil
}

// isRemoved decides at SIGTERM whether the source is deleted. If not, that takes no longer than a request.
func (r *removal) isRemoved(ctx context.Context) bool {
	defer r.end()
	began := time.Now()
	isFresh := r.ask(ctx)
	for {
		gone, there := r.counted()
		waited := time.Since(began)
		switch {
		case gone == len(r.collections):
			return true
		case gone == 0 && (isFresh || waited > unseenWithin):
			if there == 0 {
				r.log.Warn("it is not known whether the source is deleted: its consumer group stays")
			}
			return false
		case waited > decideWithin || !wait.For(ctx, decideEvery):
			r.log.Info("only a part of the source is deleted: its consumer group stays")
			return false
		}
	}
}
