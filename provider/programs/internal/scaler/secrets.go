// Reads credentials from Secrets: each by its name, for which a function's own Role grants the permission, and never more than
// that.
package scaler

import (
	"context"
	"fmt"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"knative-faas.dev/programs/internal/queue"
)

const (
	// secretsKept is the maximum delay until changed credentials are noticed after the server refused the old ones.
	secretsKept = 30 * time.Second
	// loginAgain is how often credentials that can't be read are tried again: a Role is often created a moment after its function.
	loginAgain = 5 * time.Second
)

type secrets struct {
	api   client.Reader
	mutex sync.Mutex
	kept  map[types.NamespacedName]keptSecret
}

type keptSecret struct {
	data map[string][]byte
	at   time.Time
}

func newSecrets(api client.Reader) *secrets {
	return &secrets{api: api, kept: map[types.NamespacedName]keptSecret{}}
}

// login reads all parts of a login. Its error says what is missing and contains no value.
func (s *secrets) login(ctx context.Context, namespace string, keys queue.LoginKeys) (queue.Login, error) {
	login := queue.Login{}
	for part, at := range keys {
		data, err := s.get(ctx, types.NamespacedName{Namespace: namespace, Name: at.Name})
		if err != nil {
			return nil, err
		}
		value, there := data[at.Key]
		if !there {
			return nil, fmt.Errorf("login.%s: secret %s has no key %q", part, at.Name, at.Key)
		}
		login[part] = string(value)
	}
	return login, nil
}

func (s *secrets) get(ctx context.Context, name types.NamespacedName) (map[string][]byte, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.forgetOld()
	if kept, ok := s.kept[name]; ok {
		return kept.data, nil
	}
	ctx, cancel := context.WithTimeout(ctx, pollLimit)
	defer cancel()
	var secret corev1.Secret
	err := s.api.Get(ctx, name, &secret)
	switch {
	case apierrors.IsNotFound(err):
		return nil, fmt.Errorf("secret %s does not exist", name.Name)
	case apierrors.IsForbidden(err):
		return nil, fmt.Errorf("secret %s: expected a Role that lets the queue scaler get it: %w", name.Name, err)
	case err != nil:
		return nil, fmt.Errorf("secret %s: %w", name.Name, err)
	}
	s.kept[name] = keptSecret{secret.Data, time.Now()}
	return secret.Data, nil
}

func (s *secrets) forgetOld() {
	for name, kept := range s.kept {
		if time.Since(kept.at) > secretsKept {
			delete(s.kept, name)
		}
	}
}
