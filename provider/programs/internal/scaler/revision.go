// The min-scale of Revisions: read from their metadata only, and written as one annotation with a field manager of its own.
package scaler

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// FieldManager owns the fields that the scaler writes, and identifies the Revisions that it has written to after a restart.
const FieldManager = "knative-faas-queue-scaler"

const serviceLabel = "serving.knative.dev/service"

// revision is what was last read or written of a Revision.
type revision struct {
	floor string // its min-scale; "": none
	max   int32  // its own max-scale, which Knative never lets a min-scale exceed; 0: none
	owned bool   // the scaler wrote the min-scale
	stale bool   // a patch got no response, so the Revision's state is unknown
}

func seen(of *metav1.PartialObjectMetadata) *revision {
	floor, there := of.Annotations[minScale]
	return &revision{floor: floor, max: scale(of.Annotations[maxScale]), owned: there && isOwned(of.ManagedFields)}
}

func isOwned(fields []metav1.ManagedFieldsEntry) bool {
	for _, entry := range fields {
		if entry.Manager != FieldManager || entry.FieldsV1 == nil {
			continue
		}
		var owned struct {
			Metadata struct {
				Annotations map[string]any `json:"f:annotations"`
			} `json:"f:metadata"`
		}
		_ = json.Unmarshal(entry.FieldsV1.GetRawBytes(), &owned)
		if _, ok := owned.Metadata.Annotations["f:"+minScale]; ok {
			return true
		}
	}
	return false
}

// capped limits a floor to the Revision's own max-scale, which may differ from that of the current template.
func (r *revision) capped(floor string) string {
	if r.max > 0 && scale(floor) > r.max {
		return strconv.Itoa(int(r.max))
	}
	return floor
}

func metadataOf(name types.NamespacedName) *metav1.PartialObjectMetadata {
	object := &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{Namespace: name.Namespace, Name: name.Name}}
	object.SetGroupVersionKind(revisionKind)
	return object
}

// revisions reads and writes Revisions through the API server, without a cache.
type revisions struct {
	reader client.Reader
	writer client.Writer
}

// get returns nil for a Revision that does not exist.
func (r revisions) get(ctx context.Context, name types.NamespacedName) (*revision, error) {
	object := metadataOf(name)
	if err := r.reader.Get(ctx, name, object); err != nil {
		return nil, client.IgnoreNotFound(err)
	}
	return seen(object), nil
}

// patch writes only this one annotation: Knative passes most others on to the Pods, and would replace them. It reports whether the
// Revision still exists.
func (r revisions) patch(ctx context.Context, name types.NamespacedName, floor string) (bool, error) {
	var value any
	if floor != "" {
		value = floor
	}
	body, err := json.Marshal(map[string]any{"metadata": map[string]any{"annotations": map[string]any{minScale: value}}})
	if err != nil {
		return false, err
	}
	err = r.writer.Patch(ctx, metadataOf(name), client.RawPatch(types.MergePatchType, body), client.FieldOwner(FieldManager))
	return !apierrors.IsNotFound(err), client.IgnoreNotFound(err)
}

// owned calls found for each Revision of the cluster whose min-scale the scaler wrote, with the Service that it belongs to.
func (r revisions) owned(ctx context.Context, found func(service types.NamespacedName, name string, of *revision)) error {
	for next := ""; ; {
		list := new(metav1.PartialObjectMetadataList)
		list.SetGroupVersionKind(revisionKind.GroupVersion().WithKind("RevisionList"))
		if err := r.reader.List(ctx, list, client.HasLabels{serviceLabel}, client.Limit(500), client.Continue(next)); err != nil {
			return fmt.Errorf("revisions can't be listed: %w", err)
		}
		for index := range list.Items {
			item := &list.Items[index]
			if of := seen(item); of.owned {
				found(types.NamespacedName{Namespace: item.Namespace, Name: item.Labels[serviceLabel]}, item.Name, of)
			}
		}
		if next = list.Continue; next == "" {
			return nil
		}
	}
}
