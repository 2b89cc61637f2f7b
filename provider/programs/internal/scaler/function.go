// The state of one function between two passes: the replicas that it needs, and the Revisions that were scaled.
package scaler

import (
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/types"

	"knative-faas.dev/programs/internal/queue"
)

// function is used concurrently by its server's loop and by the reconciler. The fields from entry on are used by the reconciler
// only, which never handles a function twice at a time.
type function struct {
	name    types.NamespacedName
	report  *reporter
	changed func() // triggers another pass of the reconciler

	mutex   sync.Mutex
	begun   bool
	past    Past
	rule    Rule
	bounds  Bounds
	wanted  int32
	known   bool // wanted is known: from a request, or from before a restart
	refused bool // the server did not respond or denied a permission since the credentials were read

	entry     *Entry // nil if it can't be parsed
	text      string // the annotation that entry was parsed from
	revisions map[string]*revision
}

// begin restores the scale that Revisions still have from before a restart.
func (f *function) begin(s *service) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.bounds = s.bounds
	if f.begun {
		return
	}
	f.begun = true
	held := map[string]int32{}
	for name, revision := range f.revisions {
		held[name] = scale(revision.floor)
	}
	whole, found := undivided(held, s.traffic)
	if f.wanted, f.known = 0, found; found {
		f.wanted = whole
	}
	f.past = After(f.wanted, time.Now())
}

// follow changes the rule for the next lengths; the past is kept.
func (f *function) follow(rule Rule) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.rule = rule
}

// answer records the result of a request. After an error the scale is kept.
func (f *function) answer(length float64, err error) {
	if err != nil {
		f.failed(err)
		return
	}
	f.report.record(troubleQueue, f.name, "", nil)
	f.mutex.Lock()
	wanted := f.past.Next(time.Now(), length, f.rule, f.bounds)
	isNew := !f.known || wanted != f.wanted
	f.wanted, f.known, f.refused = wanted, true, false
	f.mutex.Unlock()
	measured(f.name, length, wanted)
	if isNew {
		f.changed()
	}
}

// failed also requests that the credentials be read again: only an error shows that they have changed.
func (f *function) failed(err error) {
	sign := signOf(err)
	f.report.record(troubleQueue, f.name, sign, err)
	isRefused := sign == signUnreachable || queue.Denied(err)
	f.mutex.Lock()
	f.past.Unknown(time.Now())
	f.refused = f.refused || isRefused
	f.mutex.Unlock()
	if isRefused {
		f.changed()
	}
}

func (f *function) scale() (wanted int32, known bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.wanted, f.known
}

// needsLogin reports, once after each refusal, that the credentials must be read again.
func (f *function) needsLogin() bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	needs := f.refused
	f.refused = false
	return needs
}

// functions are those that have an entry, or had one whose effects have not been removed yet.
type functions struct {
	mutex sync.Mutex
	all   map[types.NamespacedName]*function
	make  func(types.NamespacedName) *function
}

func (f *functions) get(name types.NamespacedName) *function {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.all[name] == nil {
		f.all[name] = f.make(name)
	}
	return f.all[name]
}

func (f *functions) has(name types.NamespacedName) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.all[name] != nil
}

func (f *functions) forget(name types.NamespacedName) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	delete(f.all, name)
}
