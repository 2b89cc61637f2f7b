// The min-scale of Revisions: read with their metadata only, and written as one annotation by a manager of our own.
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

// FieldManager owns what the scaler writes, and tells after a restart which Revisions it has written to.
const FieldManager = "knative-faas-queue-scaler"

const serviceLabel = "serving.knative.dev/service"

// revision is what was last seen or written of a Revision.
type revision struct {
	floor string // its min-scale; "": none
	max   int32  // its own max-scale, above which Knative lets no min-scale pass; 0: none
	owned bool   // the min-scale is ours
	stale bool   // a patch got no answer, so that it is not known what the Revision has
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

// capped keeps a floor below the Revision's own ceiling, which may be another than that of the template of today.
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

// revisions speaks to the API server about Revisions, past every cache.
type revisions struct {
	reader client.Reader
	writer client.Writer
}

// get returns nil for a Revision that is gone.
func (r revisions) get(ctx context.Context, name types.NamespacedName) (*revision, error) {
	object := metadataOf(name)
	if err := r.reader.Get(ctx, name, object); err != nil {
		return nil, client.IgnoreNotFound(err)
	}
	return seen(object), nil
}

// patch writes nothing but the one annotation: Knative hands most others on to the Pods, and would start new ones for them.
// It says whether the Revision is still there.
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

// owned calls for each Revision of the cluster that has a min-scale of ours, with the Service that it belongs to.
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
