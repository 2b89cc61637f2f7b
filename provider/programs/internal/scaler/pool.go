// The servers of queues: one connection for all functions with the same server and the same login.
package scaler

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"sync"

	"knative-faas.dev/programs/internal/queue"
)

// serverKey identifies a connection without containing a password.
type serverKey struct {
	server string
	login  [sha256.Size]byte
}

func keyOf(q queue.Queue, login queue.Login) serverKey {
	text, err := json.Marshal(login) // with its keys in order
	if err != nil {
		panic(err) // a login consists of strings
	}
	return serverKey{q.Server(), sha256.Sum256(text)}
}

type pool struct {
	ctx     context.Context // ends all requests to servers
	mutex   sync.Mutex
	servers map[serverKey]*server
	places  map[*function]place
	loops   sync.WaitGroup
}

type place struct {
	key   serverKey
	entry *Entry
}

func newPool(ctx context.Context) *pool {
	return &pool{ctx: ctx, servers: map[serverKey]*server{}, places: map[*function]place{}}
}

// join makes the queue of an entry the one that is polled for a function, instead of its previous queue. It changes nothing if that
// is so already: otherwise an unreachable server would be polled more often.
func (p *pool) join(f *function, entry *Entry, login queue.Login) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	wanted := place{keyOf(entry.Queue, login), entry}
	before, ok := p.places[f]
	if ok && before == wanted {
		return nil
	}
	if ok && before.key != wanted.key {
		p.drop(f)
	}
	if at, ok := p.servers[wanted.key]; ok {
		at.join(f, entry.Queue)
	} else if err := p.start(f, wanted, login); err != nil {
		return err
	}
	p.places[f] = wanted
	return nil
}

func (p *pool) start(f *function, wanted place, login queue.Login) error {
	connection, err := wanted.entry.Queue.Open(login)
	if err != nil {
		return err
	}
	ctx, end := context.WithCancel(p.ctx)
	at := newServer(connection, end)
	at.members[f] = wanted.entry.Queue
	p.servers[wanted.key] = at
	p.loops.Go(func() { at.run(ctx) })
	return nil
}

func (p *pool) leave(f *function) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.drop(f)
}

func (p *pool) drop(f *function) {
	place, ok := p.places[f]
	if !ok {
		return
	}
	delete(p.places, f)
	if at := p.servers[place.key]; at.leave(f) {
		at.end()
		delete(p.servers, place.key)
	}
}
