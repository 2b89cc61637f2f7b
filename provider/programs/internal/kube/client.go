// The few verbs of the Kubernetes API that a rollout needs, over client-go's REST client, with paths and structs of its own.
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

// FieldManager owns what this client writes; it is told apart from Pulumi's in the managed fields of an object.
const FieldManager = "knative-faas-rollout"

// A log is read no further than this, as its lines may be long, and the container's memory is not large.
const longestLog = 8 << 20

// Client speaks to one API server. Errors that pass by themselves are retried until the backoff's limit.
type Client struct {
	rest    rest.Interface
	Backoff Backoff
}

// Get reads one object.
func (c *Client) Get(ctx context.Context, path string, into any) error {
	return c.read(ctx, func() *rest.Request { return c.rest.Get() }, path, into)
}

// List reads the objects that a label selector matches.
func (c *Client) List(ctx context.Context, path, selector string, into any) error {
	return c.read(ctx, func() *rest.Request { return c.rest.Get().Param("labelSelector", selector) }, path, into)
}

// MergePatch changes one object as RFC 7386 says: maps are merged, lists are replaced.
func (c *Client) MergePatch(ctx context.Context, path string, patch any) error {
	return c.write(ctx, http.MethodPatch, path, patch, func() *rest.Request {
		return c.rest.Patch(types.MergePatchType).Param("fieldManager", FieldManager)
	})
}

// Create makes an object in the collection that the path names.
func (c *Client) Create(ctx context.Context, path string, object any) error {
	return c.write(ctx, http.MethodPost, path, object, func() *rest.Request {
		return c.rest.Post().SetHeader("Content-Type", "application/json").Param("fieldManager", FieldManager)
	})
}

// Delete removes an object, if it is still the one of this uid, and what it owns.
func (c *Client) Delete(ctx context.Context, path, uid string) error {
	options := map[string]any{"propagationPolicy": "Background", "preconditions": map[string]any{"uid": uid}}
	return c.write(ctx, http.MethodDelete, path, options, func() *rest.Request {
		return c.rest.Delete().SetHeader("Content-Type", "application/json")
	})
}

// Logs reads the last lines of one container of a Pod.
func (c *Client) Logs(ctx context.Context, pod, container string, lines int) (text string, err error) {
	path := pod + "/log"
	err = c.Backoff.Do(ctx, Transient, func() error {
		request := c.rest.Get().AbsPath(path).Param("container", container).Param("tailLines", strconv.Itoa(lines)).MaxRetries(0)
		log, err := request.Stream(ctx)
		if err != nil {
			return told(http.MethodGet, path, err)
		}
		defer log.Close()
		read, err := io.ReadAll(io.LimitReader(log, longestLog))
		text = string(read)
		return told(http.MethodGet, path, err)
	})
	return text, err
}

func (c *Client) read(ctx context.Context, begin func() *rest.Request, path string, into any) error {
	text, err := c.retried(ctx, http.MethodGet, path, begin)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("GET %s: the answer can't be read: %w", path, err)
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

// retried has no retries of client-go's own beneath it: those would count twice.
func (c *Client) retried(ctx context.Context, method, path string, begin func() *rest.Request) (text []byte, err error) {
	err = c.Backoff.Do(ctx, Transient, func() error {
		answer := begin().AbsPath(path).MaxRetries(0).Do(ctx)
		text, _ = answer.Raw()
		return told(method, path, answer.Error())
	})
	return text, err
}

// Cause is what went wrong with a request without its URL, which may hold a password or a long query.
func Cause(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
