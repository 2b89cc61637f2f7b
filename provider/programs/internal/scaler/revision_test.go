// Parsing of Revisions and Services, and reading of Secrets.
package scaler

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"knative-faas.dev/programs/internal/queue"
)

func TestSeen(t *testing.T) {
	managed := func(manager, annotation string) []metav1.ManagedFieldsEntry {
		raw := `{"f:metadata":{"f:annotations":{".":{},"f:` + annotation + `":{}}}}`
		return []metav1.ManagedFieldsEntry{{Manager: "controller"}, {Manager: manager, FieldsV1: metav1.NewFieldsV1(raw)}}
	}
	for name, row := range map[string]struct {
		annotations map[string]string
		fields      []metav1.ManagedFieldsEntry
		want        revision
	}{
		"the scaler's":                    {map[string]string{minScale: "3", maxScale: "8"}, managed(FieldManager, minScale), revision{floor: "3", max: 8, owned: true}},
		"of another":                      {map[string]string{minScale: "3"}, managed("kubectl", minScale), revision{floor: "3"}},
		"the scaler's, but another field": {map[string]string{minScale: "3"}, managed(FieldManager, "x"), revision{floor: "3"}},
		"the scaler's, but removed":       {nil, managed(FieldManager, minScale), revision{}},
		"odd fields":                      {map[string]string{minScale: "3"}, []metav1.ManagedFieldsEntry{{Manager: FieldManager, FieldsV1: metav1.NewFieldsV1("[")}}, revision{floor: "3"}},
		"odd values":                      {map[string]string{minScale: "x", maxScale: "99999999999"}, nil, revision{floor: "x"}},
		"a negative bound":                {map[string]string{maxScale: "-3"}, nil, revision{}},
		"nothing of a kind":               {nil, nil, revision{}},
	} {
		got := seen(&metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{Annotations: row.annotations, ManagedFields: row.fields}})
		if *got != row.want {
			t.Errorf("%s: got %+v, want %+v", name, *got, row.want)
		}
	}
}

// A Service from the cache is parsed like the whole Service.
func TestPruned(t *testing.T) {
	whole := scaledService("work", "{}", fields{minScale: "2", maxScale: "5"}, "a", int64(60), "b", int64(40))
	whole["metadata"].(fields)["managedFields"] = []any{fields{"manager": "x"}}
	whole["metadata"].(fields)["annotations"].(fields)["other"] = "x"
	whole["spec"].(fields)["template"].(fields)["spec"] = fields{"containers": []any{fields{"image": "x"}}}
	object := &unstructured.Unstructured{Object: whole}
	value, err := pruned(object)
	if err != nil {
		t.Fatal(err)
	}
	kept := value.(*unstructured.Unstructured)
	before, after := read(object), read(kept)
	before.object, after.object = nil, nil
	if !reflect.DeepEqual(before, after) || !after.scaled || after.bounds != (Bounds{2, 5}) || len(after.traffic) != 2 {
		t.Errorf("got %+v, want %+v", after, before)
	}
	if _, there := kept.Object["spec"].(fields)["template"].(fields)["spec"]; there || len(kept.GetAnnotations()) != 1 || kept.GetManagedFields() != nil {
		t.Errorf("kept %v", kept)
	}
	if other, err := pruned("x"); other != "x" || err != nil {
		t.Error(other, err)
	}
}

// reader has one Secret, or an error.
type reader struct {
	client.Reader
	data  map[string][]byte
	err   error
	reads int
}

func (r *reader) Get(_ context.Context, _ client.ObjectKey, into client.Object, _ ...client.GetOption) error {
	r.reads++
	into.(*corev1.Secret).Data = r.data
	return r.err
}

func TestSecrets(t *testing.T) {
	api := &reader{data: map[string][]byte{"u": []byte("shop"), "p": []byte("s3cret")}}
	s := newSecrets(api)
	keys := queue.LoginKeys{"user": {Name: "server", Key: "u"}, "password": {Name: "server", Key: "p"}}
	for range 3 {
		if login, err := s.login(t.Context(), "shop", keys); err != nil || login["user"] != "shop" || login["password"] != "s3cret" {
			t.Error(login, err)
		}
	}
	if api.reads != 1 {
		t.Errorf("%d reads", api.reads)
	}
	if _, err := s.login(t.Context(), "shop", queue.LoginKeys{"ca": {Name: "server", Key: "x"}}); err == nil || err.Error() != `login.ca: secret server has no key "x"` {
		t.Error(err)
	}
	for name, kept := range s.kept {
		kept.at = time.Now().Add(-secretsKept - time.Second)
		s.kept[name] = kept
	}
	api.data["p"] = []byte("new")
	if login, err := s.login(t.Context(), "shop", keys); err != nil || login["password"] != "new" || api.reads != 2 {
		t.Error(login, err, api.reads)
	}

	secret := schema.GroupResource{Resource: "secrets"}
	for words, err := range map[string]error{
		"secret other does not exist": apierrors.NewNotFound(secret, "other"),
		"expected a Role that lets":   apierrors.NewForbidden(secret, "other", errors.New("no")),
		"secret other: odd":           errors.New("odd"),
	} {
		api.err = err
		for range 2 {
			if _, err := s.login(t.Context(), "shop", queue.LoginKeys{"user": {Name: "other", Key: "u"}}); err == nil || !strings.Contains(err.Error(), words) {
				t.Error(err)
			}
		}
	}
	if api.reads != 8 {
		t.Errorf("%d reads: an error must not be kept", api.reads)
	}
}
