// The few verbs of the Kubernetes API that a rollout, a source and a relay need, on top of client-go's REST client, with its own paths
// and structs.
package kube

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
)

// FieldManager owns the fields that this client writes; it differs from Pulumi's in the managed fields of an object.
const FieldManager = "knative-faas-rollout"

// longestLog limits how much of a log is read: its lines may be long, and the container has little memory.
const longestLog = 8 << 20

// Client is a client of one API server. Transient errors are retried until the backoff's limit.
type Client struct {
	rest    rest.Interface
	lasting rest.Interface // without a time limit
	Backoff Backoff
}

// Get reads an object.
func (c *Client) Get(ctx context.Context, path string, into any) error {
	return c.read(ctx, func() *rest.Request { return c.rest.Get() }, path, into)
}

// List reads the objects that match a label selector.
func (c *Client) List(ctx context.Context, path, selector string, into any) error {
	return c.read(ctx, func() *rest.Request { return c.rest.Get().Param("labelSelector", selector) }, path, into)
}

// MergePatch changes an object according to RFC 7386: maps are merged, lists are replaced.
func (c *Client) MergePatch(ctx context.Context, path string, patch any) error {
	return c.write(ctx, http.MethodPatch, path, patch, func() *rest.Request {
		return c.rest.Patch(types.MergePatchType).Param("fieldManager", FieldManager)
	})
}

// Apply applies the fields of an object on behalf of a manager, which takes them from others.
func (c *Client) Apply(ctx context.Context, path, manager string, object any) error {
	return c.write(ctx, http.MethodPatch, path, object, func() *rest.Request {
		return c.rest.Patch(types.ApplyPatchType).Param("fieldManager", manager).Param("force", "true")
	})
}

// Create creates an object in the collection at the path.
func (c *Client) Create(ctx context.Context, path string, object any) error {
	return c.write(ctx, http.MethodPost, path, object, func() *rest.Request {
		return c.rest.Post().SetHeader("Content-Type", "application/json").Param("fieldManager", FieldManager)
	})
}

// Delete deletes an object, if it still has this uid, and the objects that it owns.
func (c *Client) Delete(ctx context.Context, path, uid string) error {
	options := map[string]any{"propagationPolicy": "Background", "preconditions": map[string]any{"uid": uid}}
	return c.write(ctx, http.MethodDelete, path, options, func() *rest.Request {
		return c.rest.Delete().SetHeader("Content-Type", "application/json")
	})
}

// Logs reads the last lines of a container's log.
func (c *Client) Logs(ctx context.Context, pod, container string, lines int) (text string, err error) {
	path := pod + "/log"
	err = c.Backoff.Do(ctx, Transient, func() error {
		request := c.rest.Get().AbsPath(path).Param("container", container).Param("tailLines", strconv.Itoa(lines)).MaxRetries(0)
		log, err := request.Stream(ctx)
		if err != nil {
			return requestError(http.MethodGet, path, err)
		}
		defer log.Close()
		read, err := io.ReadAll(io.LimitReader(log, longestLog))
		text = string(read)
		return requestError(http.MethodGet, path, err)
	})
	return text, err
}

func (c *Client) read(ctx context.Context, begin func() *rest.Request, path string, into any) error {
	text, err := c.retried(ctx, http.MethodGet, path, begin)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("GET %s: the response can't be read: %w", path, err)
	}
	return nil
}

func (c *Client) write(ctx context.Context, method, path string, object any, begin func() *rest.Request) error {
	body, err := json.Marshal(object)
	if err != nil {
		return err
	}
	_, err = c.retried(ctx, method, path, func() *rest.Request { return begin().Body(body) })
	return err
}

// retried disables client-go's own retries, which would multiply these.
func (c *Client) retried(ctx context.Context, method, path string, begin func() *rest.Request) (text []byte, err error) {
	err = c.Backoff.Do(ctx, Transient, func() error {
		answer := begin().AbsPath(path).MaxRetries(0).Do(ctx)
		text, _ = answer.Raw()
		return requestError(method, path, answer.Error())
	})
	return text, err
}

// Cause returns the cause of a failed request without its URL, which may contain a password or a long query.
func Cause(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
