// Follows one object: whether it is in the cluster, and is not being deleted.
package kube

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"k8s.io/client-go/rest"

	"knative-faas.dev/programs/internal/wait"
)

// Presence is what is known of an object.
type Presence int

// An object that is being deleted is gone.
const (
	Unknown Presence = iota
	There
	Gone
)

func (p Presence) String() string { return [...]string{"unknown", "there", "gone"}[p] }

const followAgain = 5 * time.Second

type followed struct {
	Metadata Metadata `json:"metadata"`
}

func (f followed) presence() Presence {
	if f.Metadata.DeletionTimestamp != nil {
		return Gone
	}
	return There
}

// Present reads the presence of the object with a name in the collection at the path.
func (c *Client) Present(ctx context.Context, collection, name string) (Presence, error) {
	found, err := c.find(ctx, collection, name)
	if err != nil {
		return Unknown, err
	}
	if found == nil {
		return Gone, nil
	}
	return found.presence(), nil
}

// Follow calls see with the presence of an object now and after each change, until the context ends. A watch that is open continues
// when the permission for it is deleted; what was seen last therefore holds until see is called again.
func (c *Client) Follow(ctx context.Context, collection, name string, see func(Presence)) {
	for again := true; again; again = wait.For(ctx, followAgain) {
		found, err := c.find(ctx, collection, name)
		if err != nil {
			continue
		}
		from := ""
		if found == nil {
			see(Gone)
		} else {
			see(found.presence())
			from = found.Metadata.ResourceVersion
		}
		c.watch(ctx, collection, name, from, see)
	}
}

// find returns nil if the object does not exist.
func (c *Client) find(ctx context.Context, collection, name string) (*followed, error) {
	found := new(followed)
	err := c.Get(ctx, collection+"/"+name, found)
	if Code(err) == http.StatusNotFound {
		return nil, nil
	}
	return found, err
}

// watch returns when the server ends the watch.
func (c *Client) watch(ctx context.Context, collection, name, from string, see func(Presence)) {
	request := c.lasting.Get().AbsPath(collection).Param("watch", "true").Param("fieldSelector", "metadata.name="+name)
	if from != "" {
		request = request.Param("resourceVersion", from)
	}
	stream, err := request.MaxRetries(0).Stream(ctx)
	if err != nil {
		return
	}
	defer stream.Close()
	for decoder := json.NewDecoder(stream); ; {
		var event struct {
			Type   string   `json:"type"`
			Object followed `json:"object"`
		}
		if decoder.Decode(&event) != nil {
			return
		}
		switch event.Type {
		case "ADDED", "MODIFIED":
			see(event.Object.presence())
		case "DELETED":
			see(Gone)
		default:
			return // an error: the version is too old, for example
		}
	}
}

// withoutLimit is for requests that last, whose end is that of their context.
func withoutLimit(config *rest.Config) *rest.Config {
	lasting := rest.CopyConfig(config)
	lasting.Timeout = 0
	return lasting
}
