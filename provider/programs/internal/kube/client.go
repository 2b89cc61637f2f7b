// A small client of the Kubernetes API: the few verbs that a rollout needs, over plain HTTP and JSON.
package kube

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// FieldManager owns what this client writes; it is told apart from Pulumi's in the managed fields of an object.
const FieldManager = "knative-faas-rollout"

// An answer is read no further than this: the objects here are far smaller, and the container's memory is not.
const longestAnswer = 8 << 20

// Client speaks to one API server. Errors that pass by themselves are retried until the backoff's limit.
type Client struct {
	Base    string
	HTTP    *http.Client
	Token   func() (string, error)
	Backoff Backoff
}

type request struct {
	method string
	path   string
	query  url.Values
	kind   string // the content type of the body
	body   []byte
}

// Get reads one object.
func (c *Client) Get(ctx context.Context, path string, into any) error {
	return c.decoded(ctx, request{method: http.MethodGet, path: path}, into)
}

// List reads the objects that a label selector matches.
func (c *Client) List(ctx context.Context, path, selector string, into any) error {
	return c.decoded(ctx, request{method: http.MethodGet, path: path, query: url.Values{"labelSelector": {selector}}}, into)
}

// MergePatch changes one object as RFC 7386 says: maps are merged, lists are replaced.
func (c *Client) MergePatch(ctx context.Context, path string, patch any) error {
	return c.written(ctx, http.MethodPatch, path, "application/merge-patch+json", patch)
}

// Create makes an object in the collection that the path names.
func (c *Client) Create(ctx context.Context, path string, object any) error {
	return c.written(ctx, http.MethodPost, path, "application/json", object)
}

// Delete removes an object, if it is still the one of this uid, and what it owns.
func (c *Client) Delete(ctx context.Context, path, uid string) error {
	options := map[string]any{"propagationPolicy": "Background", "preconditions": map[string]any{"uid": uid}}
	return c.written(ctx, http.MethodDelete, path, "application/json", options)
}

// Logs reads the last lines of one container of a Pod.
func (c *Client) Logs(ctx context.Context, pod, container string, lines int) (string, error) {
	query := url.Values{"container": {container}, "tailLines": {fmt.Sprint(lines)}}
	text, err := c.retried(ctx, request{method: http.MethodGet, path: pod + "/log", query: query})
	return string(text), err
}

func (c *Client) written(ctx context.Context, method, path, kind string, object any) error {
	body, err := json.Marshal(object)
	if err != nil {
		return err
	}
	query := url.Values{"fieldManager": {FieldManager}}
	if method == http.MethodDelete {
		query = nil
	}
	_, err = c.retried(ctx, request{method, path, query, kind, body})
	return err
}

func (c *Client) decoded(ctx context.Context, r request, into any) error {
	text, err := c.retried(ctx, r)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s %s: the answer can't be read: %w", r.method, r.path, err)
	}
	return nil
}

func (c *Client) retried(ctx context.Context, r request) (text []byte, err error) {
	err = c.Backoff.Do(ctx, Transient, func() error {
		text, err = c.once(ctx, r)
		return err
	})
	return text, err
}

func (c *Client) once(ctx context.Context, r request) ([]byte, error) {
	call, err := c.prepared(ctx, r)
	if err != nil {
		return nil, err
	}
	answer, err := c.HTTP.Do(call)
	if err != nil {
		return nil, &UnreachableError{r.method, r.path, Cause(err)}
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, longestAnswer))
	if err != nil {
		return nil, &UnreachableError{r.method, r.path, err}
	}
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return nil, refusal(r.method, r.path, answer.StatusCode, text)
	}
	return text, nil
}

func (c *Client) prepared(ctx context.Context, r request) (*http.Request, error) {
	token, err := c.Token()
	if err != nil {
		return nil, err
	}
	call, err := http.NewRequestWithContext(ctx, r.method, c.Base+r.path+"?"+r.query.Encode(), bytes.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	call.Header.Set("Authorization", "Bearer "+token)
	call.Header.Set("Accept", "application/json, text/plain")
	call.Header.Set("User-Agent", FieldManager)
	if r.kind != "" {
		call.Header.Set("Content-Type", r.kind)
	}
	return call, nil
}

// Cause is what went wrong with a request without its URL, which may hold a password or a long query.
func Cause(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
