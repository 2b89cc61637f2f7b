// A session from its start to its end: when it ends, and what the end restores.
package relay

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"knative-faas.dev/programs/internal/kube"
	"knative-faas.dev/programs/internal/wait"
)

// Session is one attachment of a developer to a function.
type Session struct {
	config    Config
	api       *kube.Client
	developer *developer
	log       *slog.Logger
	ending    sync.Mutex
}

const (
	pollDeveloper = 250 * time.Millisecond
	pollRoute     = 100 * time.Millisecond
	routeLimit    = 10 * time.Second
)

// watch ends the session when the developer has been away for the grace.
func (s *Session) watch(ctx context.Context) {
	for wait.For(ctx, pollDeveloper) {
		if since, isAway := s.developer.away(); isAway && since > s.config.grace() {
			s.log.Info("the developer has been away for too long: the session ends", "graceSeconds", s.config.GraceSeconds)
			err := s.End(ctx)
			if err == nil {
				return
			}
			s.log.Error("the session could not be ended", "error", err)
		}
	}
}

// End gives the traffic back and deletes the Configuration, and with it this Pod. It may be called again after an error.
func (s *Session) End(ctx context.Context) error {
	s.ending.Lock()
	defer s.ending.Unlock()
	if err := s.restore(ctx); err != nil && kube.Code(err) != http.StatusNotFound {
		return fmt.Errorf("restoring the traffic: %w", err)
	}
	if err := s.routed(ctx); err != nil {
		return err
	}
	var own struct {
		Metadata kube.Metadata `json:"metadata"`
	}
	path := "/apis/serving.knative.dev/v1/namespaces/" + s.config.Namespace + "/configurations/" + s.config.Configuration
	err := s.api.Get(ctx, path, &own)
	if err == nil {
		err = s.api.Delete(ctx, path, own.Metadata.UID)
	}
	if err != nil && kube.Code(err) != http.StatusNotFound {
		return fmt.Errorf("deleting the session: %w", err)
	}
	s.log.Info("the session has ended")
	return nil
}

// restore changes nothing if an update has moved the traffic meanwhile. The resource version makes sure of that.
func (s *Session) restore(ctx context.Context) error {
	isConflict := func(err error) bool { return kube.Code(err) == http.StatusConflict }
	return s.api.Backoff.Do(ctx, isConflict, func() error {
		service, err := s.service(ctx)
		if err != nil || !s.hasTraffic(service.Spec.Traffic) {
			return err
		}
		path := kube.ServicePath(s.config.Namespace, s.config.Service)
		return s.api.Apply(ctx, path, s.config.Restore.Manager, s.restored(service.Metadata.ResourceVersion))
	})
}

func (s *Session) restored(version string) map[string]any {
	object := map[string]any{"apiVersion": "serving.knative.dev/v1", "kind": "Service"}
	for name, field := range s.config.Restore.Fields {
		object[name] = field
	}
	metadata, _ := object["metadata"].(map[string]any)
	merged := map[string]any{"name": s.config.Service, "namespace": s.config.Namespace, "resourceVersion": version}
	for name, field := range metadata {
		merged[name] = field
	}
	object["metadata"] = merged
	return object
}

// routed waits until no request is routed here any more; after its limit the Pod drains like any other.
func (s *Session) routed(ctx context.Context) error {
	for end := time.Now().Add(routeLimit); time.Now().Before(end); {
		service, err := s.service(ctx)
		if kube.Code(err) == http.StatusNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		isSeen := service.Status.ObservedGeneration == service.Metadata.Generation
		if isSeen && !s.hasTraffic(service.Status.Traffic) {
			return nil
		}
		if !wait.For(ctx, pollRoute) {
			return ctx.Err()
		}
	}
	return nil
}

func (s *Session) service(ctx context.Context) (*kube.Service, error) {
	service := new(kube.Service)
	return service, s.api.Get(ctx, kube.ServicePath(s.config.Namespace, s.config.Service), service)
}

// hasTraffic reports whether a table names a revision of the session's Configuration.
func (s *Session) hasTraffic(table []kube.Target) bool {
	return slices.ContainsFunc(table, func(target kube.Target) bool {
		return target.RevisionName == s.config.Revision
	})
}
