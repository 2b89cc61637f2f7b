// Reports failures and recoveries: an Event and a log line for each change, and no more.
package scaler

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"

	"knative-faas.dev/programs/internal/queue"
)

// longestNote is the limit of Kubernetes.
const longestNote = 1000

// trouble is a reason why a function can't be scaled.
type trouble int

const (
	troubleEntry trouble = iota
	troubleLogin
	troubleQueue
	troubleRevision
)

// troubles are the reasons of the Events for a failure and for its end, and the message at its end.
var troubles = map[trouble]struct{ reason, over, words string }{
	troubleEntry:    {"ScaleEntryInvalid", "ScaleEntryValid", "the entry can be read again"},
	troubleLogin:    {"ScaleLoginInvalid", "ScaleLoginValid", "the login can be read again"},
	troubleQueue:    {"QueueUnknown", "QueueKnown", "the queue's length is known again"},
	troubleRevision: {"RevisionNotScaled", "RevisionScaled", "Revisions accept the scale again"},
}

type reporter struct {
	events events.EventRecorder
	log    *slog.Logger
	mutex  sync.Mutex
	about  map[types.NamespacedName]*unstructured.Unstructured
	signs  map[about]string
}

type about struct {
	name types.NamespacedName
	what trouble
}

func newReporter(recorder events.EventRecorder, log *slog.Logger) *reporter {
	return &reporter{events: recorder, log: log, about: map[types.NamespacedName]*unstructured.Unstructured{}, signs: map[about]string{}}
}

// setObject stores the object that a function's Events are about.
func (r *reporter) setObject(name types.NamespacedName, object *unstructured.Unstructured) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.about[name] = object
}

func (r *reporter) forget(name types.NamespacedName) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	delete(r.about, name)
	for what := range troubles {
		delete(r.signs, about{name, what})
	}
}

// record counts every error, and reports it if its sign differs from the last one; no error ends a trouble.
func (r *reporter) record(what trouble, name types.NamespacedName, sign string, err error) {
	if err != nil {
		failures.WithLabelValues(name.Namespace, name.Name).Inc()
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	key := about{name, what}
	if r.signs[key] == sign {
		return
	}
	if r.signs[key] = sign; sign == "" {
		delete(r.signs, key)
	}
	r.emit(what, name, err)
}

func (r *reporter) emit(what trouble, name types.NamespacedName, err error) {
	row, log := troubles[what], r.log.With("namespace", name.Namespace, "name", name.Name)
	kind, reason, note := corev1.EventTypeNormal, row.over, row.words
	if err != nil {
		kind, reason, note = corev1.EventTypeWarning, row.reason, err.Error()+"\nthe last scale is kept"
		log.Warn(row.reason, "error", err.Error())
	} else {
		log.Info(row.over)
	}
	if object := r.about[name]; object != nil {
		r.events.Eventf(object, nil, kind, reason, "Scale", "%s", strings.ToValidUTF8(note[:min(len(note), longestNote)], ""))
	}
}

const (
	signUnreachable = "away"
	signQueue       = "odd"
)

// signOf distinguishes an unreachable server from an odd queue. Messages that vary from attempt to attempt are not a change.
func signOf(err error) string {
	if _, isQueueError := errors.AsType[*queue.QueueError](err); isQueueError {
		return signQueue
	}
	return signUnreachable
}

// signOfText is short, however long the text.
func signOfText(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }
